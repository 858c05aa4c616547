package preflight

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/cmd/program"
	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/preflight"
)

var update = flag.Bool("update", false, "rewrite the table in docs/real-account.md")

// document is where the table stands, between two marks.
const document, begin, end = "../../docs/real-account.md", "<!-- quotas -->\n", "<!-- /quotas -->\n"

func TestTheDocumentsTellWhatEachStackTakesOfTheQuotas(t *testing.T) {
	text, err := os.ReadFile(document)
	require.NoError(t, err)
	before, rest, begins := strings.Cut(string(text), begin)
	now, after, ends := strings.Cut(rest, end)
	require.True(t, begins && ends, "the table's marks are gone")
	if want := table(t); *update {
		require.NoError(t, os.WriteFile(document, []byte(before+begin+want+end+after), 0o644))
	} else {
		assert.Equal(t, want, now, "go test ./tests/preflight -run Documents -update writes it")
	}
}

// near is from which share of a default on a quota is worth a line.
const near = 0.1

// table has the quotas that any stack takes a good part of.
func table(t *testing.T) string {
	rows := map[string][]string{}
	worth := map[string]bool{}
	for i, stack := range stacks {
		most := map[string]preflight.Need{}
		for _, need := range declared(t, stack[0], stack[1]).Needs(cpus(t)) {
			if most[need.Code].Most < need.Most {
				most[need.Code] = need
			}
		}
		for _, quota := range preflight.Quotas {
			need, shown := most[quota.Code], "-"
			if need.Most > 0 {
				shown = fmt.Sprint(need.Now)
			}
			if need.Most > need.Now {
				shown += fmt.Sprintf(", up to %v", need.Most)
			}
			if need.Most > quota.Default {
				shown = "**" + shown + "**"
			}
			rows[quota.Code] = append(rows[quota.Code][:i:i], shown)
			worth[quota.Code] = worth[quota.Code] || need.Most >= near*quota.Default
		}
	}
	out := &strings.Builder{}
	fmt.Fprint(out, "| quota | a new account |")
	for _, stack := range stacks {
		fmt.Fprintf(out, " %s %s |", stack[0], stack[1])
	}
	fmt.Fprintf(out, "\n%s\n", strings.Repeat("| --- ", 2+len(stacks))+"|")
	for _, quota := range preflight.Quotas {
		if worth[quota.Code] {
			fmt.Fprintf(out, "| %s (%s) | %v | %s |\n", quota.Name, quota.Code, quota.Default, strings.Join(rows[quota.Code], " | "))
		}
	}
	return out.String()
}

func declared(t *testing.T, name, stack string) preflight.Stack {
	t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	system, err := project.System(name)
	require.NoError(t, err)
	found, err := cli.Declared(t.Context(), program.Systems(), system, stack)
	require.NoError(t, err)
	return found
}

// invoke asks the local cloud.
func invoke(t *testing.T, token string, args resource.PropertyMap) (localcloud.Props, error) {
	t.Helper()
	planner, err := localcloud.Imagine(localcloud.Options{}, aws.New()).Planner("urn:pulumi:dev::shop::pulumi:providers:aws::default", localcloud.Props{"region": resource.NewProperty("us-east-1")})
	require.NoError(t, err)
	return planner.Invoke(t.Context(), token, localcloud.Props(args))
}

// cpus are those that the local cloud knows of an instance type.
func cpus(t *testing.T) func(string) float64 {
	return func(kind string) float64 {
		found, err := invoke(t, "aws:ec2/getInstanceType:getInstanceType", resource.PropertyMap{"instanceType": resource.NewProperty(kind)})
		require.NoError(t, err)
		return float64(found.Int("defaultVcpus"))
	}
}

// Two tables of one thing part sooner or later.
func TestTheLocalCloudHasTheSameQuotas(t *testing.T) {
	notThere := []string{"L-69A177A2"} // it counts load balancers of all kinds in one
	for _, quota := range preflight.Quotas {
		if slices.Contains(notThere, quota.Code) {
			continue
		}
		found, err := invoke(t, "aws:servicequotas/getServiceQuota:getServiceQuota", resource.PropertyMap{
			"serviceCode": resource.NewProperty(quota.Service), "quotaCode": resource.NewProperty(quota.Code),
		})
		if assert.NoError(t, err, "%s: %s", quota.Code, quota.Name) {
			assert.Equal(t, quota.Default, float64(found.Int("defaultValue")), quota.Name)
		}
	}
}
