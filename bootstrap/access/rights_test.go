package access

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/iampolicy"
	"groundwork/internal/rights"
)

func tables(t *testing.T) *rights.Tables {
	t.Helper()
	known, err := rights.Load()
	require.NoError(t, err)
	return known
}

// everyCall are the calls of every stack of the systems.
func everyCall(t *testing.T) (made []call) {
	t.Helper()
	known := tables(t)
	for _, stack := range recordedStacks(t) {
		if stack.system != "bootstrap" {
			made = append(made, calls{known, account(), stack}.all()...)
		}
	}
	require.Greater(t, len(made), 5000)
	return made
}

// lacking are the calls that a role can't make, a line each.
func lacking(name string, holder role, of []call) []string {
	var lines []string
	for _, made := range of {
		// AWS asks nobody for a right to know who they are.
		if made.Action != "sts:GetCallerIdentity" && !holder.May(made.Request) {
			lines = append(lines, fmt.Sprintf("%s can't %s on %s, which %s needs to %s (%s)", name, made.Action, made.Resource, made.need.Token, made.need.Stage, made.need.Source))
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func TestTheDeployRolesCanDoWhatEveryStackNeeds(t *testing.T) {
	known := tables(t)
	for _, stack := range recordedStacks(t) {
		if stack.system == "bootstrap" {
			continue
		}
		made := calls{known, account(), stack}.all()
		if lines := lacking("deploy of "+stack.environment, deployRole(stack.environment), made); len(lines) > 0 {
			t.Errorf("%s/%s: give the role the right in bootstrap/access, or say in internal/rights/data/rows.tsv why nobody needs it:\n%s", stack.system, stack.environment, strings.Join(lines, "\n"))
		}
	}
}

// What a stack of the tree declares has a type's line, and a table or a row that tells
// what it takes.
func TestEveryTypeThatAStackDeclaresIsKnown(t *testing.T) {
	known := tables(t)
	for _, stack := range recordedStacks(t) {
		for _, resource := range stack.resources {
			_, typed := known.Type(resource.token)
			assert.True(t, typed && len(known.Needs(resource.token)) > 0, "%s/%s declares a %s: add it to internal/rights/data/types.tsv, then go run ./internal/rights/generate (CONTRIBUTING.md)", stack.system, stack.environment, resource.token)
		}
	}
}

// without is a role whose policies and boundary don't have an action.
func without(holder role, action string) role {
	strip := func(document iampolicy.Document) iampolicy.Document {
		var kept iampolicy.Document
		for _, statement := range document.Statements {
			statement.Action = slices.DeleteFunc(slices.Clone(statement.Action), func(a string) bool { return a == action && statement.Effect == iampolicy.Allow })
			kept.Statements = append(kept.Statements, statement)
		}
		return kept
	}
	var stripped role
	for _, document := range holder.policies {
		stripped.policies = append(stripped.policies, strip(document))
	}
	if holder.boundary != nil {
		boundary := strip(*holder.boundary)
		stripped.boundary = &boundary
	}
	return stripped
}

// A right that is taken away is told in one line: whose, which, on what, for what, and
// who says so.
func TestAMissingRightIsTold(t *testing.T) {
	known := tables(t)
	var prod []call
	for _, stack := range recordedStacks(t) {
		if stack.system == "stockindicator" && stack.environment == "prod" {
			prod = calls{known, account(), stack}.all()
		}
	}
	for action, want := range map[string]string{
		"ec2:GetSecurityGroupsForVpc":        "deploy of prod can't ec2:GetSecurityGroupsForVpc on arn:aws:ec2:eu-central-1:123456789012:vpc/0a1b2c3d4e5f60718, which aws:lb/loadBalancer:LoadBalancer needs to create (https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3917)",
		"route53:AssociateVPCWithHostedZone": "deploy of prod can't route53:AssociateVPCWithHostedZone on arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ, which aws:ec2/vpcEndpoint:VpcEndpoint needs to create (https://github.com/hasura/ddn-docs/pull/1075)",
		"iam:PassRole":                       "deploy of prod can't iam:PassRole on arn:aws:iam::123456789012:role/stockindicator-prod-x, which aws:ec2/flowLog:FlowLog needs to create (https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html)",
		"iam:CreateServiceLinkedRole":        "deploy of prod can't iam:CreateServiceLinkedRole on arn:aws:iam::123456789012:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS, which aws:rds/instance:Instance needs to create (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html)",
		"kms:EnableKeyRotation":              "deploy of prod can't kms:EnableKeyRotation on arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d4e5f60718, which aws:kms/key:Key needs to create (https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/kms/key.go)",
		"eks:CreateCluster":                  "deploy of prod can't eks:CreateCluster on *, which aws:eks/cluster:Cluster needs to create (CloudFormation's handler)",
		"rds:ModifyDBInstance":               "deploy of prod can't rds:ModifyDBInstance on arn:aws:rds:eu-central-1:123456789012:db:stockindicator-prod-db, which aws:rds/instance:Instance needs to update (CloudFormation's handler)",
		"ec2:Describe*":                      "deploy of prod can't ec2:DescribeVpcAttribute on arn:aws:ec2:eu-central-1:123456789012:vpc/0a1b2c3d4e5f60718, which aws:ec2/vpc:Vpc needs to read (CloudFormation's handler)",
		"s3:PutBucketVersioning":             "deploy of prod can't s3:PutBucketVersioning on arn:aws:s3:::stockindicator-prod-static-123456789012, which aws:s3/bucketVersioningV2:BucketVersioningV2 needs to create (https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/s3/bucket_versioning.go)",
	} {
		assert.Contains(t, lacking("deploy of prod", without(deployRole("prod"), action), prod), want)
	}
	// One that a condition, a name or the boundary takes away as well.
	narrow := deployRole("prod")
	bounds := *narrow.boundary
	bounds.Statements = append(slices.Clone(bounds.Statements), deny("", []string{"logs:PutRetentionPolicy"}, everything, nil))
	narrow.boundary = &bounds
	assert.Contains(t, lacking("deploy of prod", narrow, prod), "deploy of prod can't logs:PutRetentionPolicy on arn:aws:logs:eu-central-1:123456789012:log-group:/aws/eks/stockindicator-prod/cluster, which aws:cloudwatch/logGroup:LogGroup needs to create (CloudFormation's handler)")
	assert.NotEmpty(t, lacking("deploy of dev", deployRole("dev"), prod), "dev's role does nothing to prod")
}

// Previews and drift read each thing that a stack declares.
func TestPreviewsAndTheWatchReadWhatEveryStackHas(t *testing.T) {
	known := tables(t)
	for _, stack := range recordedStacks(t) {
		reads := slices.DeleteFunc(calls{known, account(), stack}.all(), func(made call) bool { return made.need.Stage != "read" })
		assert.Greater(t, len(reads), 100)
		assert.Empty(t, lacking("watch", watchRole(), reads))
		if stack.system != "bootstrap" { // which pull requests compare with the base
			assert.Empty(t, lacking("preview of "+stack.environment, previewRole(), reads))
		}
	}
	assert.Equal(t, "preview of dev can't rds:ListTagsForResource on arn:aws:rds:eu-central-1:123456789012:db:x, which aws:rds/instance:Instance needs to read (x)",
		lacking("preview of dev", without(previewRole(), "rds:ListTagsForResource"), []call{{
			rights.Request{Action: "rds:ListTagsForResource", Resource: "arn:aws:rds:eu-central-1:123456789012:db:x"},
			rights.Need{Token: "aws:rds/instance:Instance", Stage: "read", Source: "x"}, declared{}, "dev"}})[0])
}

func watchRole() role {
	a := account()
	return role{policies: []iampolicy.Document{a.Look(), a.Watch(environments), Decrypt([]string{stateKey, prodKey})}}
}

// What previews and the watch are allowed changes nothing, says IAM's own list. It
// counts decrypting as writing.
func TestPreviewsAndTheWatchWriteNothing(t *testing.T) {
	known := tables(t)
	for name, holder := range map[string]role{"preview": previewRole(), "watch": watchRole()} {
		for _, document := range holder.policies {
			for _, statement := range document.Statements {
				for _, pattern := range statement.Action {
					for _, allowed := range known.Expand(pattern) {
						action, _ := known.Action(allowed)
						assert.True(t, action.Reads() || allowed == "kms:Decrypt", "the %s role may %s, which is %q", name, allowed, action.Access)
					}
				}
			}
		}
	}
}
