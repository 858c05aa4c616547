package documents

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// rules are commands.yaml.
type rules struct {
	Text []*struct {
		Document, Begins string
		used             bool
	}
	Otherwise []*rule
	First     []*rule
}

// rule is about commands that match, in a document and a section, or anywhere.
type rule struct {
	Document, Section, Match, Why, Instead, Run string
	used                                        bool
}

func (r *rule) fits(b block, command string) bool {
	fits := (r.Document == "" || r.Document == b.document) && (r.Section == "" || r.Section == b.section) &&
		regexp.MustCompile(r.Match).MatchString(command)
	r.used = r.used || fits
	return fits
}

func readRules(t *testing.T) *rules {
	t.Helper()
	source, err := os.ReadFile("commands.yaml")
	require.NoError(t, err)
	var read rules
	require.NoError(t, yaml.Unmarshal(source, &read))
	for _, one := range read.Otherwise {
		require.NotEmpty(t, one.Why, "%+v", one)
	}
	return &read
}

// isText tells whether a block shows no commands.
func (r *rules) isText(b block) bool {
	if b.language != "" && b.language != "sh" {
		return true
	}
	for _, text := range r.Text {
		if text.Document == b.document && strings.HasPrefix(b.first(), text.Begins) {
			text.used = true
			return true
		}
	}
	return false
}

// lineOf is what is run for a command, "" where nothing is.
func (r *rules) lineOf(b block, command string) string {
	before := ""
	for _, one := range r.First {
		if one.fits(b, command) {
			before += one.Run
		}
	}
	for _, one := range r.Otherwise {
		if one.fits(b, command) {
			command = one.Instead
			break
		}
	}
	return before + command
}

// runnable is how commands begin that a checkout can run.
var runnable = regexp.MustCompile(`^(make|bin/groundwork|pulumi|eval|mkdir|cp|printf|cat) `)

// Each command that a document shows is run by make documents, or says why not.
func TestEveryCommandIsRunOrSaysWhyNot(t *testing.T) {
	all := readRules(t)
	count := 0
	for _, document := range documents(t) {
		for _, b := range blocksOf(t, document) {
			if all.isText(b) {
				continue
			}
			for _, command := range commandsOf(b) {
				count++
				known := slices.ContainsFunc(all.Otherwise, func(one *rule) bool { return one.fits(b, command) })
				_ = all.lineOf(b, command)
				assert.True(t, known || runnable.MatchString(command),
					"%s, %q: %q can't be run in a checkout: mend it, or write into tests/documents/commands.yaml why it isn't run", document, b.section, command)
			}
		}
	}
	assert.Greater(t, count, 60)
	for _, text := range all.Text {
		assert.True(t, text.used, "no block of %s begins with %q", text.Document, text.Begins)
	}
	for _, one := range append(all.Otherwise, all.First...) {
		assert.True(t, one.used, "no command of %s matches %q", one.Document, one.Match)
	}
}

// What a reader types, one document after the other, each in a checkout and a home of
// its own.
func TestTheCommandsOfTheDocumentsWork(t *testing.T) {
	if os.Getenv("GROUNDWORK_DOCUMENTS") == "" {
		t.Skip("takes minutes: make documents")
	}
	t.Parallel() // with the walk
	all := readRules(t)
	for _, document := range documents(t) {
		var lines []string
		for _, b := range blocksOf(t, document) {
			if all.isText(b) {
				continue
			}
			for _, command := range commandsOf(b) {
				if line := all.lineOf(b, command); line != "" {
					lines = append(lines, line)
				}
			}
		}
		if len(lines) > 0 {
			t.Run(document, func(t *testing.T) { runAll(t, checkout(t), lines) })
		}
	}
}

// checkout is a clone as a reader has it, with what was built once.
func checkout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	from, err := filepath.Abs(root)
	require.NoError(t, err)
	script := `cd "$1"; git ls-files -co --exclude-standard -z | tar --null -T - -cf - | tar -C "$2" -xf -
mkdir "$2/bin"; cp bin/groundwork "$2/bin/"; ln -s "$1/.bin" "$2/.bin"
cd "$2"; git init -q -b main; git add -A; git -c user.name=reader -c user.email=reader@example.com commit -qm base`
	said, err := exec.Command("bash", "-ec", script, "checkout", from, dir).CombinedOutput()
	require.NoError(t, err, "make build first: %s", said)
	return dir
}

// runAll runs commands in one shell, as a reader does.
func runAll(t *testing.T, dir string, commands []string) {
	t.Helper()
	var script strings.Builder
	for _, command := range commands {
		fmt.Fprintf(&script, "cat <<'COMMAND'\n\n$ %s\nCOMMAND\n%s\n", command, command)
	}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Minute)
	defer stop()
	home := filepath.Join(t.TempDir(), "home")
	environment := append(os.Environ(), "GROUNDWORK_HOME="+home, "HOME="+t.TempDir(), "PULUMI_SKIP_CONFIRMATIONS=true", "PULUMI_SKIP_UPDATE_CHECK=true")
	// Go's caches are where they were: a reader has built before.
	for _, variable := range []string{"GOCACHE", "GOMODCACHE"} {
		value, err := exec.Command("go", "env", variable).Output()
		require.NoError(t, err)
		environment = append(environment, variable+"="+strings.TrimSpace(string(value)))
	}
	shell := exec.CommandContext(ctx, "bash", "-e", "-c", script.String())
	shell.Dir, shell.Env = dir, environment
	t.Cleanup(func() {
		stopped := exec.Command("bin/groundwork", "local", "stop")
		stopped.Dir, stopped.Env = dir, environment
		_ = stopped.Run() // most documents end it themselves
	})
	said, err := shell.CombinedOutput()
	if err != nil {
		at := max(0, strings.LastIndex(string(said), "\n$ "))
		t.Fatalf("%v\n%s", err, said[at:])
	}
	t.Logf("%s", said)
}
