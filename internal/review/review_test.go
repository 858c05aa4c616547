package review

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/danger"
	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
	"groundwork/internal/gate"
	"groundwork/internal/report"
)

// repository is a pull request on a forge of its own.
type repository struct {
	t      *testing.T
	server *forgetest.Server
	place  forge.Forge
	pull   int
	terms  Terms
}

func newRepository(t *testing.T) *repository {
	t.Helper()
	server := forgetest.NewGitHub("acme/shop")
	t.Cleanup(server.Close)
	place, err := forge.NewGitHub(server.Options(forgetest.User{Login: "github-actions[bot]", App: true}))
	require.NoError(t, err)
	return &repository{t: t, server: server, place: place, pull: server.OpenPull("ann", "A change", "")}
}

// post posts a review that loses what is named, and gives whether it is blocked
// and what the one comment says.
func (r *repository) post(lost ...string) (blocked bool, comment string) {
	r.t.Helper()
	posted, err := Post(r.t.Context(), r.place, r.pull, losing(lost...), r.terms)
	require.NoError(r.t, err)
	comments := r.server.Comments(r.pull)
	require.Len(r.t, comments, 1)
	assert.Equal(r.t, 1, strings.Count(comments[0].Body, Tag()))
	assert.NotEmpty(r.t, posted.URL)
	return isBlocked(posted.Review), comments[0].Body
}

func isBlocked(review report.Review) bool { return Ruling(review).Verdict != gate.Open }

func losing(names ...string) report.Review {
	var stack report.Stack
	stack.Set.System, stack.Set.Stack = "shop", "prod"
	for _, name := range names {
		stack.Findings = append(stack.Findings, danger.Finding{
			URN: "urn:pulumi:prod::shop::aws:rds/instance:Instance::" + name, Name: name, Component: name,
			Level: danger.DataLoss, Loss: "the database is replaced, its data would be lost",
		})
	}
	return report.Review{Stacks: []report.Stack{stack}}
}

func (r *repository) labelled() bool { return len(r.server.Labels(r.pull)) > 0 }

func (r *repository) label() { r.server.AddLabel(r.pull, report.ApprovalLabel) }

func TestALabelApprovesWhatTheCommentShowed(t *testing.T) {
	r := newRepository(t)
	blocked, comment := r.post("orders")
	assert.True(t, blocked)
	assert.Contains(t, comment, "Blocked")
	r.label()
	blocked, comment = r.post("orders")
	assert.False(t, blocked)
	assert.Contains(t, comment, "Approved")
	assert.True(t, r.labelled())
}

func TestALabelDoesNotApproveWhatALaterPushLoses(t *testing.T) {
	r := newRepository(t)
	r.post("orders")
	r.label()
	blocked, comment := r.post("orders", "customers")
	assert.True(t, blocked)
	assert.Contains(t, comment, "add the label again")
	assert.False(t, r.labelled(), "it is taken off")
	r.label()
	blocked, _ = r.post("orders", "customers")
	assert.False(t, blocked, "set again, it counts")
}

func TestALabelThatWasThereBeforeAnythingWasShownApprovesNothing(t *testing.T) {
	r := newRepository(t)
	r.label()
	blocked, _ := r.post("orders")
	assert.True(t, blocked)
	assert.False(t, r.labelled())
}

func TestALabelThatOutlivedItsLossApprovesNothing(t *testing.T) {
	r := newRepository(t)
	r.post("orders")
	r.label()
	r.post()
	assert.True(t, r.labelled(), "nothing is lost, nothing is to be said")
	blocked, _ := r.post("orders")
	assert.True(t, blocked)
	assert.False(t, r.labelled())
}

// Somebody else's comment with our tag and the right mark shows nothing.
func TestAForeignCommentApprovesNothing(t *testing.T) {
	r := newRepository(t)
	r.server.Say("mallory", r.pull, Tag()+"\n"+mark(Lost(losing("orders")))+"\nall is well")
	r.label()
	posted, err := Post(t.Context(), r.place, r.pull, losing("orders"), Terms{})
	require.NoError(t, err)
	assert.True(t, isBlocked(posted.Review))
	assert.Len(t, r.server.Comments(r.pull), 2, "theirs stays, ours is beside it")
}

func TestWithoutAPermissionTheErrorSaysWhatToWrite(t *testing.T) {
	server := forgetest.NewGitHub("acme/shop")
	t.Cleanup(server.Close)
	place, err := forge.NewGitHub(server.Options(forgetest.User{Login: "github-actions[bot]", App: true, ReadOnly: true}))
	require.NoError(t, err)
	posted, err := Post(t.Context(), place, server.OpenPull("ann", "A change", ""), losing("orders"), Terms{})
	assert.ErrorAs(t, err, new(*forge.PermissionError))
	assert.ErrorContains(t, err, "pull-requests: write")
	assert.True(t, isBlocked(posted.Review), "what could not be told is not approved")
}

func TestNoLabelLiftsAProtectionOrARefusal(t *testing.T) {
	for what, c := range map[string]struct {
		change  func(*danger.Finding)
		verdict gate.Verdict
	}{
		"a protection": {func(f *danger.Finding) { f.Protected = true }, gate.Protected},
		"a refusal":    {func(f *danger.Finding) { f.Level = danger.Refused }, gate.Refused},
	} {
		t.Run(what, func(t *testing.T) {
			r := newRepository(t)
			review := losing("orders")
			c.change(&review.Stacks[0].Findings[0])
			for range 2 {
				posted, err := Post(t.Context(), r.place, r.pull, review, Terms{})
				require.NoError(t, err)
				assert.Equal(t, c.verdict, Ruling(posted.Review).Verdict)
				r.label()
			}
			assert.NotContains(t, r.server.Comments(r.pull)[0].Body, "Approved")
		})
	}
}
