package price

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

// program are the folders whose code makes resources.
var program = []string{"../../bootstrap", "../../components", "../../stacks", "../cloudflaresdk", "../datastore", "../helmrelease", "../kubestore"}

// A type that comes into the program must be looked up here first: nothing is free
// because nobody thought of it.
func TestEveryTypeThatTheProgramMakesIsPricedOrFree(t *testing.T) {
	found := programTypes(t)
	require.Greater(t, len(found), 60, "the search for constructors finds nothing")
	require.Contains(t, found, "aws:rds/instance:Instance")
	require.Contains(t, found, "kubernetes:apps/v1:StatefulSet")
	require.Contains(t, found, "cloudflare:index/ruleset:Ruleset")
	for token, where := range found {
		_, priced := pricers[token]
		assert.True(t, priced || free(token), "%s, made in %s, has neither a price nor a place among the free types", token, where)
	}
}

func TestWhatCostsIsNotCalledFree(t *testing.T) {
	for _, token := range []string{
		"aws:acmpca/certificateAuthority:CertificateAuthority", "aws:autoscaling/group:Group", "aws:cfg/recorder:Recorder",
		"aws:ec2/transitGateway:TransitGateway", "aws:ec2/vpnConnection:VpnConnection", "aws:eks/fargateProfile:FargateProfile",
		"aws:elasticache/serverlessCache:ServerlessCache", "aws:guardduty/detector:Detector", "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
		"aws:mq/broker:Broker", "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance", "aws:rds/proxy:Proxy",
		"aws:route53/healthCheck:HealthCheck", "aws:wafv2/ruleGroup:RuleGroup", "cloudflare:index/loadBalancer:LoadBalancer",
		"gcp:compute/instance:Instance",
	} {
		assert.False(t, free(token), token)
	}
}

// programTypes are the tokens of the resources that the program makes, with a file
// that makes them: from the constructors' names and from tokens written out.
func programTypes(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, folder := range program {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err == nil {
				fileTypes(file, func(token string) { found[token] = path })
			}
			return err
		})
		require.NoError(t, err)
	}
	return found
}

// written is a resource's token; functions begin with a small letter.
var written = regexp.MustCompile(`^(aws|cloudflare|kubernetes|random|tls|command):[\w./-]+:[A-Z]\w*$`)

func fileTypes(file *ast.File, found func(string)) {
	imports := map[string]string{}
	for _, spec := range file.Imports {
		address, _ := strconv.Unquote(spec.Path.Value)
		name := address[strings.LastIndex(address, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imports[name] = address
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil && written.MatchString(text) {
				found(text)
			}
		case *ast.SelectorExpr:
			if of, ok := n.X.(*ast.Ident); ok {
				if made := constructed(imports[of.Name], n.Sel.Name); made != "" {
					found(made)
				}
			}
		}
		return true
	})
}

// constructed is the token of what a constructor of an SDK makes; "" for anything
// else.
func constructed(address, name string) string {
	kind, ok := strings.CutPrefix(name, "New")
	if !ok || kind == "" || kind == "Provider" || kind == "CustomResource" {
		return ""
	}
	lower := string(unicode.ToLower(rune(kind[0]))) + kind[1:]
	if _, module, ok := strings.Cut(address, "groundwork/internal/sdk/aws/"); ok {
		return "aws:" + module + "/" + lower + ":" + kind
	}
	if _, group, ok := strings.Cut(address, "groundwork/internal/sdk/kubernetes/"); ok {
		switch before, _, _ := strings.Cut(group, "/"); before {
		case "storage", "networking", "rbac":
			group = strings.Replace(group, "/", ".k8s.io/", 1)
			group = strings.Replace(group, "rbac.", "rbac.authorization.", 1)
		}
		return "kubernetes:" + group + ":" + kind
	}
	if strings.Contains(address, "/pulumi-random/sdk/") {
		return "random:index/" + lower + ":" + kind
	}
	return ""
}

// Inputs come from other people's programs: whatever is in them, an estimate says
// what it doesn't know.
func FuzzNoInputsBreakAnEstimate(f *testing.F) {
	f.Add(`{"scalingConfig": 1, "launchTemplate": {"id": "[unknown]"}, "instanceTypes": "x"}`)
	f.Add(`{"spec": {"replicas": "3", "volumeClaimTemplates": [{"spec": {"resources": {"requests": {"storage": "-1Gi"}}}}, null]}}`)
	f.Add(`{"subnets": [], "subnetMappings": {}, "size": -1, "cpu": "-1 vCPU", "memory": "1e300 GB", "desiredCount": 1}`)
	f.Add(`{"multiAz": true, "replicateSourceDb": ":", "engine": "postgres", "instanceClass": "db.r5.large", "allocatedStorage": 1e15}`)
	f.Add(`{"desiredCount": 1e9, "scalingConfig": {"desiredSize": 1e9, "maxSize": 1e18}, "size": 1e9, "iops": 1e9, "numNodeGroups": 1e9, "replicasPerNodeGroup": 1e9, "engine": "redis", "nodeType": "cache.r5.large"}`)
	f.Fuzz(func(t *testing.T, text string) {
		var in map[string]any
		if json.Unmarshal([]byte(text), &in) != nil {
			t.Skip()
		}
		set := changes.Set{Region: "us-east-1"}
		for token := range pricers {
			set.Resources = append(set.Resources, changes.Resource{
				URN: token, Type: token, Name: "it", Operation: changes.Update, Before: in, After: in, Parents: []string{"part"},
			})
		}
		estimate := Of(set)
		if estimate.Before != estimate.After {
			t.Errorf("the same inputs cost %s before and %s after", estimate.Before, estimate.After)
		}
		if estimate.After.Known < 0 || estimate.Difference != nil && !estimate.Steady() {
			t.Errorf("%s costs %s", text, estimate.After)
		}
	})
}

func BenchmarkFiveThousandResources(b *testing.B) {
	set := changes.Set{Region: "us-east-1"}
	tokens := []string{"aws:rds/instance:Instance", "aws:iam/role:Role", "kubernetes:core/v1:PersistentVolumeClaim", "aws:eks/nodeGroup:NodeGroup", "aws:wafv2/webAclAssociation:WebAclAssociation"}
	in := map[string]any{
		"identifier": "db", "replicateSourceDb": "other", "engine": "postgres", "instanceClass": "db.r5.large", "allocatedStorage": 100.0,
		"scalingConfig": map[string]any{"desiredSize": 2.0, "maxSize": 9.0},
		"spec":          map[string]any{"storageClassName": "gp3", "resources": map[string]any{"requests": map[string]any{"storage": "1Gi"}}},
	}
	for i := range 5000 {
		set.Resources = append(set.Resources, changes.Resource{
			URN: strconv.Itoa(i), Type: tokens[i%len(tokens)], Name: strconv.Itoa(i), Operation: changes.Update, Before: in, After: in, Parents: []string{"part" + strconv.Itoa(i%50)},
		})
	}
	for b.Loop() {
		Of(set)
	}
}
