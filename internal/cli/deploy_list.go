package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"groundwork/internal/deploy"
	"groundwork/internal/engine"
)

func deployListCommand() *cobra.Command {
	var call deployRun
	var asJSON bool
	command := &cobra.Command{
		Use: "list", Short: "List the stacks of the checkout",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			project, err := findProject()
			if err != nil {
				return err
			}
			refs, err := call.selected(command.Context(), project)
			if err != nil {
				return err
			}
			if asJSON {
				return call.list(command, refs)
			}
			for _, ref := range refs {
				fmt.Fprintln(command.OutOrStdout(), ref)
			}
			return nil
		},
	}
	call.selection.flags(command)
	command.Flags().BoolVar(&call.pushed, "pushed", false, "only stacks that each push deploys")
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON, for a workflow's matrix")
	return command
}

// ofAccount tells whether a name is that of the account's own program.
func ofAccount(project engine.Project, name string) bool {
	systems, err := project.Systems()
	_, there := project.System(name)
	return err == nil && there == nil && !slices.ContainsFunc(systems, func(system engine.System) bool { return system.Name == name })
}

// list prints the stacks as a matrix's include.
func (d *deployRun) list(command *cobra.Command, refs []stackRef) error {
	type entry struct {
		System string `json:"system"`
		Stack  string `json:"stack"`
	}
	entries := []entry{}
	for _, ref := range refs {
		entries = append(entries, entry{ref.system.Name, ref.stack})
	}
	return json.NewEncoder(command.OutOrStdout()).Encode(entries)
}

// selected are the stacks that the command is about. With pushed there may be none.
func (d *deployRun) selected(ctx context.Context, project engine.Project) ([]stackRef, error) {
	d.repository = deploy.Repository{Root: project.Root}
	policy, err := readPolicy(project)
	if err != nil {
		return nil, err
	}
	d.policy = policy
	d.ofSystems = true
	if slices.ContainsFunc(d.systems, func(name string) bool { return ofAccount(project, name) }) {
		return nil, usageError{errors.New("the account's own stack decides what deployments may do, so none of them deploys it: " +
			"an administrator does, with pulumi up in its folder (docs/operations.md, 1)")}
	}
	refs, err := d.find(project)
	if err != nil {
		return nil, cmp.Or(d.removed(ctx, project), err)
	}
	if !d.pushed {
		return refs, nil
	}
	var pushed []stackRef
	for _, ref := range refs {
		if d.policy.Rule(ref.stack).When == deploy.Push {
			pushed = append(pushed, ref)
		}
	}
	return pushed, nil
}

// removed says of a stack whose file the checkout had once that the cloud still has it.
func (d *deployRun) removed(ctx context.Context, project engine.Project) error {
	systems, err := project.Systems()
	if err != nil {
		return nil // that was told
	}
	for _, system := range systems {
		for _, stack := range d.stacks {
			file, err := filepath.Rel(project.Root, system.StackFile(stack))
			if err == nil && wanted(d.systems, system.Name) && d.repository.Removed(ctx, file) {
				return usageError{fmt.Errorf("%s was removed from the repository, not from the cloud: docs/data-loss.md has the ways on", file)}
			}
		}
	}
	return nil
}

// readPolicy reads how the checkout's stacks are deployed.
func readPolicy(project engine.Project) (deploy.Policy, error) {
	systems, err := project.Systems()
	if err != nil {
		return deploy.Policy{}, usageError{err}
	}
	var stacks []string
	for _, system := range systems {
		for _, stack := range system.Stacks() {
			if !slices.Contains(stacks, stack) {
				stacks = append(stacks, stack)
			}
		}
	}
	policy, err := deploy.Read(filepath.Join(project.Root, deploy.File), stacks)
	if err != nil {
		return policy, usageError{err}
	}
	return policy, nil
}
