package drift

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	awspolicy "github.com/hashicorp/awspolicyequivalence"

	"groundwork/internal/changes"
)

// between holds while the cloud's value is one that an autoscaler may choose:
// its bounds differ, and the value keeps to them. The bounds are properties of
// the same resource.
func between(least, most string) func(difference) bool {
	return func(d difference) bool {
		low, known := changes.Number(at(d.resource.Before, least))
		high, also := changes.Number(at(d.resource.Before, most))
		return known && also && d.within(low, high)
	}
}

func (d difference) within(low, high float64) bool {
	value, is := changes.Number(d.property.After)
	return is && low < high && low <= value && value <= high
}

// grownUpTo holds where a number has grown, and not beyond another property.
func grownUpTo(most string) func(difference) bool {
	return func(d difference) bool {
		high, limited := changes.Number(at(d.resource.Before, most))
		before, was := changes.Number(d.property.Before)
		after, is := changes.Number(d.property.After)
		return limited && was && is && before < after && after <= high
	}
}

// newerMinor holds where a version is newer within its major one, and the
// resource takes such upgrades by itself.
func newerMinor(automatic string) func(difference) bool {
	return func(d difference) bool {
		if at(d.resource.Before, automatic) != true {
			return false
		}
		before, after := version(text(d.property.Before)), version(text(d.property.After))
		major := majorParts(text(d.resource.Before["engine"]))
		return len(before) >= major && len(after) >= major &&
			slices.Equal(before[:major], after[:major]) && slices.Compare(before, after) < 0
	}
}

// majorParts is how many numbers name a major version: MySQL's and MariaDB's is
// "8.0", PostgreSQL's "16" and Redis' "7".
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
func majorParts(engine string) int {
	if strings.HasPrefix(engine, "mysql") || strings.HasPrefix(engine, "mariadb") || strings.HasPrefix(engine, "aurora-mysql") {
		return 2
	}
	return 1
}

// version is the numbers of "16.4", nil of what isn't only numbers.
func version(said string) []int {
	var numbers []int
	for part := range strings.SplitSeq(said, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		numbers = append(numbers, n)
	}
	return numbers
}

// later holds where a time moved forward.
func later(d difference) bool {
	before, err := time.Parse(time.RFC3339, text(d.property.Before))
	after, err2 := time.Parse(time.RFC3339, text(d.property.After))
	return err == nil && err2 == nil && before.Before(after)
}

// oneOf holds where the cloud's value is one of these.
func oneOf(values ...string) func(difference) bool {
	return func(d difference) bool { return slices.Contains(values, text(d.property.After)) }
}

// added holds where the state has nothing.
func added(d difference) bool { return d.property.Before == nil && d.property.After != nil }

// prefixed holds where the last name of the path begins with one of these.
func prefixed(prefixes ...string) func(difference) bool {
	return func(d difference) bool {
		return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(d.name(), prefix) })
	}
}

// bothEmpty holds where neither side says anything: null, "", [] and {}. Zero
// and false do say something, and so does a provider that tells of a difference
// whose values nobody finds.
func bothEmpty(d difference) bool {
	found := d.property.Before != nil || d.property.After != nil
	return found && empty(d.property.Before) && empty(d.property.After)
}

func empty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// sameItems holds where a whole list has the same items in another order. The
// path may be of one item: an order shows as one difference for each.
func sameItems(d difference) bool {
	before, after := list(d.listIn(d.resource.Before)), list(d.listIn(d.resource.After))
	return len(before) > 0 && slices.Equal(sorted(before), sorted(after))
}

// listIn is what stands at the names that the path begins with, up to the first
// place in a list.
func (d difference) listIn(values map[string]any) any {
	var found any = values
	for _, step := range d.path {
		name, named := step.(string)
		if !named {
			break
		}
		fields, _ := found.(map[string]any)
		found = fields[name]
	}
	return found
}

func sorted(items []any) []string {
	var all []string
	for _, item := range items {
		all = append(all, plain(item))
	}
	slices.Sort(all)
	return all
}

// samePolicy holds where two policy documents mean the same. The path may lead
// into the document: an order of statements shows as a difference in each.
func samePolicy(d difference) bool {
	before, after := text(d.resource.Before[d.root()]), text(d.resource.After[d.root()])
	if before == "" || after == "" {
		return false
	}
	same, err := awspolicy.PoliciesAreEquivalent(before, after)
	return err == nil && same
}

// sameDocument holds where two texts are one JSON document, written differently.
func sameDocument(d difference) bool {
	before, after := document(d.property.Before), document(d.property.After)
	return before != nil && reflect.DeepEqual(before, after)
}

// document is the object or list that a text holds, nil of any other text.
func document(value any) any {
	said := strings.TrimSpace(text(value))
	if !strings.HasPrefix(said, "{") && !strings.HasPrefix(said, "[") {
		return nil
	}
	decoder := json.NewDecoder(strings.NewReader(said))
	decoder.UseNumber()
	var decoded any
	if err := decoder.Decode(&decoded); err != nil || decoder.More() {
		return nil
	}
	return decoded
}
