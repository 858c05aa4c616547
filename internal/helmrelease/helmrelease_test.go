package helmrelease

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
)

func TestReleaseRegistersAPinnedChart(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		_, err := New(ctx, "metrics", Args{
			Chart: "metrics-server", Version: "3.13.0", Repository: "https://charts.example.com",
			Name: "metrics-server", Namespace: "kube-system", Values: pulumi.Map{"replicas": pulumi.Int(2)},
		})
		return err
	})
	release := recorder.One(t, "kubernetes:helm.sh/v3:Release")
	assert.Equal(t, "metrics-server", release.Get("chart"))
	assert.Equal(t, "3.13.0", release.Get("version"))
	assert.Equal(t, "https://charts.example.com", release.Get("repositoryOpts", "repo"))
	assert.EqualValues(t, 2, release.Get("values", "replicas"))
	assert.Nil(t, release.Get("timeout"))
}

func TestReleaseWithoutAVersionIsRefused(t *testing.T) {
	_, err := mocks.Try(func(ctx *pulumi.Context) error {
		_, err := New(ctx, "metrics", Args{Chart: "c", Repository: "r", Name: "n", Namespace: "ns"})
		return err
	})
	assert.ErrorContains(t, err, `helm release "metrics" needs`)
}

// The struct is narrow, but what it has must be what the SDK has.
func TestPropertiesAreTheSDKs(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}} {{.Version}}", "github.com/pulumi/pulumi-kubernetes/sdk/v4").Output()
	require.NoError(t, err)
	path, version, _ := strings.Cut(strings.TrimSpace(string(dir)), " ")
	assert.Equal(t, "v"+pluginVersion, version)
	source, err := os.ReadFile(filepath.Join(path, "go/kubernetes/helm/v3/release.go"))
	require.NoError(t, err)
	sdk := structFields(t, string(source), "releaseArgs")
	ours := reflect.TypeOf(release{})
	for i := range ours.NumField() {
		field := ours.Field(i)
		name := field.Tag.Get("pulumi")
		assert.Contains(t, sdk, name)
		if name != "repositoryOpts" { // a struct of six strings there, of which one is used here
			assert.Equal(t, sdk[name], strings.ReplaceAll(field.Type.String(), "interface {}", "any"), name)
		}
	}
}

// structFields reads a struct of the SDK's source: pulumi tag to Go type.
func structFields(t *testing.T, source, name string) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "release.go", source, 0)
	require.NoError(t, err)
	fields := map[string]string{}
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.TypeSpec)
		if !ok || spec.Name.Name != name {
			return true
		}
		for _, field := range spec.Type.(*ast.StructType).Fields.List {
			tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("pulumi")
			kind := source[field.Type.Pos()-1 : field.Type.End()-1]
			fields[tag] = strings.ReplaceAll(kind, "interface{}", "any")
		}
		return false
	})
	return fields
}
