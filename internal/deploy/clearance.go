package deploy

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/forge"
)

// Answer is whether a plan is carried out.
type Answer string

// The answers.
const (
	// Go carries it out.
	Go Answer = "go"
	// Wait shows it, and nothing is changed before somebody says so.
	Wait Answer = "wait"
	// Stale is a plan that was shown and is another one now.
	Stale Answer = "stale"
	// Denied is somebody's word who has none in this.
	Denied Answer = "denied"
)

// Case is a plan that somebody wants carried out.
type Case struct {
	Stack string
	Rule  Rule
	// Digest is the plan's, Shown that of the plan that was shown before, Approve the
	// one that somebody wrote; "" is none.
	Digest, Shown, Approve string
	// InJob is true in a job of a forge. Guard is what the forge asks before it, nil
	// where it asks nothing.
	InJob bool
	Guard *forge.Guard
	// Actors are who started the job, and who started it again.
	Actors []string
}

// Clear decides, and says why in one sentence.
func (c Case) Clear() (Answer, string) {
	for _, wanted := range []string{c.Shown, c.Approve} {
		if wanted != "" && wanted != c.Digest {
			return Stale, fmt.Sprintf("the plan is %s now, not %s: nothing was changed; plan again (in a job: start it anew, or re-run all of its jobs)", c.Digest, wanted)
		}
	}
	switch {
	case c.Rule.When == Push:
		return Go, "each push deploys it"
	case c.Guard != nil && c.Guard.Reviewers:
		return Go, "the forge asks the reviewers of its environment"
	case !c.InJob && c.Approve != "":
		return Go, "it is the plan that was approved"
	case !c.InJob:
		return Wait, fmt.Sprintf("nothing was changed: to carry the plan out, add --approve %s", c.Digest)
	}
	return c.byName()
}

// byName is the way where the forge has no reviewers: people whom the checkout names
// start the workflow again, with the digest of the plan that they have read.
func (c Case) byName() (Answer, string) {
	if len(c.Rule.Approvers) == 0 {
		return Denied, fmt.Sprintf("the forge asks no reviewers before %s is deployed, and %s names nobody who may have it done: write approvers under stacks.%s", c.Stack, File, c.Stack)
	}
	named := strings.Join(c.Rule.Approvers, ", ")
	if c.Approve == "" {
		return Wait, fmt.Sprintf("nothing was changed: to have the plan carried out, one of %s starts the workflow again with approve: %s", named, c.Digest)
	}
	stranger := func(actor string) bool { return !forge.Among(c.Rule.Approvers, actor) }
	if at := slices.IndexFunc(c.Actors, stranger); at >= 0 || len(c.Actors) == 0 {
		return Denied, fmt.Sprintf("%s may not have %s deployed: nothing was changed; %s names %s", strings.Join(c.Actors, " or "), c.Stack, File, named)
	}
	return Go, fmt.Sprintf("%s approved it", strings.Join(c.Actors, " and "))
}

// Open is what is wrong with how the forge guards an environment whoever approves
// there, "" for nothing: a job of any branch would get its role.
func (c Case) Open() string {
	if !c.InJob || c.Guard == nil || c.Guard.Branches {
		return ""
	}
	return fmt.Sprintf("the environment %s lets the jobs of every branch in, and its deploy role with them: give it deployment branches, main only (docs/operations.md, 2)", c.Stack)
}
