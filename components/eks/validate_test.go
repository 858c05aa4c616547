package eks

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
)

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	_, err := mocks.Try(func(ctx *pulumi.Context) error {
		_, err := New(ctx, "eks", Args{
			Version: "34", PublicAccessCIDRs: []string{"0.0.0.0/0", "x"}, Admins: []string{"me"},
			Nodes:         Nodes{Type: "large", Min: 3, Desired: 9, Max: 2, DiskGiB: 5},
			Ingress:       []IngressRule{{Name: "a"}},
			PodRoles:      []PodRole{{}},
			AddonVersions: map[string]string{"cni": "v1"},
		})
		return err
	})
	require.Error(t, err)
	for _, want := range []string{
		"names need", `version "34"`, "region is required", `account id ""`, "vpc id", "subnet ids", "log retention",
		`admin "me"`, `"0.0.0.0/0" opens the api`, `"x" is not an address range`, `type "large"`, "max 2 must be at least min 3",
		"desired 9", "disk of 5 GiB", `ingress rule "a"`, `pod role ""`, `addon version of "cni"`,
	} {
		assert.ErrorContains(t, err, want)
	}
}

// assertAfter checks that a resource depends on others by their names.
func assertAfter(t *testing.T, r mocks.Registration, names ...string) {
	t.Helper()
	for _, name := range names {
		found := false
		for _, urn := range r.DependsOn {
			found = found || strings.HasSuffix(urn, "::"+name)
		}
		assert.True(t, found, "%s must depend on %s; it depends on %v", r.Name, name, r.DependsOn)
	}
}

func containsAny(text string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

type plainResource struct{ pulumi.CustomResourceState }

func resourceNamed(t *testing.T, ctx *pulumi.Context, name string) pulumi.Resource {
	t.Helper()
	var r plainResource
	require.NoError(t, ctx.RegisterResource("test:index:Thing", name, pulumi.Map{}, &r))
	return &r
}
