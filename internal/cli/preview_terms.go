package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/deploy"
	"groundwork/internal/forge"
	"groundwork/internal/report"
	"groundwork/internal/review"
)

// terms are what an approval has to be: as the base says, which a pull request can't
// change for itself.
func (p *previewComment) terms(ctx context.Context, about forge.Context) review.Terms {
	terms := review.Terms{Pusher: about.Pusher}
	project, err := findProject()
	if err != nil {
		return terms // previews from files
	}
	text, err := deploy.Repository{Root: project.Root}.At(ctx, cmp.Or(p.base, about.Base), deploy.File)
	terms.ByAuthor = err == nil && deploy.ByAuthor(text)
	return terms
}

// against says what the change is compared with.
func (p *previewComment) against(stacks []report.Stack) string {
	project, err := findProject()
	switch {
	case p.local:
		return "the base, in the local cloud"
	case err != nil || p.program.LeftOut == nil || len(p.from) > 0:
		return deployed
	}
	var outside []string
	for _, stack := range stacks {
		if name := stack.Set.Stack; p.program.LeftOut(project.Root, name) && !slices.Contains(outside, name) {
			outside = append(outside, name)
		}
	}
	if len(outside) == 0 {
		return deployed
	}
	return fmt.Sprintf("%s, but %s, which the account leaves out of previews, with the base, in the local cloud", deployed, strings.Join(outside, " and "))
}

// deployed is what a preview on an account compares with.
const deployed = "what is deployed"
