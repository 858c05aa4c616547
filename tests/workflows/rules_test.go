package workflows

import (
	"fmt"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// rule says what is wrong with a file, "" for each thing that isn't.
type rule func(file, tree) []string

// rules are what actionlint does not ask for.
var rules = []rule{
	pinned,
	jobsAreBounded,
	permissionsAreMinimal,
	deploymentsTakeTurns,
	strangersGetNothing,
	eventsAreSafe,
	scriptsHoldNoExpressions,
	credentialsDoNotPersist,
	noKeys,
	listsComeFromTheTree,
	samePulumi,
}

func problems(f file, t tree) []string {
	var found []string
	for _, check := range rules {
		for _, problem := range check(f, t) {
			if problem != "" {
				found = append(found, problem)
			}
		}
	}
	return found
}

// forEachJob asks about each job of a workflow.
func forEachJob(f file, check func(name string, j job) string) []string {
	var found []string
	for _, name := range f.jobNames() {
		found = append(found, check(name, f.Jobs[name]))
	}
	return found
}

var (
	commit  = regexp.MustCompile(`@[0-9a-f]{40}$`)
	release = regexp.MustCompile(`^# v\d+\.\d+\.\d+$`)
)

// pinned: a tag can be moved to other code, a commit can't. The comment is for
// people, and for the robots that propose newer ones.
func pinned(f file, _ tree) []string {
	uses := []yaml.Node{}
	for _, name := range f.jobNames() {
		uses = append(uses, f.Jobs[name].Uses)
	}
	for _, s := range f.steps() {
		uses = append(uses, s.Uses)
	}
	var found []string
	for _, used := range uses {
		switch {
		case used.Value == "" || strings.HasPrefix(used.Value, "./"):
		case !commit.MatchString(used.Value):
			found = append(found, fmt.Sprintf("%s is not pinned to a commit", used.Value))
		case !release.MatchString(used.LineComment):
			found = append(found, fmt.Sprintf("%s does not say its release in a comment: # v1.2.3", used.Value))
		}
	}
	return found
}

// jobsAreBounded: a job that hangs costs six hours otherwise.
func jobsAreBounded(f file, _ tree) []string {
	return forEachJob(f, func(name string, j job) string {
		if j.Timeout > 0 {
			return ""
		}
		return fmt.Sprintf("job %s has no timeout-minutes", name)
	})
}

// permissionsAreMinimal: nothing for all jobs together, then what each one needs.
func permissionsAreMinimal(f file, _ tree) []string {
	if !f.isWorkflow() {
		return nil
	}
	found := forEachJob(f, func(name string, j job) string {
		switch {
		case j.Permissions.IsZero():
			return fmt.Sprintf("job %s has no permissions of its own", name)
		case j.Permissions.Kind != yaml.MappingNode:
			return fmt.Sprintf("job %s has permissions %s: name each", name, j.Permissions.Value)
		}
		return ""
	})
	if f.Permissions.Kind != yaml.MappingNode || len(f.Permissions.Content) > 0 {
		found = append(found, "the workflow's permissions are not {}")
	}
	return found
}

var changesStacks = regexp.MustCompile(`groundwork deploy up|pulumi (up|update|destroy|refresh|import)\b|drift .*--remediate`)

// deploymentsTakeTurns: two updates of one stack would fight for its lock, and one
// that is cut off leaves it locked.
func deploymentsTakeTurns(f file, _ tree) []string {
	return forEachJob(f, func(name string, j job) string {
		for _, s := range j.Steps {
			if !changesStacks.MatchString(s.Run) {
				continue
			}
			group := j.Concurrency.Group
			if !strings.Contains(group, "system") || !strings.Contains(group, "stack") || j.Concurrency.Cancel != "false" {
				return fmt.Sprintf("job %s changes a stack without concurrency of its own for system and stack, with cancel-in-progress: false", name)
			}
		}
		return ""
	})
}

// eventsAreSafe: both run with this repository's secrets on behalf of a stranger.
func eventsAreSafe(f file, _ tree) []string {
	var found []string
	for _, event := range f.triggers() {
		if event == "pull_request_target" || event == "workflow_run" {
			found = append(found, fmt.Sprintf("on %s: a stranger's pull request must not meet our credentials", event))
		}
	}
	return found
}

// scriptsHoldNoExpressions: an expression is pasted into the script before the shell
// reads it, so whoever writes its value writes code. The environment is safe.
func scriptsHoldNoExpressions(f file, _ tree) []string {
	var found []string
	for _, s := range f.steps() {
		if strings.Contains(s.Run, "${{") {
			found = append(found, fmt.Sprintf("run %q has an expression in it: hand it over in env", strings.TrimSpace(s.Run)))
		}
	}
	return found
}

// credentialsDoNotPersist: checkout otherwise leaves the token in .git/config, for
// all that runs later.
func credentialsDoNotPersist(f file, _ tree) []string {
	var found []string
	for _, s := range f.steps() {
		if strings.Contains(s.Uses.Value, "actions/checkout@") && s.With["persist-credentials"] != "false" {
			found = append(found, "checkout without persist-credentials: false")
		}
	}
	return found
}

// samePulumi: previews and deployments use the CLI that the tests use.
func samePulumi(f file, t tree) []string {
	var found []string
	for _, s := range f.steps() {
		if strings.Contains(s.Uses.Value, "pulumi/actions@") && s.With["pulumi-version"] != t.pulumi {
			found = append(found, fmt.Sprintf("pulumi-version %q is not internal/engine's %q", s.With["pulumi-version"], t.pulumi))
		}
	}
	return found
}
