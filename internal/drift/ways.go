package drift

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/danger"
	"groundwork/internal/report"
)

const (
	// targetLimit is how many URNs a command names; with more it is about the
	// whole stack.
	targetLimit = 5
	// importLimit is how many undeclared resources get a command of their own.
	importLimit = 10
	// warningLimit is how many dangers of putting back are named.
	warningLimit = 10
)

// pulumi is the beginning of a command about the stack.
func (d Drift) pulumi(verb string) string {
	folder := ""
	if d.Folder != "" && d.Folder != "." {
		folder = " --cwd " + shellWord(d.Folder)
	}
	return "pulumi " + verb + folder + " --stack " + shellWord(d.Stack)
}

// groundwork is a command of ours about the stack.
func (d Drift) groundwork(flags string) string {
	return "groundwork drift --system " + shellWord(d.System) + " --stack " + shellWord(d.Stack) + " " + flags
}

// targets names the drifted resources, or none when there are too many.
func (d Drift) targets(wanted func(Item) bool) string {
	var urns []string
	for _, items := range d.declared() {
		for _, item := range items {
			if wanted(item) {
				urns = append(urns, " --target "+shellWord(item.URN))
			}
		}
	}
	if len(urns) > targetLimit {
		return ""
	}
	return strings.Join(urns, "")
}

// ways are the two ways on, with the commands.
func (d Drift) ways() string {
	var out strings.Builder
	out.WriteString("## The two ways on\n\n")
	if len(d.Deleted)+len(d.Changed) > 0 {
		out.WriteString(d.acceptDeclared())
	}
	if len(d.Undeclared) > 0 {
		out.WriteString(d.acceptUndeclared())
	}
	out.WriteString(d.putBack())
	return out.String()
}

func (d Drift) acceptDeclared() string {
	what := []string{}
	if len(d.Changed) > 0 {
		what = append(what, "write what the cloud has")
	}
	if len(d.Deleted) > 0 {
		what = append(what, "take out what was deleted")
	}
	return fmt.Sprintf("**Accept it.** In %s, or in the component where no key says it, %s. "+
		"Then let the state follow; the preview must show no change:\n\n%s\n",
		report.Escape("Pulumi."+d.Stack+".yaml"), strings.Join(what, " and "),
		fence("sh", []string{d.pulumi("refresh") + d.targets(func(Item) bool { return true }), d.pulumi("preview") + " --diff"}))
}

func (d Drift) acceptUndeclared() string {
	var lines []string
	for i, one := range d.Undeclared {
		if i == importLimit {
			lines = append(lines, fmt.Sprintf("# and %d more", len(d.Undeclared)-i))
			break
		}
		lines = append(lines, d.importCommand(one))
	}
	return "**Accept what is undeclared.** Declare it in the program and import it under the name it has there; " +
		"[the type's page](https://www.pulumi.com/registry/packages/aws/api-docs/) says what `TYPE` and its id are. " +
		"Or, when it belongs to somebody else, take the tags `System`, `Environment` and `ManagedBy` off it, or write in a DNS record's comment whose it is:\n\n" +
		fence("sh", lines) + "\n"
}

func (d Drift) putBack() string {
	var out strings.Builder
	out.WriteString("**Put it back.** ")
	if unset := d.unset(); len(unset) > 0 {
		out.WriteString("What the program does not set, no update takes back. Take it back in the console or with the AWS CLI, a release with `helm rollback`: " +
			strings.Join(unset, ", ") + ".\n\n")
	}
	oneWay := d.oneWay()
	out.WriteString(kept(oneWay))
	goesBack := func(i Item) bool {
		return i.updatable() && !slices.ContainsFunc(oneWay, func(f danger.Finding) bool { return f.URN == i.URN })
	}
	if slices.ContainsFunc(d.Changed, goesBack) || len(d.Deleted) > 0 {
		out.WriteString("An update alone puts nothing back: it compares the program with a state that does not know " +
			"of the drift. The refresh tells it, and the update asks before it acts. " +
			"What the program ignores (`ignoreChanges`) stays as it is:\n\n")
		out.WriteString(fence("sh", []string{d.pulumi("up") + " --refresh" + d.targetsBut(oneWay, goesBack)}))
		out.WriteString(d.warnings())
		out.WriteString(d.automatic())
	}
	if len(d.Undeclared) > 0 {
		out.WriteString("What is undeclared is deleted by hand, in the console or with the AWS CLI. " +
			"AWS lists some resources [for hours after they are gone](https://github.com/aws/aws-cli/issues/8197): look whether it exists first.\n")
	}
	return out.String()
}

// updatable tells whether an update puts something of it back.
func (i Item) updatable() bool { return len(i.Properties) == 0 || len(i.Unset) < len(i.Properties) }

// unset are what no update puts back: the property of the resource.
func (d Drift) unset() []string {
	var all []string
	for _, item := range d.Changed {
		for _, path := range item.Unset {
			if len(all) == warningLimit {
				return append(all, "and more")
			}
			all = append(all, report.Escape(path)+" of "+report.Escape(item.Name))
		}
	}
	return all
}

// warnings are the dangers of putting back. A deleted data store is the worst of
// them: it comes back, and it is empty.
func (d Drift) warnings() string {
	var lines []string
	for _, item := range d.Deleted {
		if holdsData(item.Type) {
			lines = append(lines, "- "+report.Escape(item.Name)+" held data and would come back empty: restore it from a backup first\n")
		}
	}
	for _, finding := range danger.Judge(d.reverse()) {
		if finding.Level != danger.None && finding.Level != danger.Refused { // see kept
			lines = append(lines, "- "+string(finding.Level)+": "+report.Escape(finding.Loss)+"\n")
		}
	}
	if len(lines) == 0 {
		return ""
	}
	if more := len(lines) - warningLimit; more > 0 {
		lines = append(lines[:warningLimit], fmt.Sprintf("- and %d more\n", more))
	}
	return "\nBefore you do:\n\n" + strings.Join(lines, "")
}

// automatic says how much of it needs no person.
func (d Drift) automatic() string {
	remedy := Remediate(d)
	if len(remedy.Safe) == 0 {
		return "\nNone of it is marked safe to put back without a person.\n\n"
	}
	return fmt.Sprintf("\n%d of %d are marked safe to put back without a person:\n\n%s\n",
		len(remedy.Safe), len(remedy.Safe)+len(remedy.Refused), fence("sh", []string{d.groundwork("--remediate")}))
}
