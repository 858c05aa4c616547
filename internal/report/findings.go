package report

import (
	"fmt"
	"strings"

	"groundwork/internal/danger"
)

const (
	// findingsAtMost is how many interruptions and exposures of a stack are told
	// outside of the detail.
	findingsAtMost = 15
	// perComponent is how many interruptions of one component are told: when a
	// load balancer goes, its rules go too. Each exposure is of its own kind.
	perComponent = 2
)

// group is what is found of one level about one component.
type group struct {
	told []danger.Finding
	more int
}

// groups are the interruptions and exposures, in their order.
func groups(findings []danger.Finding) []*group {
	type key struct {
		level     danger.Level
		component string
	}
	places := map[key]*group{}
	var all []*group
	for _, finding := range findings {
		if finding.Blocks() || finding.Level == danger.None {
			continue
		}
		k := key{finding.Level, finding.Component}
		if places[k] == nil {
			places[k] = &group{}
			all = append(all, places[k])
		}
		if g := places[k]; finding.Level == danger.Downtime && len(g.told) == perComponent {
			g.more++
		} else {
			g.told = append(g.told, finding)
		}
	}
	return all
}

// lines is a group as entries of a list.
func (g *group) lines() []string {
	var lines []string
	for _, finding := range g.told {
		line := fmt.Sprintf("- **%s**, %s: %s", title(finding.Level), Escape(finding.Name), prose(finding.Loss))
		if finding.Advice != "" {
			line += ". *Instead:* " + prose(finding.Advice)
		}
		lines = append(lines, line)
	}
	if g.more > 0 {
		lines[len(lines)-1] += fmt.Sprintf(". And %d more in %s", g.more, Escape(g.told[0].Component))
	}
	return lines
}

// writeFindings takes as many as there is room for.
func (s *section) writeFindings() string {
	if !s.told {
		return ""
	}
	var lines []string
	for _, g := range groups(s.stack.Findings) {
		lines = append(lines, g.lines()...)
	}
	if rest := len(lines) - findingsAtMost; rest > 0 {
		lines = append(lines[:findingsAtMost], fmt.Sprintf("- and %d more", rest))
	}
	for len(lines) > 0 {
		block := strings.Join(lines, "\n") + "\n"
		if s.page.fits(block) {
			s.findings = s.page.must(block)
			return ""
		}
		s.page.missed(cutFindings)
		lines = lines[:len(lines)/2]
	}
	return ""
}
