package access

import (
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/iampolicy"
	"groundwork/internal/rights"
	"groundwork/naming"
)

const (
	accountID = "123456789012"
	region    = "eu-central-1"
	stateKey  = "arn:aws:kms:eu-central-1:123456789012:key/state"
	prodKey   = "arn:aws:kms:eu-central-1:123456789012:key/prod"
)

var environments = []string{"dev", "staging", "prod"}

func account(systems ...string) Account {
	if len(systems) == 0 {
		systems = []string{"stockindicator", "screener"}
	}
	return Account{
		ID: accountID, Region: region, Systems: systems, StateBucket: "groundwork-account-state-" + accountID, StaticBuckets: []string{"static"},
		Names: naming.Scope{System: "groundwork", Environment: "account"},
	}
}

// deployRole is the deploy role of an environment as the bootstrap makes it.
func deployRole(environment string) role {
	a := account()
	boundary := a.BoundDeploy(environment)
	return role{policies: []iampolicy.Document{
		a.Look(), a.DeployNetwork(), a.DeployData(environment), a.DeployCompute(environment), a.KeepState(environment), UseKeys([]string{stateKey, prodKey}),
	}, boundary: &boundary}
}

// administrator has every right there is, within the deploy role's boundary:
// what somebody reaches who manages to attach a policy to it.
func administrator(environment string) role {
	boundary := account().BoundDeploy(environment)
	return role{policies: []iampolicy.Document{{Statements: []iampolicy.Statement{allow("", []string{"*"}, everything, nil)}}}, boundary: &boundary}
}

func previewRole() role {
	a := account()
	return role{policies: []iampolicy.Document{a.Look(), a.Peek(environments), Decrypt([]string{stateKey, prodKey})}}
}

// of is what AWS knows about a request that concerns a thing of an environment.
func of(environment string, more ...string) map[string]string {
	context := map[string]string{
		"aws:RequestedRegion": region, "aws:ResourceTag/Environment": environment,
		"aws:ResourceTag/System": "stockindicator", "aws:ResourceTag/ManagedBy": "groundwork",
	}
	for i := 0; i+1 < len(more); i += 2 {
		context[more[i]] = more[i+1]
	}
	return context
}

func iamRole(name string) string { return "arn:aws:iam::" + accountID + ":role/" + name }

func boundary(environment string) string {
	return "arn:aws:iam::" + accountID + ":policy/groundwork-account-workload-" + environment
}

// What nobody with the deploy role of prod can do, with the policies it has, and
// even with every policy there is.
func TestADeployRoleCannotEscape(t *testing.T) {
	state := "arn:aws:s3:::groundwork-account-state-" + accountID
	ours := iamRole("stockindicator-prod-eks-nodes")
	tests := map[string]request{
		"take its own boundary off":             {"iam:DeleteRolePermissionsBoundary", iamRole("groundwork-account-deploy-prod"), nil},
		"give itself another boundary":          {"iam:PutRolePermissionsBoundary", iamRole("groundwork-account-deploy-prod"), map[string]string{"iam:PermissionsBoundary": boundary("prod")}},
		"attach a policy to itself":             {"iam:AttachRolePolicy", iamRole("groundwork-account-deploy-prod"), map[string]string{"iam:PermissionsBoundary": "arn:aws:iam::" + accountID + ":policy/groundwork-account-deploy-prod-boundary"}},
		"let somebody else take its role":       {"iam:UpdateAssumeRolePolicy", iamRole("groundwork-account-deploy-prod"), nil},
		"make a role without a boundary":        {"iam:CreateRole", ours, nil},
		"make a role under another boundary":    {"iam:CreateRole", ours, map[string]string{"iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess"}},
		"make a role under dev's boundary":      {"iam:CreateRole", ours, map[string]string{"iam:PermissionsBoundary": boundary("dev")}},
		"make a role of another name":           {"iam:CreateRole", iamRole("backdoor"), map[string]string{"iam:PermissionsBoundary": boundary("prod")}},
		"take a role's boundary off":            {"iam:DeleteRolePermissionsBoundary", ours, map[string]string{"iam:PermissionsBoundary": boundary("prod")}},
		"give a role without boundary rights":   {"iam:PutRolePolicy", ours, nil},
		"change what the boundary says":         {"iam:CreatePolicyVersion", boundary("prod"), nil},
		"choose an earlier boundary":            {"iam:SetDefaultPolicyVersion", boundary("prod"), nil},
		"delete the boundary":                   {"iam:DeletePolicy", boundary("prod"), nil},
		"make a policy":                         {"iam:CreatePolicy", "arn:aws:iam::" + accountID + ":policy/x", nil},
		"make a user":                           {"iam:CreateUser", "arn:aws:iam::" + accountID + ":user/x", nil},
		"make an access key":                    {"iam:CreateAccessKey", "arn:aws:iam::" + accountID + ":user/x", nil},
		"trust another identity provider":       {"iam:CreateOpenIDConnectProvider", "arn:aws:iam::" + accountID + ":oidc-provider/evil.example", nil},
		"change the identity provider":          {"iam:AddClientIDToOpenIDConnectProvider", "arn:aws:iam::" + accountID + ":oidc-provider/token.actions.githubusercontent.com", nil},
		"hand its own role to an instance":      {"iam:PassRole", iamRole("groundwork-account-deploy-prod"), map[string]string{"iam:PassedToService": "ec2.amazonaws.com"}},
		"hand a role to a service we don't use": {"iam:PassRole", ours, map[string]string{"iam:PassedToService": "lambda.amazonaws.com"}},
		"take another role":                     {"sts:AssumeRole", iamRole("admin"), nil},
		"open the state bucket":                 {"s3:PutBucketPolicy", state, nil},
		"delete the state bucket":               {"s3:DeleteBucket", state, nil},
		"turn its versioning off":               {"s3:PutBucketVersioning", state, nil},
		"delete an earlier state":               {"s3:DeleteObjectVersion", state + "/.pulumi/stacks/stockindicator/prod.json", nil},
		"read dev's state":                      {"s3:GetObject", state + "/.pulumi/stacks/stockindicator/dev.json", nil},
		"write staging's state":                 {"s3:PutObject", state + "/.pulumi/stacks/stockindicator/staging.json", nil},
		"read the account's own state":          {"s3:GetObject", state + "/.pulumi/stacks/bootstrap/account.json", nil},
		"lock dev":                              {"s3:PutObject", state + "/.pulumi/locks/organization/stockindicator/dev/x.json", nil},
		"read an object of dev's":               {"s3:GetObject", "arn:aws:s3:::stockindicator-dev-backups-" + accountID + "/x", nil},
		"change a bucket of dev's":              {"s3:PutBucketPolicy", "arn:aws:s3:::stockindicator-dev-backups-" + accountID, nil},
		"read dev's secret":                     {"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db", of("dev")},
		"use dev's key":                         {"kms:Decrypt", "arn:aws:kms:eu-central-1:123456789012:key/dev", of("dev")},
		"delete the state's key":                {"kms:ScheduleKeyDeletion", stateKey, of("account", "aws:ResourceTag/System", "groundwork")},
		"delete its secrets' key":               {"kms:ScheduleKeyDeletion", prodKey, of("prod", "aws:ResourceTag/System", "groundwork")},
		"share its secrets' key":                {"kms:CreateGrant", prodKey, of("prod", "aws:ResourceTag/System", "groundwork")},
		"take the tag off its secrets' key":     {"kms:UntagResource", prodKey, of("prod", "aws:ResourceTag/System", "groundwork")},
		"delete staging's network":              {"ec2:DeleteVpc", "arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1", of("staging")},
		"delete dev's database":                 {"rds:DeleteDBInstance", "arn:aws:rds:eu-central-1:123456789012:db:stockindicator-dev-db", of("dev")},
		"change dev's parameters":               {"rds:ModifyDBParameterGroup", "arn:aws:rds:eu-central-1:123456789012:pg:database-parameters-1c537fd", of("dev")},
		"claim a thing for dev":                 {"ec2:CreateVpc", "arn:aws:ec2:eu-central-1:123456789012:vpc/*", map[string]string{"aws:RequestedRegion": region, "aws:RequestTag/Environment": "dev"}},
		"start a function":                      {"lambda:CreateFunction", "arn:aws:lambda:eu-central-1:123456789012:function:x", nil},
		"stop the trail":                        {"cloudtrail:StopLogging", "arn:aws:cloudtrail:eu-central-1:123456789012:trail/x", nil},
	}
	for name, asked := range tests {
		t.Run(name, func(t *testing.T) {
			assert.False(t, deployRole("prod").may(asked), "with the policies it has")
			assert.False(t, administrator("prod").may(asked), "with every policy")
		})
	}
}

func TestADeployRoleDoesNotShareOrReadData(t *testing.T) {
	for name, asked := range map[string]request{
		"an object of its own bucket":         {"s3:GetObject", "arn:aws:s3:::stockindicator-prod-backups-" + accountID + "/x", nil},
		"a snapshot for another account":      {"rds:ModifyDBSnapshotAttribute", "arn:aws:rds:eu-central-1:123456789012:snapshot:stockindicator-prod-db-final", of("prod")},
		"a secret that somebody made by hand": {"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:x", map[string]string{"aws:RequestedRegion": region}},
		"a network in another region":         {"ec2:CreateVpc", "*", map[string]string{"aws:RequestedRegion": "us-west-2"}},
	} {
		assert.False(t, deployRole("prod").may(asked), name)
	}
}

func TestADeployRoleKeepsTheStatesOfItsEnvironment(t *testing.T) {
	state := "arn:aws:s3:::groundwork-account-state-" + accountID + "/.pulumi/"
	for _, key := range []string{
		"stacks/screener/prod.json", "stacks/screener/prod.json.bak", "stacks/screener/prod.json.gz", "stacks/screener/prod.pulumi-tags",
		"history/screener/prod/prod-1.history.json", "backups/screener/prod/prod.1.json", "locks/organization/screener/prod/1.json",
	} {
		for _, action := range []string{"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} {
			assert.True(t, deployRole("prod").may(request{action, state + key, nil}), "%s %s", action, key)
			assert.False(t, deployRole("dev").may(request{action, state + key, nil}), "%s %s", action, key)
		}
	}
	assert.True(t, deployRole("prod").may(request{"s3:GetObject", state + "meta.yaml", nil}))
	assert.False(t, deployRole("prod").may(request{"s3:PutObject", state + "meta.yaml", nil}))
	assert.True(t, deployRole("prod").may(request{"s3:ListBucket", "arn:aws:s3:::groundwork-account-state-" + accountID, nil}))
	for _, action := range []string{"kms:Decrypt", "kms:GenerateDataKey"} {
		assert.True(t, deployRole("prod").may(request{action, stateKey, of("account", "aws:ResourceTag/System", "groundwork")}), action)
		assert.True(t, deployRole("prod").may(request{action, prodKey, of("prod", "aws:ResourceTag/System", "groundwork")}), action)
	}
}

// A role that a stack makes has, whatever its own policy says, no right that a
// deploy role could be after.
func TestARoleOfAStackCannotEscapeEither(t *testing.T) {
	bounds := account().BoundWorkloads("prod")
	everything := role{policies: []iampolicy.Document{{Statements: []iampolicy.Statement{allow("", []string{"*"}, everything, nil)}}}, boundary: &bounds}
	for _, asked := range []request{
		{"iam:CreateRole", iamRole("stockindicator-prod-x"), map[string]string{"iam:PermissionsBoundary": boundary("prod")}},
		{"iam:PassRole", iamRole("stockindicator-prod-x"), nil},
		{"iam:CreateUser", "*", nil},
		{"sts:AssumeRole", iamRole("groundwork-account-deploy-prod"), nil},
		{"secretsmanager:GetSecretValue", "*", of("prod")},
		{"kms:Decrypt", prodKey, of("prod", "aws:ResourceTag/System", "groundwork")},
		{"kms:Decrypt", prodKey, of("prod", "aws:ResourceTag/System", "groundwork", "kms:ViaService", "ec2."+region+".amazonaws.com")},
		{"kms:Decrypt", "arn:aws:kms:eu-central-1:123456789012:key/somebody", map[string]string{"aws:RequestedRegion": region}},
		{"kms:CreateGrant", "arn:aws:kms:eu-central-1:123456789012:key/cluster", of("prod")},
		{"kms:CreateGrant", "arn:aws:kms:eu-central-1:123456789012:key/cluster", of("dev", "kms:GrantIsForAWSResource", "true", "kms:ViaService", "ec2."+region+".amazonaws.com")},
		{"s3:GetObject", "arn:aws:s3:::groundwork-account-state-" + accountID + "/.pulumi/stacks/stockindicator/prod.json", nil},
		{"s3:GetObject", "arn:aws:s3:::stockindicator-dev-backups-" + accountID + "/x", nil},
		{"s3:PutBucketPolicy", "arn:aws:s3:::stockindicator-prod-backups-" + accountID, nil},
		{"ec2:TerminateInstances", "*", of("dev")},
		{"ssm:GetParameter", "*", nil},
		{"rds:DeleteDBInstance", "*", of("prod")},
	} {
		assert.False(t, everything.may(asked), asked.action)
	}
	for _, asked := range []request{
		{"s3:GetObject", "arn:aws:s3:::stockindicator-prod-backups-" + accountID + "/x", nil},
		{"s3:ListBucket", "arn:aws:s3:::stockindicator-prod-backups-" + accountID, nil},
		{"ec2:CreateVolume", "*", of("prod")},
		{"ec2:AssignPrivateIpAddresses", "*", of("prod")},
		{"elasticloadbalancing:RegisterTargets", "*", of("prod")},
		{"autoscaling:SetDesiredCapacity", "*", of("prod")},
		{"ecr:BatchGetImage", "*", of("prod")},
		{"logs:PutLogEvents", "*", of("prod")},
		{"eks-auth:AssumeRoleForPodIdentity", "*", nil},
		{"ssm:UpdateInstanceInformation", "*", nil},
		{"cloudwatch:GetMetricData", "*", nil},
		{"kms:DescribeKey", "*", of("prod")},
	} {
		assert.True(t, everything.may(asked), asked.action)
	}
}

func TestPreviewsReadOnlyWhatIsStated(t *testing.T) {
	preview := previewRole()
	state := "arn:aws:s3:::groundwork-account-state-" + accountID
	for name, test := range map[string]struct {
		asked request
		want  bool
	}{
		"reads a state":                      {request{"s3:GetObject", state + "/.pulumi/stacks/screener/prod.json", nil}, true},
		"finds the states":                   {request{"s3:ListBucket", state, nil}, true},
		"decrypts a state's secrets":         {request{"kms:Decrypt", prodKey, of("prod")}, true},
		"refreshes a secret of a stack":      {request{"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db", of("prod")}, true},
		"reads no secret of somebody else's": {request{"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:x", nil}, false},
		"reads no object of a system":        {request{"s3:GetObject", "arn:aws:s3:::stockindicator-prod-backups-" + accountID + "/x", nil}, false},
		"reads no history":                   {request{"s3:GetObject", state + "/.pulumi/history/screener/prod/1.json", nil}, false},
		"reads not the account's own state":  {request{"s3:GetObject", state + "/.pulumi/stacks/bootstrap/account.json", nil}, false},
		"reads no log":                       {request{"logs:GetLogEvents", "*", nil}, false},
		"reads no table":                     {request{"dynamodb:GetItem", "*", nil}, false},
		"takes no snapshot":                  {request{"rds:CreateDBSnapshot", "*", of("prod")}, false},
	} {
		assert.Equal(t, test.want, preview.may(test.asked), name)
	}
}

func TestPreviewsSeeOnlyTheEnvironmentsTheyAreFor(t *testing.T) {
	a := account()
	narrow := role{policies: []iampolicy.Document{a.Look(), a.Peek([]string{"dev"})}}
	state := "arn:aws:s3:::groundwork-account-state-" + accountID + "/.pulumi/stacks/stockindicator/"
	assert.True(t, narrow.may(request{"s3:GetObject", state + "dev.json", nil}))
	assert.False(t, narrow.may(request{"s3:GetObject", state + "prod.json", nil}))
	assert.False(t, narrow.may(request{"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db", of("prod")}))
}

func TestTheWatchSeesWhatPreviewsMayNotAndChangesNothing(t *testing.T) {
	a := account()
	watch := role{policies: []iampolicy.Document{a.Look(), a.Watch([]string{"dev", "prod"})}}
	state := "arn:aws:s3:::groundwork-account-state-" + accountID + "/.pulumi/"
	for _, path := range []string{"stacks/stockindicator/prod.json", "history/stockindicator/prod/prod-1.history.json"} {
		assert.True(t, watch.may(request{"s3:GetObject", state + path, nil}), path)
		assert.False(t, watch.may(request{"s3:PutObject", state + path, nil}), path)
		assert.False(t, watch.may(request{"s3:DeleteObject", state + path, nil}), path)
	}
	assert.False(t, watch.may(request{"s3:GetObject", state + "history/stockindicator/qa/qa-1.history.json", nil}), "an environment of somebody else's")
	assert.False(t, watch.may(request{"s3:PutObject", state + "locks/organization/stockindicator/prod/1.json", nil}))
}

func TestOnlyTheRepositorysOwnJobsAreTrusted(t *testing.T) {
	github := Issuer{ARN: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com", Host: "token.actions.githubusercontent.com", Subject: "repo:org/shop", Branch: "main"}
	assumes := func(document iampolicy.Document, subject, audience string) bool {
		asked := request{action: "sts:AssumeRoleWithWebIdentity", context: map[string]string{github.Host + ":sub": subject, github.Host + ":aud": audience}}
		for _, statement := range document.Statements {
			if rights.Fits(statement.Action, asked.action, true) && rights.Holds(statement, asked.context) {
				return true
			}
		}
		return false
	}
	preview, watch, deploy := PreviewTrust([]Issuer{github}), WatchTrust([]Issuer{github}), DeployTrust([]Issuer{github}, "prod")
	for subject, want := range map[string]struct{ preview, watch, deploy bool }{
		"repo:org/shop:pull_request":               {preview: true},
		"repo:org/shop:ref:refs/heads/main":        {watch: true},
		"repo:org/shop:environment:prod":           {deploy: true},
		"repo:org/shop:environment:dev":            {},
		"repo:org/shop:environment:prod-eu":        {},
		"repo:org/shop:ref:refs/heads/main2":       {},
		"repo:org/shop:ref:refs/heads/feature":     {},
		"repo:org/shop2:pull_request":              {},
		"repo:evil/shop:environment:prod":          {},
		"repo:evil/repo:org/shop:environment:prod": {},
	} {
		assert.Equal(t, want.preview, assumes(preview, subject, Audience), "preview: %s", subject)
		assert.Equal(t, want.watch, assumes(watch, subject, Audience), "watch: %s", subject)
		assert.Equal(t, want.deploy, assumes(deploy, subject, Audience), "deploy: %s", subject)
		assert.False(t, assumes(preview, subject, "https://github.com/org"), "a token made for somebody else: %s", subject)
	}
}

func TestARunnersRoleIsTrustedOnlyWithTheRoleItIsFor(t *testing.T) {
	const runner = "arn:aws:iam::123456789012:role/runner"
	text, err := DeployTrust(nil, "prod", runner).JSON()
	require.NoError(t, err)
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::123456789012:role/runner"]},"Action":["sts:AssumeRole"]}]}`, text)
	_, err = DeployTrust(nil, "prod").JSON()
	assert.Error(t, err, "a role that nobody may take is a mistake")
}

// documents are all managed policies of an account.
func documents(a Account) map[string]iampolicy.Document {
	all := map[string]iampolicy.Document{"look": a.Look(), "network": a.DeployNetwork(), "peek": a.Peek(environments)}
	for _, environment := range environments {
		maps.Copy(all, map[string]iampolicy.Document{
			"data-" + environment: a.DeployData(environment), "compute-" + environment: a.DeployCompute(environment), "state-" + environment: a.KeepState(environment),
			"push-" + environment: a.Push(environment), "bound-deploy-" + environment: a.BoundDeploy(environment), "bound-workloads-" + environment: a.BoundWorkloads(environment),
		})
	}
	return all
}

// Five systems with names of ordinary length are what the project has.
func TestPoliciesStayWithinAWSLimits(t *testing.T) {
	for name, document := range documents(account("stockindicator", "screener", "tequipy", "fithub", "calminer")) {
		assert.LessOrEqual(t, size(t, document), PolicyLimit, name)
		seen := map[string]bool{}
		for _, statement := range document.Statements {
			assert.False(t, seen[statement.Sid], "%s: %q stands twice", name, statement.Sid)
			seen[statement.Sid] = true
		}
	}
	many := make([]string, 60)
	for i := range many {
		many[i] = fmt.Sprintf("quite-long-system-name-%d", i)
	}
	_, err := Text(account(many...).DeployData("prod"))
	require.Error(t, err)
	assert.Contains(t, err.Error(), "name fewer systems")
}
