package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
	"groundwork/internal/forge"
	"groundwork/internal/report"
	"groundwork/internal/review"
	"groundwork/internal/stage"
)

// previewComment is one call of preview-comment.
type previewComment struct {
	program Program
	selection
	paper
	local  bool
	base   string
	from   []string
	pull   int
	noPost bool
}

func previewCommentCommand(program Program) *cobra.Command {
	call := previewComment{program: program}
	command := &cobra.Command{
		Use:   "preview-comment",
		Short: "Tell on a pull request what it does to each stack",
		Long: `Preview every stack and keep one comment on the pull request that says what
would change, what could be lost, and what it costs.

Stacks are previewed where pulumi is logged in. With --local no account is needed:
the base and the checkout are compared in the local cloud. With --from the previews
are read from files: pulumi preview --json, or an event log.

Each stack that changes is rehearsed: the change is carried out in a throw-away cloud
and taken back (see groundwork rehearse), with --local on what the base describes,
otherwise on a cloud that is made from the stack's state, which is only read. What came
of that is the first thing it says.

Data that would be lost blocks (exit code 3), and so does a way back that fails, and in
production one that there is not (exit code 4), until the pull request has the label
` + report.ApprovalLabel + `, set after the comment named it. No label lifts
what is protected (exit code 3), what can't be carried out (2) or would fail (4).

The pull request, the repository and the token come from the job of GitHub Actions
or Gitea Actions (GITHUB_TOKEN, GITEA_TOKEN).

Exit codes, the first that holds: 1 a preview or the posting failed; 2 a wrong command
line, or a stack file or change that is refused; 3 data would be lost, and nobody
approved it; 4 the change would fail, or there is no way back that is needed; 0 told.`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return call.run(command) },
	}
	flags := command.Flags()
	call.selection.flags(command)
	call.paper.flags(command)
	flags.BoolVar(&call.local, "local", false, "compare with --base in the local cloud, without any account")
	flags.StringVar(&call.base, "base", "", "the commit to compare with, and to go back to (default: the pull request's base)")
	flags.StringArrayVar(&call.from, "from", nil, "read a preview from this file; may be repeated")
	flags.IntVar(&call.pull, "pull-request", 0, "the pull request's number (default: the job's)")
	flags.BoolVar(&call.noPost, "no-post", false, "only print the report")
	return command
}

func (p *previewComment) run(command *cobra.Command) error {
	if err := p.check(); err != nil {
		return usageError{err}
	}
	place, about, reach := forge.FromEnvironment(os.Getenv)
	if p.pull != 0 {
		about.Pull = p.pull
	}
	if !p.noPost {
		if reach != nil {
			return usageError{fmt.Errorf("%w, or only print the report: --no-post", reach)}
		}
		if about.Pull == 0 {
			return usageError{errors.New("this job is not about a pull request: say --pull-request N, or --no-post")}
		}
	}
	stacks, err := p.stacks(command.Context(), command.ErrOrStderr(), about)
	if err != nil {
		return err
	}
	told := report.Review{Stacks: stacks, Base: about.Base, Head: about.Head, Against: p.against(stacks), RunURL: about.RunURL}
	var posting error
	if !p.noPost {
		var posted review.Posted
		posted, posting = review.Post(command.Context(), place, about.Pull, told, p.terms(command.Context(), about))
		told = posted.Review
		if posting == nil {
			fmt.Fprintln(command.ErrOrStderr(), "the comment:", posted.URL)
		}
	}
	// What could not be posted still lands in the file and the job's summary.
	if err := errors.Join(posting, p.write(command.OutOrStdout(), reviewPaper{told})); err != nil {
		return err
	}
	return outcome(told)
}

func (p *previewComment) check() error {
	switch {
	case p.local && len(p.from) > 0:
		return errors.New("--local and --from exclude each other")
	case p.base != "" && len(p.from) > 0:
		return errors.New("--base and --from exclude each other")
	}
	return p.paper.check()
}

// outcome is how the command ends once all is told.
func outcome(told report.Review) error {
	switch review.End(told) {
	case review.Untold:
		return failure{}
	case review.Refused:
		return failure{exit: ExitUsage}
	case review.Loses:
		return failure{blocked: true}
	case review.Fails:
		return failure{exit: ExitFails}
	}
	return nil
}

// stacks previews what is selected.
func (p *previewComment) stacks(ctx context.Context, messages io.Writer, about forge.Context) (stacks []report.Stack, err error) {
	if len(p.from) > 0 {
		return fromFiles(p.from)
	}
	project, err := findProject()
	if err != nil {
		return nil, err
	}
	if _, err := readPolicy(project); err != nil {
		return nil, err // it would stop the deployment
	}
	refs, missing := p.find(project)
	source, err := p.source(ctx, project, messages, about)
	if err != nil {
		return nil, cmp.Or(missing, err)
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	gone, err := source.gone(ctx, p.selection)
	if err != nil || len(gone) == 0 && missing != nil {
		return nil, cmp.Or(missing, err)
	}
	stacks = make([]report.Stack, len(refs))
	stage.Each(len(refs), func(i int) {
		if ctx.Err() == nil {
			stacks[i] = source.preview(ctx, refs[i])
		}
	})
	if ctx.Err() != nil {
		return nil, failure{interrupted: true}
	}
	return append(stacks, gone...), nil
}

func (p *previewComment) source(ctx context.Context, project engine.Project, messages io.Writer, about forge.Context) (previewSource, error) {
	options := stage.Options{Project: project, Base: cmp.Or(p.base, about.Base), Program: p.program.onStage, Messages: messages}
	if p.local && options.Base == "" {
		return nil, usageError{errors.New("what to compare with is not known: say --base COMMIT")}
	}
	on, err := stage.Open(ctx, options)
	if !p.local && p.base == "" && errors.Is(err, stage.ErrNoBase) {
		// It was not asked for: a job that fetched no more than the head.
		fmt.Fprintln(messages, "no way back is tried, and no stack that is gone is told:", err)
		options.Base = ""
		on, err = stage.Open(ctx, options)
	}
	if err != nil {
		return nil, asWrongBase(err)
	}
	if p.local {
		return onStage{p.program, on}, nil
	}
	account, err := engine.OpenAccount(ctx, project, engine.Silent{}, messages)
	if err != nil {
		return nil, errors.Join(err, on.Close())
	}
	leftOut := func(stack string) bool { return p.program.LeftOut != nil && p.program.LeftOut(project.Root, stack) }
	return onAccount{account: account, local: onStage{p.program, on}, leftOut: leftOut}, nil
}
