package edits

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/rehearsal"
)

// without makes the command run a program from which the mend of this name is taken
// out.
const without = "GROUNDWORK_TEST_WITHOUT"

// mend is something in the program by which an edit works that used to fail. Taken
// out, the edit fails again, and the rehearsal has to find it.
type mend struct {
	// name is what the program does; edit, of edits.yaml, works because it does.
	name, edit string
	// kind is the type of the resources that the mend is in. takeOut makes one as if
	// nobody had thought of it, early tells of its name that it waits for nothing.
	kind    string
	takeOut func(*pulumi.ResourceTransformArgs)
	early   func(name string) bool
	// line is the first line to expect, reason the reason: "..." stands for anything.
	// back is what becomes of the way back.
	line, reason string
	back         rehearsal.Back
}

var mends = []mend{
	{
		name: "a rule comes after its healthy targets", edit: "half of a release from a tag, dev",
		kind:  "aws:lb/listenerRule:ListenerRule",
		early: func(name string) bool { return !strings.HasSuffix(name, "-standby") },
		line:  "comes up, but not without a gap: api-dev.stockindicator.com: ...", reason: "50 % of the requests get no answer for ... s",
		back: rehearsal.BackWorks,
	},
	{
		name: "a group of targets may have two bindings", edit: "a tag becomes a release",
		kind: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
		takeOut: func(binding *pulumi.ResourceTransformArgs) {
			if spec, is := binding.Props["spec"].(pulumi.Map); is {
				delete(spec, "multiClusterTargetGroup")
			}
		},
		line: "fails after ... changes: TargetGroupBinding api-blue-targets: TargetGroup ...", reason: "...TargetGroup ... is already bound...",
		back: rehearsal.BackWorks,
	},
	{
		name: "a certificate of one name names it", edit: "two hosts become one",
		kind: "aws:acm/certificate:Certificate",
		takeOut: func(certificate *pulumi.ResourceTransformArgs) {
			if names, is := certificate.Props["subjectAlternativeNames"].(pulumi.Array); is && len(names) == 1 {
				delete(certificate.Props, "subjectAlternativeNames")
			}
		},
		line: "fails after ... changes: CertificateValidation certificate-issued: ValidationRecordFqdns: missing ...", reason: "...missing ... DNS validation record: _....dev.stockindicator.com",
		back: rehearsal.BackWorks,
	},
	{
		name: "a major version is allowed", edit: "a major version of the database in dev",
		kind: "aws:rds/instance:Instance",
		takeOut: func(database *pulumi.ResourceTransformArgs) {
			delete(database.Props, "allowMajorVersionUpgrade")
		},
		line: "fails after ... changes: Instance database-instance: InvalidParameterCombination: ...", reason: "...AllowMajorVersionUpgrade flag must be present...",
		back: rehearsal.BackWorks,
	},
	{
		name: "a cluster keeps its subnets", edit: "dev with a zone more",
		kind:    "aws:eks/cluster:Cluster",
		takeOut: func(cluster *pulumi.ResourceTransformArgs) { cluster.Opts.IgnoreChanges = nil },
		line:    "fails after ... changes: Cluster cluster-cluster: InvalidParameterException: Provided ...", reason: "...should belong to the exact set of AZs...",
		back: rehearsal.BackWorks,
	},
	{
		// Two owners put the new policy before they take the old one away, as a
		// replacement does.
		name: "a bucket's policy has one owner", edit: "dev with a CDN",
		kind: "aws:s3/bucketPolicy:BucketPolicy",
		takeOut: func(policy *pulumi.ResourceTransformArgs) {
			policy.Opts.ReplaceOnChanges = []string{"policy"}
		},
		line: "comes up, but not as declared: BucketPolicy bucket-static-policy: it is ...", reason: "it is declared, and gone from the cloud",
		back: rehearsal.BackFails,
	},
}

// out is a program from which the mend is taken out.
func (m mend) out(program cli.Program) cli.Program {
	whole := program.Deploy
	program.Deploy = func(ctx *pulumi.Context) error {
		register := m.changed
		if m.early != nil {
			register = m.unordered
		}
		if err := register(ctx); err != nil {
			return err
		}
		return whole(ctx)
	}
	return program
}

// changed has the engine take the mend out of what is registered.
func (m mend) changed(ctx *pulumi.Context) error {
	return ctx.RegisterResourceTransform(func(_ context.Context, made *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
		if made.Type != m.kind {
			return nil
		}
		m.takeOut(made)
		return &pulumi.ResourceTransformResult{Props: made.Props, Opts: made.Opts}
	})
}

// unordered takes it out in the program, which waits for what comes before: the engine
// is told too late.
func (m mend) unordered(ctx *pulumi.Context) error {
	return ctx.RegisterStackTransformation(func(made *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
		if made.Type != m.kind || !m.early(made.Name) {
			return nil
		}
		options, err := pulumi.NewResourceOptions(made.Opts...)
		if err != nil {
			return nil // the registration says so
		}
		return &pulumi.ResourceTransformationResult{Props: made.Props, Opts: []pulumi.ResourceOption{
			pulumi.Parent(options.Parent), pulumi.Aliases(options.Aliases), pulumi.Version(options.Version),
		}}
	})
}

// mended is the program that a test asks for: the whole one, or without a mend.
func mended(program cli.Program) cli.Program {
	for _, m := range mends {
		if m.name == os.Getenv(without) {
			return m.out(program)
		}
	}
	return program
}

// TestAMendThatIsTakenOutIsMissed tests the rehearsal itself: an edit that works fails
// when what makes it work is taken out of the program.
func TestAMendThatIsTakenOutIsMissed(t *testing.T) {
	t.Parallel()
	if os.Getenv("GROUNDWORK_EDITS") == "" {
		t.Skip("make edits takes the mends out")
	}
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	edits := readEdits(t)
	home := t.TempDir()
	bringUp(t, project, home, edits)
	for _, m := range mends {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			at := slices.IndexFunc(edits, func(e edit) bool { return e.Name == m.edit })
			require.GreaterOrEqual(t, at, 0, "no edit %q", m.edit)
			works := edits[at]
			require.Equal(t, "works", works.Verdict, "with the mend")
			line, code, outcome := call(t, project, checkout(t, project, works), home, works, without+"="+m.name)
			assert.Regexp(t, pattern(m.line), line)
			assert.Regexp(t, pattern(m.reason), outcome.Reason)
			assert.Equal(t, [2]any{rehearsal.Fails, m.back}, [2]any{outcome.Verdict, outcome.Back}, line)
			assert.Equal(t, cli.ExitFails, code, line)
		})
	}
}

// bringUp leaves in the home, for all of them, the base as the whole program makes it.
func bringUp(t *testing.T, project engine.Project, home string, edits []edit) {
	t.Helper()
	at := slices.IndexFunc(edits, func(e edit) bool { return e.Verdict == "unchanged" && e.Stack == "dev" && e.System == "stockindicator" })
	require.GreaterOrEqual(t, at, 0)
	line, _, outcome := call(t, project, checkout(t, project, edits[at]), home, edits[at])
	require.Equal(t, rehearsal.Unchanged, outcome.Verdict, line)
	kept, err := filepath.Glob(filepath.Join(home, "rehearsals", "clouds", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, kept, "the base is kept")
}
