package mutations

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"groundwork/internal/pgparam"
	"groundwork/internal/redisparam"
)

// values draws values for keys.
type values struct {
	*rand.Rand
	// known are the values that stack files write, by the key as place has it.
	known map[string][]*yaml.Node
}

// one is one of several.
func one[T any](random *rand.Rand, of []T) T { return of[random.IntN(len(of))] }

// chance is true in so many of a hundred.
func (v values) chance(ofHundred int) bool { return v.IntN(100) < ofHundred }

// likely is a value that the type and the key's example allow, most of the time.
func (v values) likely(t reflect.Type, field reflect.StructField, key string) *yaml.Node {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if known := v.known[key]; len(known) > 0 && v.chance(30) {
		if value := one(v.Rand, known); fits(value, t) {
			return clone(value)
		}
	}
	enum, isEnum := reflect.Zero(t).Interface().(interface{ Values() []string })
	switch {
	case isEnum:
		return scalar(one(v.Rand, enum.Values()))
	case isUnit(t):
		return plain(v.unit(t, field))
	}
	switch t.Kind() {
	case reflect.Bool:
		return plain(strconv.FormatBool(v.chance(50)))
	case reflect.Int:
		return plain(strconv.Itoa(one(v.Rand, numbers)))
	case reflect.String:
		return scalar(v.text(field, key))
	case reflect.Slice:
		items := make([]*yaml.Node, v.IntN(4))
		for i := range items {
			items[i] = v.likely(t.Elem(), field, key)
		}
		return list(items...)
	case reflect.Map:
		return v.section(t, field, key)
	default:
		return v.filled(t)
	}
}

// fits tells whether a value is of the kind that the type is written as.
func fits(value *yaml.Node, t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Map:
		return value.Kind == yaml.MappingNode
	case reflect.Struct:
		return isUnit(t) == (value.Kind == yaml.ScalarNode)
	case reflect.Slice:
		return value.Kind == yaml.SequenceNode
	default:
		return value.Kind == yaml.ScalarNode
	}
}

// numbers are small, and on either side of limits.
var numbers = []int{
	0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 36, 50, 64, 70, 80, 99, 100, 101, 300, 450, 451, 500, 501,
	1023, 1024, 1149, 1150, 3000, 3306, 5432, 8000, 8080, 8080, 9090, 12000, 64000, 65535, 65536, 100000, 1000000, 1000001, 2147483647,
}

// unit is a value with a unit: the example, or around a limit.
func (v values) unit(t reflect.Type, field reflect.StructField) string {
	if example := field.Tag.Get("example"); example != "" && v.chance(30) {
		return example
	}
	switch t.Name() {
	case "Bytes":
		return fmt.Sprintf("%d%s", one(v.Rand, []int{0, 1, 2, 4, 8, 16, 20, 30, 32, 50, 64, 100, 128, 256, 400, 500, 512, 1000, 1024, 16384, 65536}), one(v.Rand, []string{"Ki", "Mi", "Mi", "Mi", "Gi", "Gi", "GB", "TB"}))
	case "CPU":
		return one(v.Rand, []string{"0", "1m", "10m", "50m", "100m", "100m", "250m", "250m", "500m", "500m", "0.5", "1", "2", "1500m", "4", "16", "64", "1000"})
	case "Duration":
		return fmt.Sprintf("%d%s", one(v.Rand, []int{0, 1, 2, 5, 7, 10, 30, 35, 60, 90, 100, 365, 3600, 3653, 36500}), one(v.Rand, []string{"ms", "s", "s", "s", "m", "h", "d", "d", "d", "w", "y"}))
	default:
		return fmt.Sprintf("%d/%s", one(v.Rand, []int{1, 2, 5, 10, 100, 100, 1000, 100000, 2147483647}), one(v.Rand, []string{"s", "s", "min", "h"}))
	}
}

// text is a text for a key.
func (v values) text(field reflect.StructField, key string) string {
	var all []string
	for _, example := range []string{field.Tag.Get("example"), field.Tag.Get("also")} {
		if example != "" {
			all = append(all, example)
		}
	}
	for _, known := range v.known[key] {
		if known.Kind == yaml.ScalarNode {
			all = append(all, known.Value)
		}
	}
	all = append(all, samples[key]...)
	if len(all) == 0 || v.chance(5) {
		all = words
	}
	text := one(v.Rand, all)
	if v.chance(15) {
		text = v.varied(text)
	}
	return text
}

// varied is a text that is a little different.
func (v values) varied(text string) string {
	letters := []rune(text)
	at := v.IntN(len(letters) + 1)
	switch v.IntN(6) {
	case 0:
		return text + one(v.Rand, []string{"-2", "2", "x", "-", ".", "/", " ", "-pods", "-blue"})
	case 1:
		return string(letters[:at])
	case 2:
		return strings.ToUpper(text)
	case 3:
		return string(letters[:at]) + one(v.Rand, []string{"-", ".", "_", "/", "a", "0", " ", "*", ":"}) + string(letters[at:])
	case 4:
		return one(v.Rand, []string{"a", "x-", "0", "/", "_", "kube-"}) + text
	default:
		return string(letters[at:]) + string(letters[:at])
	}
}

// section is a section with a key for each name.
func (v values) section(t reflect.Type, field reflect.StructField, key string) *yaml.Node {
	node := mapping()
	for range 1 + v.IntN(3) {
		name := v.entry(key)
		if !hasKey(node, name) {
			node.Content = append(node.Content, scalar(name), v.likely(t.Elem(), field, key))
		}
	}
	return node
}

// entry is a name for an entry of a section.
func (v values) entry(key string) string {
	switch key {
	case "Database.parameters":
		return one(v.Rand, pgparam.Names())
	case "Cache.parameters":
		return one(v.Rand, redisparam.Names())
	}
	return one(v.Rand, slices.Concat(names[key], names[""]))
}

// filled is a section with what it must have and some of what it may have.
func (v values) filled(t reflect.Type) *yaml.Node {
	node := mapping()
	for name, field := range fieldsOf(t) {
		if field.Tag.Get("required") != "" || v.chance(25) {
			node.Content = append(node.Content, scalar(name), v.likely(field.Type, field, t.Name()+"."+name))
		}
	}
	return node
}
