package documents

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// walk is walk.yaml.
type walk struct {
	Document, Until, Before string
	Way                     []struct {
		Before           string
		Sections, Stacks []string
	}
	Aside     []*rule
	Otherwise []*rule

	blocks []block
	text   []string
}

// walkable is how commands on the way begin that a walker can run.
var walkable = regexp.MustCompile(`^(bin/groundwork|pulumi|aws|gh|docker|cd|git|rm|for e in|account=|export|of\(\)) ?`)

func readWalk(t *testing.T) *walk {
	t.Helper()
	source, err := os.ReadFile("walk.yaml")
	require.NoError(t, err)
	var w walk
	require.NoError(t, yaml.Unmarshal(source, &w))
	for _, one := range append(w.Aside, w.Otherwise...) {
		require.NotEmpty(t, one.Why, "%+v", one)
	}
	content, err := os.ReadFile(filepath.Join(root, w.Document))
	require.NoError(t, err)
	w.text = strings.Split(string(content), "\n")
	all := readRules(t)
	for _, b := range blocksOf(t, w.Document) {
		if b.section == w.Until {
			return &w
		}
		if !all.isText(b) {
			w.blocks = append(w.blocks, b)
		}
	}
	t.Fatalf("%s has no section %q that shows commands", w.Document, w.Until)
	return nil
}

// place is where a command stands, for whoever has to mend it.
func (w *walk) place(command string) string {
	first, _, _ := strings.Cut(command, "\n")
	for i, line := range w.text {
		if strings.Contains(line, first) {
			return fmt.Sprintf("%s:%d", w.Document, i+1)
		}
	}
	return w.Document
}

// lineOf is what is run for a command, and whether anybody knows it.
func (w *walk) lineOf(b block, command string) (line string, known bool) {
	for _, one := range w.Otherwise {
		if one.fits(b, command) {
			return one.Instead, true
		}
	}
	return command, walkable.MatchString(command)
}

// Each command on the way is walked, or says why not; so does each section.
func TestTheWalkKnowsEveryCommandOnTheWay(t *testing.T) {
	w := readWalk(t)
	walked := map[string]bool{}
	for _, leg := range w.Way {
		for _, section := range leg.Sections {
			walked[section] = true
			assert.True(t, slices.ContainsFunc(w.blocks, func(b block) bool { return b.section == section }), "%s has no section %q that shows commands", w.Document, section)
		}
	}
	for _, b := range w.blocks {
		aside := slices.IndexFunc(w.Aside, func(one *rule) bool { return one.Section == b.section })
		if aside >= 0 {
			w.Aside[aside].used = true
			continue
		}
		assert.True(t, walked[b.section], "%s: the section %q is new on the way: write into tests/documents/walk.yaml when it is walked, or why it isn't", w.place(b.first()), b.section)
		for _, command := range commandsOf(b) {
			_, known := w.lineOf(b, command)
			assert.True(t, known, "%s: %q can't be walked: mend it, or write into tests/documents/walk.yaml what is done instead, and why", w.place(command), command)
		}
	}
	for _, one := range append(w.Aside, w.Otherwise...) {
		assert.True(t, one.used, "nothing in %s fits %+v", w.Document, *one)
	}
}

// An engineer's evening: an empty account, three environments, the API closed, and all
// taken down again.
func TestTheWayFromAnEmptyAccountIsWalked(t *testing.T) {
	if os.Getenv("GROUNDWORK_DOCUMENTS") == "" {
		t.Skip("takes minutes: make documents")
	}
	t.Parallel()
	w := readWalk(t)
	lines := []string{w.Before}
	for _, leg := range w.Way {
		if leg.Before != "" {
			lines = append(lines, leg.Before)
		}
		stacks := leg.Stacks
		if len(stacks) == 0 {
			stacks = []string{""}
		}
		for _, stack := range stacks {
			if stack != "" {
				lines = append(lines, "stack="+stack)
			}
			for _, section := range leg.Sections {
				lines = append(lines, w.linesOf(section)...)
			}
		}
	}
	lines = append(lines, `left=$(bin/groundwork local list); echo "$left"; ! grep -E 'vpc:Vpc|eks/cluster|rds/instance' <<< "$left"`)
	runAll(t, checkout(t), lines)
}

// linesOf are what is run for a section.
func (w *walk) linesOf(section string) []string {
	var lines []string
	for _, b := range w.blocks {
		if b.section != section {
			continue
		}
		for _, command := range commandsOf(b) {
			if line, _ := w.lineOf(b, command); line != "" {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// A command that another change brings to the way is named by its line, so that whoever
// brought it says how it is walked.
func TestANewCommandOnTheWayIsNamedByItsLine(t *testing.T) {
	w := readWalk(t)
	b := block{document: w.Document, section: "The first up"}
	_, known := w.lineOf(b, "terraform apply")
	assert.False(t, known)
	line, known := w.lineOf(b, "docker push 123456789012.dkr.ecr.us-east-1.amazonaws.com/stockindicator-dev/api:1.0.0")
	assert.True(t, known)
	assert.Contains(t, line, "local list", "what is done instead")
	assert.Regexp(t, `^docs/operations\.md:[0-9]+$`, w.place("pulumi login --local\nand more"))
	assert.Equal(t, w.Document, w.place("terraform apply"))
}
