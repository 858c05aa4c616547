package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// Diff is a block of Markdown with what changes of a resource: a heading, why it
// is replaced, and the properties, old and new. It is complete in itself and safe
// whatever the names and values are.
func Diff(resource changes.Resource) string { return fenced("diff", diffLines(resource)) }

// fenced is a block of code. Each line begins with something of ours, so none ends
// it; the fence is longer than any run of backticks all the same.
func fenced(language string, lines []string) string {
	body := strings.Join(lines, "\n")
	fence := strings.Repeat("`", max(3, ticks(body)+1))
	return fence + language + "\n" + body + "\n" + fence + "\n"
}

const (
	// propertiesAtMost and linesAtMost bound what one resource may fill.
	propertiesAtMost = 40
	linesAtMost      = 60
	// inputsAtMost is how many inputs of a new resource are shown.
	inputsAtMost = 12
)

// diffLines are the lines of a diff. A line begins with "+ " for what comes, "- "
// for what goes, "! " for what changes unseen, "# " for remarks, "@@ " for the
// heading, "  " for what stays.
func diffLines(resource changes.Resource) []string {
	lines := []string{fmt.Sprintf("@@ %s  %s  %s @@", resource.Operation, brief(resource.Name), brief(resource.Type))}
	lines = append(lines, reasons(resource)...)
	properties := resource.Properties
	if resource.Operation == changes.Create && len(properties) == 0 {
		properties = inputs(resource.After)
	}
	most := propertiesAtMost
	if resource.Operation == changes.Create || resource.Operation == changes.Import {
		most = inputsAtMost
	}
	if resource.Operation == changes.Delete || resource.Operation == changes.Forget {
		most = 0
	}
	for i, property := range properties {
		if i == most {
			if most > 0 {
				lines = append(lines, fmt.Sprintf("# and %d more", len(properties)-most))
			}
			break
		}
		lines = append(lines, propertyLines(property)...)
	}
	return lines
}

// reasons say why something happens to a resource, and what happens besides.
func reasons(resource changes.Resource) []string {
	var lines []string
	remark := func(format string, args ...any) {
		lines = append(lines, "# "+shorten(clean(shorten(fmt.Sprintf(format, args...), 4*longest)), 2*longest))
	}
	if resource.ID != "" {
		remark("id %s", shorten(resource.ID, longest))
	}
	if len(resource.Because) > 0 {
		remark("replaced because of %s", few(resource.Because))
	}
	if resource.Operation == changes.Replace && resource.DeletedFirst {
		remark("the old one is deleted before the new one exists")
	}
	if len(resource.Follows) > 0 && resource.Operation != changes.Create {
		remark("follows from %s", few(names(resource.Follows)))
	}
	if resource.Protected {
		remark("protected: the engine refuses to delete it")
	}
	if resource.Retained {
		remark("stays in the cloud")
	}
	return lines
}

// names are the logical names at the ends of URNs.
func names(urns []string) []string {
	found := make([]string, 0, len(urns))
	for _, urn := range urns {
		found = append(found, urn[strings.LastIndex(urn, "::")+1:])
	}
	for i := range found {
		found[i] = strings.TrimPrefix(found[i], ":")
	}
	return found
}

// fewAtMost is how many names a sentence lists.
const fewAtMost = 5

// few lists names and counts those that don't fit.
func few(all []string) string {
	if rest := len(all) - fewAtMost; rest > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(all[:fewAtMost], ", "), rest)
	}
	return strings.Join(all, ", ")
}

// inputs are a new resource's, as properties that are added.
func inputs(after map[string]any) []changes.Property {
	var properties []changes.Property
	for _, key := range slices.Sorted(maps.Keys(after)) {
		if !strings.HasPrefix(key, "__") {
			properties = append(properties, changes.Property{Path: key, After: after[key]})
		}
	}
	return properties
}

// propertyLines are the lines of one property.
func propertyLines(property changes.Property) []string {
	path := brief(property.Path)
	why := ""
	if property.Replaces {
		why = "   (replaces it)"
	}
	before, after := property.Before, property.After
	if before == changes.Secret && after == changes.Secret {
		return []string{fmt.Sprintf("! %s: another %s%s", path, changes.Secret, why)}
	}
	if long(before) || long(after) {
		return append([]string{"! " + path + ":" + why}, compared(lines(before), lines(after))...)
	}
	var said []string
	if before != nil {
		said = append(said, fmt.Sprintf("- %s: %s", path, shown(before)))
	}
	if after != nil {
		said = append(said, fmt.Sprintf("+ %s: %s%s", path, shown(after), why))
	} else if len(said) > 0 {
		said[0] += why
	}
	return said
}
