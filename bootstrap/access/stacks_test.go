package access

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// declared is a resource that a stack's graph shows.
type declared struct {
	name, token string
	// inputs are the plain ones, whatever their depth is not: key -> text.
	inputs map[string]string
	tags   map[string]string
	// lines are all of it, as they stand.
	lines []string
}

// recorded is a stack of the tree as tests/graphs has it.
type recorded struct {
	system, environment string
	resources           []declared
}

var (
	plainInput     = regexp.MustCompile(`^  ([a-zA-Z]+): (.*)$`)
	calledFunction = regexp.MustCompile(`(?m)^  @call (aws:[^ ]+):`)
	plainTag       = regexp.MustCompile(`^    ([A-Za-z]+): (.*)$`)
)

// askedFor is what a stack file can ask for, and none of the tree does.
var askedFor = []declared{
	{name: "images-hub", token: "aws:ecr/pullThroughCacheRule:PullThroughCacheRule"},
}

// recordedStacks reads the graphs of all stacks, which TestEveryStackRegistersWhatItsGraphShows
// keeps true.
func recordedStacks(t *testing.T) []recorded {
	t.Helper()
	files, err := filepath.Glob("../../tests/graphs/*/*.txt")
	require.NoError(t, err)
	require.Greater(t, len(files), 3)
	var all []recorded
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		stack := recorded{system: filepath.Base(filepath.Dir(file)), environment: strings.TrimSuffix(filepath.Base(file), ".txt")}
		for _, called := range calledFunction.FindAllStringSubmatch(string(content), -1) {
			stack.resources = append(stack.resources, declared{name: "call", token: called[1]})
		}
		for block := range strings.SplitSeq(string(content), "\n\n") {
			if found, ok := readBlock(block); ok {
				stack.resources = append(stack.resources, found)
			}
		}
		if stack.system != "bootstrap" {
			stack.resources = append(stack.resources, askedFor...)
		}
		all = append(all, stack)
	}
	return all
}

// readBlock reads a resource of AWS'.
func readBlock(block string) (declared, bool) {
	lines := strings.Split(block, "\n")
	name, token, ok := strings.Cut(lines[0], " ")
	if !ok || !strings.HasPrefix(token, "aws:") {
		return declared{}, false
	}
	_, short, _ := strings.Cut(name, "/")
	found := declared{name: short, token: token, inputs: map[string]string{}, tags: map[string]string{}, lines: lines[1:]}
	in := ""
	for _, line := range lines[1:] {
		if match := plainInput.FindStringSubmatch(line); match != nil {
			in = match[1]
			value, _, _ := strings.Cut(match[2], " <- ")
			found.inputs[in] = strings.Trim(value, `"`)
		} else if line == "  tags:" {
			in = "tags"
		} else if match := plainTag.FindStringSubmatch(line); match != nil && in == "tags" {
			found.tags[match[1]] = strings.Trim(match[2], `"`)
		} else if !strings.HasPrefix(line, "    ") {
			in = ""
		}
	}
	return found, true
}
