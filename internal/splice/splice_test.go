package splice

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

const file = `# At the top.
config:
  aws:region: us-east-1   # where

  # About the domain.
  groundwork:domain:
    name: example.com

    plan: pro
  groundwork:database: {class: db.r5.large, storage: 100GB} # big
  groundwork:buckets:
    a:
      role: backups
  groundwork:list:
  - one # first

  - two
  groundwork:text: |
    # no comment
    more

# At the end.
`

// wantedOf is the file as another program writes it: without comments and blank lines.
func wantedOf(t *testing.T, edit func(config map[string]any)) []byte {
	t.Helper()
	var decoded map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(file), &decoded))
	edit(decoded["config"].(map[string]any))
	wanted, err := yaml.Marshal(decoded)
	require.NoError(t, err)
	return wanted
}

func TestOneValueIsChangedAndTheRestStays(t *testing.T) {
	secure := map[string]any{"secure": "v1:abc=="}
	for name, c := range map[string]struct {
		edit      func(map[string]any)
		old, text string
	}{
		"a new key at the end of what it belongs to": {
			func(c map[string]any) { c["cloudflare:apiToken"] = secure },
			"    more\n", "    more\n  cloudflare:apiToken:\n    secure: v1:abc==\n",
		},
		"a value with a comment": {
			func(c map[string]any) { c["aws:region"] = "eu-west-1" },
			"us-east-1   # where", "eu-west-1 # where",
		},
		"a value of a group": {
			func(c map[string]any) { c["groundwork:domain"].(map[string]any)["name"] = "shop.com" },
			"name: example.com", "name: shop.com",
		},
		"a new one in a group with blank lines": {
			func(c map[string]any) { c["groundwork:domain"].(map[string]any)["zoneId"] = "7" },
			"    plan: pro\n", "    plan: pro\n    zoneId: \"7\"\n",
		},
		"a secret in place of a text": {
			func(c map[string]any) { c["groundwork:domain"].(map[string]any)["name"] = secure },
			"    name: example.com\n", "    name:\n      secure: v1:abc==\n",
		},
		"one in a line": {
			func(c map[string]any) { c["groundwork:database"].(map[string]any)["storage"] = "200GB" },
			"storage: 100GB}", "storage: 200GB}",
		},
		"a secret in a line": {
			func(c map[string]any) { c["groundwork:database"].(map[string]any)["password"] = secure },
			"storage: 100GB}", "storage: 100GB, password: {secure: 'v1:abc=='}}",
		},
		"deep and new": {
			func(c map[string]any) {
				c["groundwork:buckets"].(map[string]any)["b"] = map[string]any{"role": "logs", "keep": []any{"x"}}
			},
			"      role: backups\n", "      role: backups\n    b:\n      keep:\n        - x\n      role: logs\n",
		},
		"an item": {
			func(c map[string]any) { c["groundwork:list"].([]any)[0] = "uno" },
			"- one # first", "- uno # first",
		},
		"one item more": {
			func(c map[string]any) { c["groundwork:list"] = append(c["groundwork:list"].([]any), "three") },
			"  - two\n", "  - two\n  - three\n",
		},
		"a key less": {
			func(c map[string]any) { delete(c, "groundwork:list") },
			"  groundwork:list:\n  - one # first\n\n  - two\n", "",
		},
		"a text of lines": {
			func(c map[string]any) { c["groundwork:text"] = "short" },
			"  groundwork:text: |\n    # no comment\n    more\n", "  groundwork:text: short\n",
		},
		"nothing": {func(map[string]any) {}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			changed, err := Become([]byte(file), wantedOf(t, c.edit))
			require.NoError(t, err)
			assert.Equal(t, strings.Replace(file, c.old, c.text, 1), string(changed))
		})
	}
}

func TestAnEmptyFileGetsItsFirstValue(t *testing.T) {
	for _, source := range []string{"", "# nothing yet\n", "# nothing yet", "config:\n", "config: {}\n"} {
		changed, err := Become([]byte(source), []byte("config:\n  a:b: c\n"))
		require.NoError(t, err, "%q", source)
		assert.Contains(t, string(changed), "a:b: c", "%q", source)
		if strings.HasPrefix(source, "#") {
			assert.Contains(t, string(changed), "# nothing yet\n")
		}
	}
}

// Whatever is changed in the stack files of the tree: the rest stands as it stood, and
// what is not changed is not written anew.
func TestAnyValueOfAnyStackFileCanBeChanged(t *testing.T) {
	files, err := filepath.Glob("../../Pulumi.*.yaml")
	require.NoError(t, err)
	more, err := filepath.Glob("../../systems/*/Pulumi.*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	draw := rand.New(rand.NewPCG(1, 2))
	for _, path := range append(files, more...) {
		source, err := os.ReadFile(path)
		require.NoError(t, err)
		for range 60 {
			var document yaml.Node
			require.NoError(t, yaml.Unmarshal(source, &document))
			var leaves []*yaml.Node
			walk(content(&document), func(node *yaml.Node) { leaves = append(leaves, node) })
			leaf := leaves[draw.IntN(len(leaves))]
			line, lines := leaf.Line, strings.Count(leaf.Value, "\n")
			*leaf = *nested([]any{"secure"}, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: fmt.Sprint("v1:", draw.Uint64())})
			wanted, err := yaml.Marshal(&document)
			require.NoError(t, err)
			changed, err := Become(source, wanted)
			require.NoError(t, err, "%s:%d", path, line)
			assert.LessOrEqual(t, differing(string(source), string(changed)), 6+lines, "%s:%d\n%s", path, line, changed)
		}
	}
}

// walk finds the values that hold no others.
func walk(node *yaml.Node, found func(*yaml.Node)) {
	switch node.Kind {
	case yaml.MappingNode:
		for i := 1; i < len(node.Content); i += 2 {
			walk(node.Content[i], found)
		}
	case yaml.SequenceNode:
		for _, item := range node.Content {
			walk(item, found)
		}
	case yaml.ScalarNode:
		if node.Anchor == "" { // others refer to it
			found(node)
		}
	}
}

// differing counts the lines that only one of two texts has.
func differing(a, b string) int {
	counts := map[string]int{}
	for line := range strings.Lines(a) {
		counts[line]++
	}
	for line := range strings.Lines(b) {
		counts[line]--
	}
	total := 0
	for _, count := range counts {
		total += max(count, -count)
	}
	return total
}
