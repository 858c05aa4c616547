package toggles

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"groundwork/spec"
)

// rounds are how often what the check says is followed: a section that is added says
// what it lacks, and what that needs in turn.
const rounds = 8

// accepted makes an edit of the base a toggle: with what the check says has to go
// along, or refused with why.
func (b Base) accepted(key string, own edit) (Toggle, error) {
	edits := []edit{own}
	for range rounds {
		config := edited(b.Config, edits)
		_, err := b.load(config)
		var problems spec.Problems
		switch {
		case err == nil:
			return Toggle{Key: key, edits: folded(edits)}, nil
		case !errors.As(err, &problems):
			return Toggle{}, err
		}
		before := len(edits)
		for _, problem := range problems {
			at := parsePath(problem.Path)
			if !slices.ContainsFunc(edits[before:], func(done edit) bool { return !done.at.apart(at) }) {
				edits = follow(edits, problem, config)
			}
		}
		if len(edits) == before {
			return Toggle{Key: key, edits: edits[:1], Refused: problems}, nil
		}
	}
	return Toggle{Key: key, edits: edits[:1], Refused: spec.Problems{{Path: own.at.String(), Rule: "following what the check says to write comes to no end"}}}, nil
}

// follow adds the edits that the check says to write, unless that is to leave the
// toggle, which is the first edit, or was done before.
func follow(edits []edit, problem spec.Problem, config tree) []edit {
	own := edits[0]
	for _, way := range offered(problem, own, config) {
		usable := !slices.ContainsFunc(way, func(one edit) bool {
			undone := own.at.within(one.at) || one.at.within(own.at) && (own.remove || !isSection(own.value))
			return undone || slices.ContainsFunc(edits, func(done edit) bool { return done.String() == one.String() })
		})
		if usable {
			return append(edits, way...)
		}
	}
	return edits
}

// instead is the value that the check offers for the key itself.
func (t Toggle) instead() (any, bool) {
	own := t.edits[0]
	for _, problem := range t.Refused {
		if at := parsePath(problem.Path); at.String() == own.at.String() {
			if way := read(problem.Instead, at); len(way) == 1 && way[0].at.String() == own.at.String() && !way[0].remove {
				return way[0].value, true
			}
		}
	}
	return nil, false
}

func isSection(value any) bool {
	_, is := value.(tree)
	return is
}

// folded puts edits inside the section that the first one adds into it, and leaves
// out what a later edit replaces.
func folded(edits []edit) []edit {
	section, adds := copied(edits[0].value).(tree)
	first := edits[0]
	var left []edit
	for i, one := range edits[1:] {
		inside := adds && one.at.within(first.at) && len(one.at) > len(first.at)
		if inside {
			edit{one.at[len(first.at):], one.value, one.remove}.apply(section)
			continue
		}
		if !slices.ContainsFunc(edits[i+2:], func(later edit) bool { return one.at.within(later.at) }) {
			left = append(left, one)
		}
	}
	if adds {
		first.value = section
	}
	return append([]edit{first}, left...)
}

var (
	setSecret = regexp.MustCompile(`^pulumi config set --secret --path '(.+)'`)
	index     = regexp.MustCompile(`\[([0-9]+)\]$`)
)

// offered are the ways that a problem's `write:` line offers, the last that the key is
// left out.
func offered(problem spec.Problem, own edit, config tree) [][]edit {
	at := parsePath(problem.Path)
	if at == nil {
		return nil
	}
	var ways [][]edit
	if secret := setSecret.FindStringSubmatch(problem.Instead); secret != nil {
		ways = append(ways, []edit{{at: parsePath(secret[1]), value: tree{"secure": "AAAB"}}})
	}
	for alternative := range strings.SplitSeq(problem.Instead, ", or ") {
		if way := read(alternative, at); way != nil {
			ways = append(ways, way)
		}
	}
	if one, other, two := strings.Cut(problem.Instead, " or "); two && own.at.String() == at.String() {
		for _, name := range []string{one, other} { // "path or command": the other one goes
			if plain.MatchString(name) && name != at.last() {
				ways = append(ways, []edit{{at: at.beside(name), remove: true}})
			}
		}
	}
	return append(ways, []edit{leftOut(at, problem.Path, config)})
}

// read is one alternative of a `write:` line: a key with a value. One that is beside
// the key stands in its place.
func read(alternative string, at path) []edit {
	if explained := strings.LastIndex(alternative, " ("); explained > 0 && strings.HasSuffix(alternative, ")") {
		alternative = alternative[:explained]
	}
	alternative, _, _ = strings.Cut(alternative, ", and ")
	alternative, beside := strings.CutSuffix(alternative, " beside it")
	var found tree
	if yaml.Unmarshal([]byte(alternative), &found) != nil || len(found) != 1 {
		return nil
	}
	for key, value := range found {
		if text, is := value.(string); is {
			value, _, _ = strings.Cut(text, " or ")
		}
		switch {
		case strings.HasPrefix(key, "groundwork:"):
			return []edit{{at: parsePath(key), value: value}}
		case value == nil || !plain.MatchString(key) || key == "nothing":
			return nil
		case key == at.last() || beside:
			return []edit{{at: at.beside(key), value: value}}
		}
		return []edit{{at: at, remove: true}, {at: at.beside(key), value: value}}
	}
	return nil
}

var plain = regexp.MustCompile(`^[A-Za-z]+$`)

// leftOut takes out the key, or the item of a list, that a problem is about.
func leftOut(at path, text string, config tree) edit {
	item := index.FindStringSubmatch(text)
	if item == nil {
		return edit{at: at, remove: true}
	}
	number, err := strconv.Atoi(item[1])
	list, is := section(config, at[:len(at)-1])[at.last()].([]any)
	if err != nil || !is || number >= len(list) || len(list) == 1 {
		return edit{at: at, remove: true}
	}
	return edit{at: at, value: slices.Delete(slices.Clone(list), number, number+1)}
}

// section is the section that the configuration has at a path.
func section(config tree, at path) tree {
	for _, key := range at {
		config, _ = config[key].(tree)
	}
	return config
}
