package saved

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Whatever the files are and however they are edited, each set comes back byte
// for byte, and deleting all of them leaves no chunk.
func TestEverySetComesBackByteForByte(t *testing.T) {
	base := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(base, "")
		require.NoError(r, err)
		store := Open(filepath.Join(dir, "saved"))
		set := drawSet(r)
		kept := map[string]map[string]string{}
		for i := range rapid.IntRange(1, 4).Draw(r, "sets") {
			name := rapid.SampledFrom([]string{"a", "b.2", "c-3_x"}).Draw(r, "name")
			_, err := store.Save(name, set, i)
			require.NoError(r, err)
			kept[name] = asMap(set)
			set = edit(r, set)
		}
		for name, want := range kept {
			assert.Equal(r, want, restored(r, store, name, filepath.Join(dir, "home")))
		}
		for name := range kept {
			require.NoError(r, store.Delete(name))
		}
		assert.Equal(r, map[string]string{"lock": ""}, files(r, store.dir))
	})
}

func drawSet(r *rapid.T) []File {
	line := rapid.OneOf(
		rapid.StringN(0, 300, -1),
		rapid.SampledFrom([]string{"}", "},", "", strings.Repeat("long ", 8000)}),
	)
	text := rapid.Custom(func(r *rapid.T) []byte {
		end := rapid.SampledFrom([]string{"", "\n"}).Draw(r, "end")
		return []byte(strings.Join(rapid.SliceOfN(line, 0, 60).Draw(r, "lines"), "\n") + end)
	})
	var set []File
	for _, path := range []string{"cloud/cloud.jsonl", "state/x/dev.json", "state/x/prod.json", "state/meta", "ahead"} {
		if rapid.Bool().Draw(r, "has "+path) {
			set = append(set, File{path, text.Draw(r, path)})
		}
	}
	return set
}

// edit changes, inserts or cuts bytes of a set's files.
func edit(r *rapid.T, set []File) []File {
	var edited []File
	for _, file := range set {
		from := rapid.IntRange(0, len(file.Content)).Draw(r, "from")
		to := rapid.IntRange(from, len(file.Content)).Draw(r, "to")
		between := rapid.SliceOfN(rapid.Byte(), 0, 50).Draw(r, "between")
		content := append(append([]byte{}, file.Content[:from]...), between...)
		edited = append(edited, File{file.Path, append(content, file.Content[to:]...)})
	}
	return edited
}

// A variant changes a few resources, adds one and takes one away.
func TestTenVariantsOfABaseCostLittle(t *testing.T) {
	store := Open(t.TempDir())
	set := state(228)
	_, err := store.Save("base", set, nil)
	require.NoError(t, err)
	one, err := store.Size()
	require.NoError(t, err)
	for variant := range 10 {
		varied := []File{set[2]}
		for _, file := range set[:2] {
			lines := strings.SplitAfter(string(file.Content), "\n")
			at := 20 * (variant + 1)
			lines[at] = strings.ReplaceAll(lines[at], "value", fmt.Sprint("other", variant))
			lines[at+5] = lines[at+6] + strings.ReplaceAll(lines[at+6], "urn:pulumi", "urn:added")
			varied = append(varied, File{file.Path, []byte(strings.Join(lines, ""))})
		}
		_, err := store.Save(fmt.Sprint("variant-", variant), varied, nil)
		require.NoError(t, err)
	}
	all, err := store.Size()
	require.NoError(t, err)
	t.Logf("one takes %d bytes, eleven %d", one, all)
	assert.Less(t, float64(all), 1.5*float64(one))
}

// The engine writes the resources of a state in another order each time.
func TestAnotherOrderOfTheSameLinesCostsLittle(t *testing.T) {
	store := Open(t.TempDir())
	set := state(228)
	base, err := store.Save("base", set, nil)
	require.NoError(t, err)
	lines := strings.SplitAfter(string(set[1].Content), "\n")
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	set[1].Content = []byte(strings.Join(lines, ""))
	shuffled, err := store.Save("shuffled", set, nil)
	require.NoError(t, err)
	t.Logf("%d bytes, and %d for another order", base.Added, shuffled.Added)
	assert.Less(t, shuffled.Added, base.Added/10)
	assert.Equal(t, asMap(set), restored(t, store, "shuffled", t.TempDir()))
}

// A set that is saved again and again is gathered from few packs, and what it no
// longer needs goes.
func TestASetThatIsSavedAgainAndAgainStaysSmall(t *testing.T) {
	store := Open(t.TempDir())
	set := state(50)
	_, err := store.Save("base", set, nil)
	require.NoError(t, err)
	one, err := store.Size()
	require.NoError(t, err)
	lines := strings.SplitAfter(string(set[1].Content), "\n")
	for change := range 3 * mostPacks {
		lines[change] = strings.ReplaceAll(lines[change], "value", fmt.Sprint("other", change))
		set[1].Content = []byte(strings.Join(lines, ""))
		_, err := store.Save("base", set, nil)
		require.NoError(t, err)
		packs, err := store.packNames()
		require.NoError(t, err)
		require.LessOrEqual(t, len(packs), mostPacks)
	}
	again, err := store.Size()
	require.NoError(t, err)
	assert.Less(t, float64(again), 1.5*float64(one))
	assert.Equal(t, asMap(set), restored(t, store, "base", t.TempDir()))
}

func TestCutsMoveWithTheContent(t *testing.T) {
	for what, content := range map[string]string{
		"resources on a line each": string(state(300)[1].Content),
		"indented":                 strings.ReplaceAll(string(state(300)[1].Content), ",", ",\n    "),
		"all on one line":          strings.ReplaceAll(string(state(300)[1].Content), "\n", ","),
	} {
		t.Run(what, func(t *testing.T) {
			before := map[digest]bool{}
			for _, chunk := range cut([]byte(content)) {
				assert.LessOrEqual(t, len(chunk), longest)
				before[digestOf(chunk)] = true
			}
			at := len(content) / 2
			changed := 0
			for _, chunk := range cut([]byte(content[:at] + "inserted" + content[at:])) {
				if !before[digestOf(chunk)] {
					changed++
				}
			}
			assert.Positive(t, changed)
			assert.LessOrEqual(t, changed, 2, "of %d", len(before))
		})
	}
}
