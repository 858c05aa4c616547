package danger

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"groundwork/internal/changes"
)

type object = map[string]any

// trial is one change and what is said of it.
type trial struct {
	name      string
	kind      string
	operation changes.Operation
	before    object
	after     object
	// level is the worst; losses are parts of the sentences, in order.
	level  Level
	losses []string
	adjust func(*changes.Resource)
	others []changes.Resource
}

func (tr trial) set() changes.Set {
	resource := changes.Resource{
		URN: "urn:pulumi:prod::shop::" + tr.kind + "::part", Type: tr.kind, Name: "part", Parents: []string{"shop"},
		Operation: tr.operation, Before: tr.before, After: tr.after,
	}
	if tr.adjust != nil {
		tr.adjust(&resource)
	}
	return changes.Set{System: "shop", Stack: "prod", Resources: append([]changes.Resource{resource}, tr.others...)}
}

// try holds each trial against what is said of the first resource.
func try(t *testing.T, trials []trial) {
	t.Helper()
	for _, tr := range trials {
		t.Run(tr.name, func(t *testing.T) {
			var found []Finding
			for _, finding := range Judge(tr.set()) {
				if finding.URN == tr.set().Resources[0].URN {
					found = append(found, finding)
				}
			}
			if tr.level == "" {
				assert.Empty(t, found, "nothing is dangerous here")
				return
			}
			assert.Equal(t, tr.level, Worst(found), "%v", found)
			require.Len(t, found, max(1, len(tr.losses)), "%v", found)
			for i, loss := range tr.losses {
				assert.Contains(t, found[i].Loss, loss)
			}
		})
	}
}

func protected(r *changes.Resource) { r.Protected = true }
func retained(r *changes.Resource)  { r.Retained = true }
func first(r *changes.Resource)     { r.DeletedFirst = true }

const database = "aws:rds/instance:Instance"

func TestFindingsAreOrderedByWhatIsLost(t *testing.T) {
	resources := []changes.Resource{
		{URN: "d", Type: "kubernetes:core/v1:Service", Name: "d", Operation: changes.Replace},
		{URN: "c", Type: "aws:wafv2/webAcl:WebAcl", Name: "c", Operation: changes.Delete},
		{URN: "b", Type: database, Name: "b", Operation: changes.Delete, Before: object{"skipFinalSnapshot": true}},
		{URN: "a", Type: "aws:kms/key:Key", Name: "a", Operation: changes.Delete, Before: object{}},
	}
	var order []string
	for _, finding := range Judge(changes.Set{Resources: resources}) {
		order = append(order, finding.URN)
	}
	assert.Equal(t, []string{"b", "a", "d", "c"}, order, "the database, the key, then what is only away, then what is open")
}

func TestAComponentIsNoDanger(t *testing.T) {
	set := changes.Set{Resources: []changes.Resource{{Type: database, Component: true, Operation: changes.Delete}}}
	assert.Empty(t, Judge(set))
}

func TestAFingerprintStandsForTheDataThatIsLost(t *testing.T) {
	gone := Judge(changes.Set{Resources: []changes.Resource{
		{URN: "db", Type: database, Name: "db", Operation: changes.Delete, Before: object{"skipFinalSnapshot": true}},
		{URN: "alb", Type: "aws:lb/loadBalancer:LoadBalancer", Name: "alb", Operation: changes.Delete},
	}})
	require.Len(t, gone, 2)
	whole := Fingerprint(gone)
	assert.Len(t, whole, fingerprintDigits)
	assert.Equal(t, whole, Fingerprint(gone[:1]), "downtime needs no approval")
	assert.Equal(t, whole, Fingerprint([]Finding{gone[1], gone[0]}), "the order says nothing")
	assert.Empty(t, Fingerprint(gone[1:]))

	other := append([]Finding{}, gone...)
	other[0].URN = "another"
	assert.NotEqual(t, whole, Fingerprint(other), "another database needs another approval")
	more := append([]Finding{{URN: "bucket", Level: DataLoss, Loss: "the bucket is deleted"}}, gone...)
	assert.NotEqual(t, whole, Fingerprint(more))
}

// Whatever the inputs are, a judgement doesn't panic, is the same each time, and
// each finding names what it is about.
func TestJudgementsAreSoundForAnyInputs(t *testing.T) {
	kinds := everyKind()
	operations := []changes.Operation{changes.Same, changes.Create, changes.Update, changes.Replace, changes.Delete, changes.Import, changes.Read, changes.Forget}
	paths := []string{"policy", "ingress", "spec", "rules", "vpcConfig", "metadata", "skipFinalSnapshot", "multiAz", "entries", "parameters", "phase", "value", "settingId", "cidrIpv4", "securityGroupId", "fromPort", "toPort"}
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.Just[any](nil), rapid.Map(rapid.String(), toAny), rapid.Map(rapid.Float64(), toAny), rapid.Map(rapid.Bool(), toAny),
			rapid.Just[any]([]any{"*", 1.0, object{"Effect": "Allow"}}), rapid.Just[any](object{"rules": []any{1}, "policy": "{}"}),
			rapid.Just[any](changes.Unknown), rapid.Just[any](`{"Statement":[{"Effect":"Deny","NotAction":"*","Principal":{"AWS":"*"}}]}`), rapid.Just[any]("0.0.0.0/0"))
		inputs := rapid.MapOfN(rapid.SampledFrom(paths), value, 0, 8)
		resource := changes.Resource{
			URN: "urn", Name: "part", Type: rapid.SampledFrom(kinds).Draw(t, "type"), Operation: rapid.SampledFrom(operations).Draw(t, "operation"),
			Before: inputs.Draw(t, "before"), After: inputs.Draw(t, "after"), Protected: rapid.Bool().Draw(t, "protected"),
		}
		set := changes.Set{Resources: []changes.Resource{resource}}
		found := Judge(set)
		assert.Equal(t, found, Judge(set))
		assert.NotNil(t, found, "no finding is an empty list, also in JSON")
		for _, finding := range found {
			assert.NotEmpty(t, finding.Loss)
			assert.NotContains(t, finding.Loss, "%!")
			assert.NotContains(t, []changes.Operation{changes.Forget, changes.Import, changes.Same, changes.Read}, resource.Operation, "what stays as it is isn't lost")
			assert.False(t, strings.HasSuffix(finding.Loss, "."))
		}
	})
}

func toAny[T any](value T) any { return value }

// everyKind is every type that something is known of.
func everyKind() []string {
	kinds := []string{"kubernetes:helm.sh/v3:Release", "kubernetes:apps/v1:StatefulSet", "kubernetes:core/v1:Namespace", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:ec2/securityGroup:SecurityGroup", "cloudflare:index/zoneSetting:ZoneSetting"}
	for kind := range stores {
		kinds = append(kinds, kind)
	}
	for kind := range outages {
		kinds = append(kinds, kind)
	}
	for kind := range protections {
		kinds = append(kinds, kind)
	}
	for kind := range guards {
		kinds = append(kinds, kind)
	}
	for kind := range policyPaths {
		kinds = append(kinds, kind)
	}
	for kind := range attachmentInputs {
		kinds = append(kinds, kind)
	}
	return kinds
}

// What only applying tells is told once it was applied.
func TestWhatWasCarriedOutTellsWhatThePlanCouldNot(t *testing.T) {
	policy := func(after any) changes.Set {
		return changes.Set{Resources: []changes.Resource{
			{URN: "policy", Type: "aws:s3/bucketPolicy:BucketPolicy", Name: "policy", Operation: changes.Update,
				Before: object{"policy": `{"Statement": [{"Effect": "Allow", "Principal": {"Service": "a.amazonaws.com"}, "Action": "s3:GetObject", "Resource": "*"}]}`}, After: object{"policy": after}},
			{URN: "zone", Type: "aws:route53/zone:Zone", Name: "zone", Operation: changes.Delete, Before: object{}},
		}}
	}
	losses := func(findings []Finding) (all []string) {
		for _, finding := range findings {
			if finding.URN == "policy" {
				all = append(all, finding.Loss)
			}
		}
		return all
	}
	planned := Judge(policy(changes.Unknown))
	require.Len(t, losses(planned), 1)
	assert.Contains(t, losses(planned)[0], "known only when it is applied")
	wider := Settled(planned, Judge(policy(`{"Statement": [{"Effect": "Allow", "Principal": {"Service": "b.amazonaws.com"}, "Action": "s3:GetObject", "Resource": "*"}]}`)))
	require.Len(t, losses(wider), 1)
	assert.Contains(t, losses(wider)[0], "the policy allows more")
	narrower := Settled(planned, Judge(policy(`{"Statement": []}`)))
	assert.Empty(t, losses(narrower))
	assert.Len(t, narrower, len(planned)-1, "the rest stays as it was planned")
	assert.Equal(t, losses(planned), losses(Settled(planned, planned)), "still unknown")
}
