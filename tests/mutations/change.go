package mutations

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// change changes a stack file in one way.
func (v values) change(top *yaml.Node) {
	seen, weights := look(top), 0
	for _, way := range ways {
		weights += way.weight
	}
	drawn := v.IntN(weights)
	for _, way := range ways {
		if drawn -= way.weight; drawn < 0 {
			way.change(v, seen)
			return
		}
	}
}

// way is a kind of change, drawn by its weight.
type way struct {
	weight int
	change func(values, *survey)
}

var ways = []way{
	{30, values.another},
	{35, values.fill},
	{8, values.takeOut},
	{8, values.extreme},
	{6, values.lists},
	{8, values.copyEntry},
	{5, values.fromElsewhere},
	{3, values.retype},
	{3, values.misspell},
	{2, values.double},
	{2, values.move},
	{2, values.space},
	{2, values.crowd},
}

// typed are the places whose type is known.
func (s *survey) typed(fits func(place) bool) []place {
	return slices.DeleteFunc(slices.Clone(s.places), func(at place) bool { return at.t == nil || !fits(at) })
}

// pick is one of the places, if there are any.
func pick(random *rand.Rand, places []place) (place, bool) {
	if len(places) == 0 {
		return place{}, false
	}
	return one(random, places), true
}

// another sets a key to another likely value.
func (v values) another(seen *survey) {
	scalars := seen.typed(func(at place) bool { return at.value().Kind == yaml.ScalarNode })
	if at, ok := pick(v.Rand, scalars); ok {
		at.set(v.likely(at.t, at.field, at.key))
	}
}

// fill writes a key that a section does not have.
func (v values) fill(seen *survey) {
	if len(seen.gaps) == 0 {
		return
	}
	gap := one(v.Rand, seen.gaps)
	key := gap.t.Name() + "." + gap.field.Tag.Get("json")
	gap.section.Content = append(gap.section.Content, scalar(gap.name), v.likely(gap.field.Type, gap.field, key))
}

func (v values) takeOut(seen *survey) {
	if at, ok := pick(v.Rand, seen.places); ok {
		at.remove()
	}
}

// extremes are values that hardly anything takes.
var extremes = []string{
	"-1", "-2147483648", "2147483647", "2147483648", "9223372036854775808", "1e308", "-0", ".inf", ".nan", "1.5", "0x7f", "0o17", "1_000_000",
	"\x00", "a\x00b", "\x1b[31mred\x1b]0;x\a", "a\x1b[2Jb", "\u202eevil", "\u200b", "\ufeff", "\u0085", "\r\n", "\t", "\u2028",
	strings.Repeat("a", 64), strings.Repeat("a", 256), "/" + strings.Repeat("p", 5000), strings.Repeat("x", 300_000), strings.Repeat("a.", 130) + "com",
	"99999999Ti", "16383Pi", "100000000h", "0s", "1ns", "365000d", "-5m", "1000000000/s", "0/s", "1000",
}

// extreme sets a value to one beyond limits.
func (v values) extreme(seen *survey) {
	at, ok := pick(v.Rand, seen.typed(func(at place) bool { return at.value().Kind == yaml.ScalarNode }))
	if !ok {
		return
	}
	text := one(v.Rand, slices.Concat(extremes, words))
	if v.chance(40) {
		at.set(plain(text))
		return
	}
	at.set(scalar(text))
}

// lists doubles, empties, repeats, shuffles and cuts lists.
func (v values) lists(seen *survey) {
	at, ok := pick(v.Rand, seen.typed(func(at place) bool { return at.value().Kind == yaml.SequenceNode && at.t.Kind() == reflect.Slice }))
	if !ok {
		return
	}
	items := at.value().Content
	switch fresh := clone(at.value()); v.IntN(5) {
	case 0:
		at.set(list())
	case 1:
		fresh.Content = append(fresh.Content, clone(fresh).Content...)
		at.set(fresh)
	case 2:
		at.set(list(append(fresh.Content, v.likely(at.t.Elem(), at.field, at.key))...))
	case 3:
		v.Shuffle(len(fresh.Content), func(i, j int) { fresh.Content[i], fresh.Content[j] = fresh.Content[j], fresh.Content[i] })
		at.set(fresh)
	default:
		if len(items) > 0 {
			at.set(list(fresh.Content[:v.IntN(len(items))]...))
		}
	}
}

// entries are the entries of sections that have one for each name.
func (s *survey) entries() []place {
	return s.typed(func(at place) bool {
		return at.name() != nil && at.field.Type.Kind() == reflect.Map && at.t != at.field.Type
	})
}

// copyEntry copies a service, a job, a bucket or a variable under another name.
func (v values) copyEntry(seen *survey) {
	at, ok := pick(v.Rand, seen.entries())
	if !ok {
		return
	}
	name := v.entry(at.key)
	if v.chance(30) {
		name = v.varied(at.name().Value)
	}
	at.parent.Content = append(at.parent.Content, scalar(name), clone(at.value()))
}

// mostCrowd is how many entries or items are made of one.
const mostCrowd = 120

// crowd makes many of one.
func (v values) crowd(seen *survey) {
	many := 2 + v.IntN(mostCrowd)
	if at, ok := pick(v.Rand, seen.entries()); ok && v.chance(60) {
		for i := range many {
			fresh := clone(at.value())
			v.vary(fresh, i)
			at.parent.Content = append(at.parent.Content, scalar(numbered(at.name().Value, i)), fresh)
		}
		return
	}
	if at, ok := pick(v.Rand, seen.typed(func(at place) bool { return at.value().Kind == yaml.SequenceNode && len(at.value().Content) > 0 })); ok {
		fresh := clone(at.value())
		for i := range many {
			item := clone(one(v.Rand, fresh.Content))
			item.Value = numbered(item.Value, i)
			fresh.Content = append(fresh.Content, item)
		}
		at.set(fresh)
	}
}

// vary gives the host of a copied service a name of its own.
func (v values) vary(node *yaml.Node, number int) {
	for i := 1; i < len(node.Content); i += 2 {
		if node.Kind == yaml.MappingNode && node.Content[i-1].Value == "host" {
			node.Content[i].Value = numbered("h", number) + "." + node.Content[i].Value
			if label, rest, cut := strings.Cut(node.Content[i].Value, "."); cut && v.chance(70) {
				_, domain, _ := strings.Cut(rest, ".")
				node.Content[i].Value = label + "." + domain
			}
		}
	}
}
