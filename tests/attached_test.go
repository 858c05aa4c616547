package tests

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/drift"
	"groundwork/internal/lookout"
)

const (
	ruleIn       = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	attachment   = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	administrate = "arn:aws:iam::aws:policy/AdministratorAccess"
	helmRelease  = "kubernetes:helm.sh/v3:Release"
	dnsRecord    = "cloudflare:index/dnsRecord:DnsRecord"
)

// attached is a change that somebody makes by hand to what a stack owns.
type attached struct {
	name string
	// do makes it, and gives what takes it back.
	do func(w *world) (undo func())
	// told is a part of a line of the text; "" where it is no drift.
	told string
}

// attachments are kinds of things that hang on what we own, and near misses of each.
var attachments = []attached{
	{"the database opened to everybody", openGroup("database-sg-", object{"cidrIpv4": "0.0.0.0/0", "ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432}), "0.0.0.0/0"},
	{"a rule of the load balancer controller", openGroup("alb-group-", object{"cidrIpv4": "10.0.0.0/8", "ipProtocol": "tcp", "fromPort": 8080, "toPort": 8080, "description": "elbv2.k8s.aws/targetGroupBinding=shared"}), ""},
	{"a pod's role made an administrator", handmade(attachment, object{"role": "stockindicator-dev-eks-pod-api", "policyArn": administrate}), "AdministratorAccess"},
	{"a policy written into a role", handmade("aws:iam/rolePolicy:RolePolicy", object{"role": "stockindicator-dev-eks-pod-api", "name": "more", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}`}), "iam:*"},
	{"somebody let into the cluster", handmade("aws:eks/accessEntry:AccessEntry", object{"clusterName": "stockindicator-dev", "principalArn": "arn:aws:iam::123456789012:role/visitor"}), "role/visitor"},
	{"another value in a secret", anotherVersion, "AWSPREVIOUS"},
	{"a release at another version", upgraded, "1.99.0"},
	{"a record of a name below ours", handmade(dnsRecord, object{"zoneId": "0da42c8d2132a9ddaf714f9e7c920711", "name": "db.dev.stockindicator.com", "type": "A", "content": "203.0.113.9", "ttl": 300}), "db.dev.stockindicator.com"},
}

// anotherVersion is a value that somebody puts into a secret; the stack's stays, and is
// the previous one.
func anotherVersion(w *world) func() {
	const version = "aws:secretsmanager/secretVersion:SecretVersion"
	ours, found := find(w.list(), version, "")
	require.True(w.t, found)
	undo := handmade(version, object{"secretId": ours.Properties["secretId"], "secretString": "x"})(w)
	return func() {
		undo()
		_, err := w.session.Cloud().SetByHand(version, ours.ID, object{"versionStages": ours.Properties["versionStages"]})
		require.NoError(w.t, err)
	}
}

type object = map[string]any

// handmade makes an object in the account's region.
func handmade(typ string, values object) func(*world) func() {
	return func(w *world) func() {
		one, err := w.session.Cloud().CreateByHand(typ, "by-hand", "us-east-1", values)
		require.NoError(w.t, err)
		return func() { require.NoError(w.t, w.session.Cloud().DeleteByHand(typ, one.ID)) }
	}
}

// openGroup adds a way into the group whose name begins so.
func openGroup(name string, values object) func(*world) func() {
	return func(w *world) func() {
		for _, one := range w.list() {
			if one.Type == "aws:ec2/securityGroup:SecurityGroup" && strings.HasPrefix(one.Name, name) {
				return handmade(ruleIn, joined(values, object{"securityGroupId": one.ID}))(w)
			}
		}
		require.Fail(w.t, "no such group", name)
		return nil
	}
}

func joined(values, more object) object {
	all := object{}
	for _, part := range []object{values, more} {
		for name, value := range part {
			all[name] = value
		}
	}
	return all
}

// upgraded is somebody's helm upgrade.
func upgraded(w *world) func() {
	one, found := find(w.list(), helmRelease, "")
	require.True(w.t, found)
	set := func(version any) {
		_, err := w.session.Cloud().SetByHand(helmRelease, one.ID, object{"version": version})
		require.NoError(w.t, err)
	}
	set("1.99.0")
	return func() { set(one.Properties["version"]) }
}

func TestWhatIsAttachedByHandIsDrift(t *testing.T) {
	t.Parallel()
	w, _ := upAlready(t, reference, "dev")
	require.True(t, w.drift().Clean(), "what the stack declares is no drift:\n%s", drift.Text(w.drift()))
	for _, one := range attachments {
		undo := one.do(w)
		found := w.drift()
		text := drift.Text(found)
		assert.True(t, found.Told(), "%s:\n%s", one.name, text)
		if one.told == "" {
			assert.True(t, found.Clean(), "%s:\n%s", one.name, text)
		} else {
			assert.Contains(t, text, one.told, one.name)
			assert.Contains(t, text, "; by ", "%s: the trail tells who", one.name)
		}
		undo()
		require.True(t, w.drift().Clean(), "%s was taken back:\n%s", one.name, drift.Text(w.drift()))
	}
}

// drift looks at the world's stack.
func (w *world) drift() drift.Drift {
	w.t.Helper()
	return lookout.Drift(w.t.Context(), w.session, w.system, w.stack, func() (map[string]string, error) {
		return map[string]string{"System": w.system.Name, "Environment": w.stack, "ManagedBy": "groundwork"}, nil
	})
}
