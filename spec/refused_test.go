package spec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mistake is a stack file with one mistake: what it says beside the minimum, and what
// the check answers.
type mistake struct {
	// name says what is wrong, more is what stands under config: beside region and
	// domain.
	name, more string
	// path and value are where and what, write is what to write; an empty one may be
	// anything.
	path, value, write string
}

// file is the stack file: what it says of region and domain stands in place of the
// minimum's.
func (m mistake) file() string {
	file := minimal
	if strings.HasPrefix(m.more, "groundwork:domain:") {
		file = strings.Join(strings.SplitAfter(minimal, "\n")[:3], "")
	}
	more, region, other := strings.Cut(m.more, "\nregion: ")
	if other {
		file = strings.Replace(file, "us-east-1", region, 1)
	}
	return file + indented(more)
}

func (m mistake) answered(t *testing.T, problems Problems) {
	t.Helper()
	for _, problem := range problems {
		if (m.path == "" || problem.Path == m.path) && (m.value == "" || problem.Value == m.value) && (m.write == "" || problem.Instead == m.write) {
			return
		}
	}
	assert.Fail(t, "not answered", "%s\n%s", m.name, problems.Error())
}

// indented puts lines under config:.
func indented(more string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(more), "\n", "\n  ") + "\n"
}

func TestMistakesAreRefused(t *testing.T) {
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) { m.answered(t, problemsOf(t, m.file())) })
	}
}

var mistakes = []mistake{
	{"a mistyped namespace", "groundwrok:services: {}", "groundwrok:services", "{...}", "groundwork:services: {...}"},
	{"a namespace in capitals", "Groundwork:cache: {}", "Groundwork:cache", "{...}", "groundwork:cache: {...}"},
	{"a longer namespace", "xgroundwork:databse: {}", "xgroundwork:databse", "{...}", "groundwork:database: {...}"},
	{"a namespace of nobody", "gcp:project: x", "gcp:project", `"x"`, "nothing: leave the key out"},
	{"a key of three parts", "groundwork:config:cache: {}", "groundwork:config:cache", "", ""},
	{"a provider's key of three parts", "aws:config:region: eu-west-1", "aws:config:region", "", `aws:region: "eu-west-1"`},
	{"a key without a name", "\"aws:\": x", "aws:", "", ""},
	{"the region twice", "aws:region: eu-west-1", "aws:region", "", ""},
	{"a provider's key twice", "aws:profile: a\naws:profile: b", "aws:profile", "", ""},
	{"a provider's key twice in a section", "aws:defaultTags: {tags: {a: b, a: c}}", "aws:defaultTags.tags.a", "", ""},
	{"a list merged into a section", "groundwork:cache:\n  <<: [a]", "groundwork:cache", "", ""},
	{"a text merged into a section", "groundwork:cache: {<<: x}", "groundwork:cache", "", ""},
	{"two merges in a section", "groundwork:cache: {<<: {}, <<: {}}", "groundwork:cache", "", ""},
	{"a list as a key", "groundwork:cache: {? [a, b] : c}", "groundwork:cache", "", ""},
	{"escapes in a key", "\"groundwork:zz\\e[2J\": 1", `groundwork:zz\u001b[2J`, "", ""},
	{"escapes in a name", "groundwork:generatedSecrets: [\"\\e[31mRED\\e]0;x\\a\"]", "groundwork:generatedSecrets[0]", `\u001b[31mRED\u001b]0;x\u0007`, ""},
	{"a section of a provider that is none", "aws:defaultTags: x", "aws:defaultTags", "", ""},
	{"a job that no node has room for", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, cpu: 1000}}", "groundwork:jobs.a.cpu", "1000", "cpu: 1750m"},
	{"a database that no node has room for", "groundwork:buckets: {b: {role: backups}}\ngroundwork:database: {runsOn: cluster, cpu: 64}", "groundwork:database.cpu", "64", ""},
	{"a cache that no node has room for", "groundwork:cache: {runsOn: cluster, memory: 64Gi}", "groundwork:cache.memory", "64Gi", "memory: 3096Mi, or groundwork:compute.eks.nodes.type: m6i.8xlarge"},
	{"more hosts than a certificate has", "groundwork:services:\n" + manyHosts(11), "groundwork:services.h10.host", "", ""},
	{"a rate beyond any limit", "groundwork:domain: {name: example.com, zoneId: 0da42c8d2132a9ddaf714f9e7c920711, manageZone: true}\ngroundwork:edge: {rateLimit: 2147483647/s}", "groundwork:edge.rateLimit", "2147483647/s", "rateLimit: 1000000/s"},
	{"a variable longer than Linux takes", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, env: {LONG: " + strings.Repeat("x", 200_000) + "}}}", "groundwork:jobs.a.env.LONG", "", ""},
	{"variables larger than a pod", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, env: {" + manyVariables(9) + "}}}", "groundwork:jobs.a.env", "", ""},
	{"a NUL in a variable", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, env: {A: \"b\\0c\"}}}", "groundwork:jobs.a.env.A", `"b\x00c"`, `A: "bc"`},
	{"a NUL in a command", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, command: [\"b\\0c\"]}}", "groundwork:jobs.a.command[0]", "", `"bc"`},
	{"a path longer than a health check's", web("readiness: {path: /" + strings.Repeat("p", 5000) + "}"), "groundwork:services.web.readiness.path", "", ""},
	{"a blank in a health check's path", web("readiness: {path: /a b}"), "groundwork:services.web.readiness.path", `"/a b"`, "path: /a%20b"},
	{"an admin twice", "groundwork:compute: {eks: {admins: [arn:aws:iam::123456789012:role/a, arn:aws:iam::123456789012:role/a]}}", "groundwork:compute.eks.admins[1]", "", "nothing: leave it out"},
	{"an add-on's namespace", "groundwork:ingress: {kind: nginx}\ngroundwork:compute: {eks: {namespace: cert-manager}}", "groundwork:compute.eks.namespace", `"cert-manager"`, "namespace: example-dev"},
	{"the autoscaler's namespace", "groundwork:compute: {eks: {namespace: keda}}", "groundwork:compute.eks.namespace", `"keda"`, "namespace: example-dev"},
	{"a node type of no family", "groundwork:compute: {eks: {nodes: {type: zz9.999xlarge}}}", "groundwork:compute.eks.nodes.type", "", ""},
	{"a node type's size that its family lacks", "groundwork:compute: {eks: {nodes: {type: m5.3xlarge}}}", "groundwork:compute.eks.nodes.type", `"m5.3xlarge"`, "type: m5.4xlarge"},
	{"a database class of no size", "groundwork:database: {class: db.zz9.999xlarge}", "groundwork:database.class", "", ""},
	{"a database class's size that its family lacks", "groundwork:database: {class: db.r5.3xlarge}", "groundwork:database.class", "", "class: db.r5.4xlarge"},
	{"a database class of former times", "groundwork:database: {class: db.t2.micro}", "groundwork:database.class", "", "class: db.t3.micro"},
	{"a replica class of former times", "groundwork:database: {replicaClass: db.m4.large}", "groundwork:database.replicaClass", "", "replicaClass: db.m5.large"},
	{"a cache type's size that its family lacks", "groundwork:cache: {nodeType: cache.m5.3xlarge}", "groundwork:cache.nodeType", "", "nodeType: cache.m5.4xlarge"},
	{"a region of nowhere", "groundwork:network: {zones: [x1-az1, x1-az2]}\nregion: mars-north-1", "aws:region", `"mars-north-1"`, ""},
	{"tags that differ by case", "groundwork:tags: {team: a, Team: b}", "groundwork:tags.team", `"a"`, ""},
	{"an image outside", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, image: ../x}}", "groundwork:jobs.a.image", `"../x"`, "image: x"},
	{"an image's host with a dash at its end", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, image: a-./x}}", "groundwork:jobs.a.image", "", ""},
	{"Docker's network", "groundwork:network: {cidr: 172.17.0.0/16}", "groundwork:network.cidr", `"172.17.0.0/16"`, "cidr: 10.10.0.0/16"},
	{"no replicas", "groundwork:services: {w: {kind: worker, tag: 1.0.0, cpu: 100m, memory: 64Mi, replicas: 0}}", "groundwork:services.w.replicas", "0", "nothing: leave the service out of the file, or replicas: 1"},
	{"a key far from any", "groundwork:network: {vpcId: vpc-1}", "groundwork:network.vpcId", "", "nothing: leave the key out, or one of the known keys: cidr, zones, nat, interfaceEndpoints, flowLogs, subnets"},
	{"a name of nothing", "groundwork:generatedSecrets: [\"\"]", "groundwork:generatedSecrets[0]", `""`, ""},
	{"a very long value", "groundwork:permissionsBoundary: " + strings.Repeat("x", 5000), "groundwork:permissionsBoundary", `"` + strings.Repeat("x", 79) + "...", ""},
	{"a command as a text", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, command: celery -A app.worker \"a b\"}}", "groundwork:jobs.a.command", "", `command: [celery, -A, app.worker, "a b"]`},
	{"a decimal size", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, memory: 256M}}", "groundwork:jobs.a.memory", "", "memory: 256Mi"},
	{"a size with a fraction", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, memory: 1.5Gi}}", "groundwork:jobs.a.memory", "", "memory: 1536Mi"},
	{"per cent", "groundwork:services: {w: {kind: worker, tag: 1.0.0, cpu: 100m, memory: 64Mi, autoscale: {min: 1, max: 2, cpu: 10%}}}", "groundwork:services.w.autoscale.cpu", "", "cpu: 10"},
	{"a time without a unit", "groundwork:buckets: {b: {role: backups, expire: 7}}", "groundwork:buckets.b.expire", "", "expire: 7d"},
	{"a time in words", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, timeout: 90 minutes}}", "groundwork:jobs.a.timeout", "", "timeout: 1h30m"},
	{"a rate in words", "groundwork:domain: {name: example.com, zoneId: 0da42c8d2132a9ddaf714f9e7c920711, manageZone: true, plan: business}\ngroundwork:edge: {rateLimit: 100 per minute}", "groundwork:edge.rateLimit", "", "rateLimit: 100/min"},
	{"a port with a digit too many", "groundwork:services: {web: {kind: web, tag: 1.0.0, port: 70000, host: example.com, cpu: 100m, memory: 64Mi, readiness: {path: /}}}", "groundwork:services.web.port", "", "port: 7000"},
	{"an address as a host", "groundwork:services: {web: {kind: web, tag: 1.0.0, port: 7000, host: \"https://Shop.example.com:443/x\", cpu: 100m, memory: 64Mi, readiness: {path: /}}}", "groundwork:services.web.host", "", "host: shop.example.com"},
	{"an address as the domain", "groundwork:domain: {name: \"https://Example.org/\", zoneId: 0da42c8d2132a9ddaf714f9e7c920711}", "groundwork:domain.name", "", "name: example.org"},
	{"a region with a slip", "groundwork:cache: {}\nregion: us-esat-1", "aws:region", `"us-esat-1"`, "aws:region: us-east-1"},
	{"true in other words", "groundwork:protection: \"yes\"", "groundwork:protection", "", "groundwork:protection: true"},
	{"more nodes than a group has", "groundwork:compute: {eks: {nodes: {type: t3.medium, min: 2, max: 450}}}\ngroundwork:services: {w: {kind: worker, tag: 1.0.0, cpu: 1700m, memory: 64Mi, replicas: 500}}", "groundwork:compute.eks.nodes.max", "450", "type: t3.xlarge, and groundwork:compute.eks.nodes.desired: 250, and groundwork:compute.eks.nodes.max: 450"},
	{"more nodes at the beginning than a group has", "groundwork:compute: {eks: {nodes: {desired: 100000, max: 100000}}}", "groundwork:compute.eks.nodes.max", "100000", "max: 450"},
	{"a provider's key that it does not read", "aws:jobs: {}", "aws:jobs", "", "nothing: leave the key out"},
	{"a provider's key with a slip", "aws:profle: me", "aws:profle", "", `aws:profile: "me"`},
	{"a provider's key of another kind", "aws:skipCredentialsValidation: 10.0.0.0/8", "aws:skipCredentialsValidation", "", "nothing: leave the key out"},
	{"an image of one's own with a name too long", "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, image: " + strings.Repeat("x", 220) + "}}", "groundwork:jobs.a.image", "", "image: " + strings.Repeat("x", 40)},
	{"a secret with a name too long", "groundwork:generatedSecrets: [" + strings.Repeat("X", 300) + "]", "groundwork:generatedSecrets[0]", "", strings.Repeat("X", 253)},
	{"a letter that turns text round", "\"groundwork:\\u202ex\": 1", `groundwork:\u202ex`, "", ""},
}

// web is a web service with what it lacks replaced.
func web(more string) string {
	return "groundwork:services: {web: {kind: web, tag: 1.0.0, port: 8000, host: example.com, cpu: 100m, memory: 64Mi, " + more + "}}"
}

// manyHosts are as many web services, each on a host of its own.
func manyHosts(count int) string {
	var services strings.Builder
	for i := range count {
		fmt.Fprintf(&services, "  h%02d: {kind: web, tag: 1.0.0, port: 8000, host: h%02d.example.com, cpu: 1m, memory: 16Mi, readiness: {path: /}}\n", i, i)
	}
	return services.String()
}

func manyVariables(count int) string {
	var list []string
	for i := range count {
		list = append(list, fmt.Sprintf("V%d: %s", i, strings.Repeat("x", 100_000)))
	}
	return strings.Join(list, ", ")
}

func TestNamespacesOfProvidersAreLegal(t *testing.T) {
	sys := read(t, "dev", minimal+`
  aws:profile: me
  kubernetes:context: x
  cloudflare:apiToken: {secure: AAAB}
  random:x: y
  pulumi:tags: {a: b}
  example:own: 1
  own: 1
`)
	assert.Equal(t, "us-east-1", sys.Region)
}

func TestEveryAnswerIsVisible(t *testing.T) {
	for _, m := range mistakes {
		text := problemsOf(t, m.file()).Error()
		for _, letter := range strings.ReplaceAll(text, "\n", "") {
			require.True(t, letter >= ' ' && letter != 0x7f && letter != '\u202e', "%s: %q", m.name, text)
		}
		assert.Equal(t, 3*strings.Count(text, "\n    rule:"), strings.Count(text, "\n"), fmt.Sprintf("three lines a problem: %q", text))
	}
}

// brokenFiles are files that do not parse: what the lines are, which is the broken one, and
// what to write there.
var brokenFiles = []struct {
	name, content string
	line          int
	write         string
}{
	{"a brace that is not closed", "config:\n  groundwork:domain: {name: example.com\n  aws:region: us-east-1\n", 2, "groundwork:domain: {name: example.com}"},
	{"a bracket that is not closed", "config:\n  a: [b, c\n  d: e\n", 2, "a: [b, c]"},
	{"a quote that is not closed", "config:\n  a: b\n  c: \"d\n  e: f\n", 3, "c: \"d\""},
	{"a tab", "config:\n  a: b\n\tc: d\n  e: f\n", 3, "c: d, indented by 2 spaces as the line above it"},
	{"a second colon", "config:\n  a: b\n  c: d: e\n", 3, "c: \"d: e\""},
	{"a key too deep", "config:\n  a: b\n    c: d\n  e: f\n", 3, "c: d, indented by 2 spaces as the line above it"},
	{"a key not deep enough", "config:\n  a:\n    b: c\n   d: e\n", 4, "d: e, indented by 4 spaces as the line above it"},
	{"a character that begins nothing", "config:\n  a: @b\n", 2, "a: \"@b\""},
	{"a percent sign", "config:\n  a: %b\n", 2, "a: \"%b\""},
	{"a star", "config:\n  a: *\n", 2, "a: \"*\""},
	{"an alias of nothing", "config:\n  a: *b\n", 2, "a: \"*b\""},
	{"an unknown escape", "config:\n  a: \"\\d\"\n", 2, "a: '\\d'"},
	{"a key without a colon", "config:\n  a: b\n  c\n  d: e\n", 3, "c: with its value behind the colon"},
	{"a control character", "config:\n  a: b\x01\n", 2, "a: b"},
	{"no UTF-8", "config:\n  a: b\n  c: \xff\n", 3, "c:"},
	{"a second document", "config:\n  a: b\n---\nconfig: {}\n", 3, "nothing: leave out the line with --- or ..."},
	{"a list", "- a\n", 1, ""},
	{"a text", "a\n", 1, ""},
}

func TestABrokenFileIsAnsweredWithItsLineAndWhatToWrite(t *testing.T) {
	for _, test := range brokenFiles {
		t.Run(test.name, func(t *testing.T) {
			problems := problemsOf(t, test.content)
			require.Len(t, problems, 1)
			assert.Equal(t, test.line, problems[0].Line, problems.Error())
			if test.write != "" {
				assert.Equal(t, test.write, problems[0].Instead)
			}
			assert.NotContains(t, problems[0].Rule, "yaml:")
			assert.NotContains(t, problems[0].Rule, "did not find expected")
		})
	}
}
