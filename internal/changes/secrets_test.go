package changes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// check fails when a secret is anywhere in what the readers make of a preview.
func check(t *testing.T, p *preview, secret, what string) {
	t.Helper()
	var log bytes.Buffer
	encoder := json.NewEncoder(&log)
	for _, one := range p.events() {
		require.NoError(t, encoder.Encode(one))
	}
	fromLog, err := FromLog(&log)
	require.NoError(t, err)
	fromPreview, err := FromPreview(bytes.NewReader(p.digest()))
	require.NoError(t, err)
	for name, set := range map[string]Set{"recorder": record(p.events()...), "log": fromLog, "preview": fromPreview} {
		for _, text := range texts(t, set) {
			require.NotContains(t, text, secret, "%s: %s", name, what)
		}
	}
}

// texts are all texts of a set as its JSON has them, but for the JSON's names.
func texts(t *testing.T, set Set) []string {
	t.Helper()
	written, err := json.Marshal(set)
	require.NoError(t, err)
	var read any
	require.NoError(t, json.Unmarshal(written, &read))
	var found []string
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case map[string]any:
			for key, item := range value {
				if !fields[key] {
					found = append(found, key)
				}
				if key != "operation" {
					walk(item)
				}
			}
		case []any:
			for _, item := range value {
				walk(item)
			}
		default:
			found = append(found, fmt.Sprint(value))
		}
	}
	walk(read)
	return found
}

// fields are the names that a set's JSON has itself.
var fields = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range strings.Fields(`system stack region resources errors warnings outputs urn type name id parents component operation
		deletedFirst before after properties because follows protected retained failed path replaces`) {
		names[name] = true
	}
	return names
}()

// ordinary tells whether a text is one that a set has anyway: a secret that says
// nothing.
func ordinary(t *testing.T, secret string, kind int) bool {
	if len(secret) < 8 || strings.TrimSpace(secret) != secret || strings.Contains(Secret+Unknown, secret) {
		return true
	}
	around := newPreview()
	places[0](around, named[0]("")+named[1]("")+named[2]("")+named[3]("")+named[4]("")+named[5]("")+named[6]("")+named[7](""))
	return kind == byName && strings.Contains(strings.Join(texts(t, record(around.events()...)), "\n"), secret)
}

func TestNoSecretGetsIntoASet(t *testing.T) {
	for place := range places {
		for wrap := range wraps {
			for kind := range kinds {
				for _, seed := range []string{"correct horse", `a"b\c.d[0]:e`, "two\nlines of it"} {
					p, secret := plant(seed, kind, wrap, place)
					check(t, p, secret, fmt.Sprintf("place %d wrap %d kind %d %q", place, wrap, kind, seed))
				}
			}
		}
	}
}

// Secrets are planted everywhere: marked, with the look of chance and told by
// their names, as they are and within JSON and addresses.
func FuzzSecrets(f *testing.F) {
	f.Add("correct horse", uint8(byMark), uint8(0), uint8(0))
	f.Add("seed", uint8(byChance), uint8(4), uint8(15))
	f.Add("hunter2!", uint8(byName), uint8(2), uint8(7))
	f.Fuzz(func(t *testing.T, seed string, kind, wrap, place uint8) {
		how := int(kind) % kinds
		p, secret := plant(seed, how, int(wrap), int(place))
		if ordinary(t, secret, how) {
			t.Skip()
		}
		check(t, p, secret, "fuzzed")
	})
}

func FuzzRead(f *testing.F) {
	p := newPreview()
	f.Add(p.digest())
	for _, one := range p.events() {
		f.Add([]byte(quote(one)))
	}
	f.Add([]byte(`{"steps":[{"op":"update","urn":"::::::","oldState":{},"newState":{"inputs":{"a":[{}]}},"detailedDiff":{"a[":{"kind":"x"}}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, read := range []func() (Set, error){
			func() (Set, error) { return FromPreview(bytes.NewReader(text)) },
			func() (Set, error) { return FromLog(bytes.NewReader(text)) },
		} {
			set, err := read()
			if err != nil {
				continue
			}
			again, err := read()
			require.NoError(t, err)
			require.Equal(t, set, again, "the same text is the same set")
		}
	})
}
