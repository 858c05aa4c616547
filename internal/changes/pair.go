package changes

import (
	"encoding/json"
	"strings"
)

// pair is a value as it is, for comparing, and as it may be shown. Both have the
// same shape down to where something is hidden.
type pair struct {
	exists     bool
	real, show any
}

// pair makes one of a resource's properties.
func (v view) pair(typ string, properties map[string]any) pair {
	if properties == nil {
		return pair{}
	}
	real := plainObject(properties)
	return pair{true, real, v.redactor.Resource(typ, real)}
}

// pairOf is a state as it is compared: the inputs, of what a refresh found the
// outputs, for that is what the cloud says.
func (v view) pairOf(e *entry, s *state) pair {
	switch {
	case s == nil:
		return pair{}
	case e.refreshed():
		return v.pair(e.typ, notNil(s.outputs))
	}
	return v.pair(e.typ, notNil(s.inputs))
}

func notNil(properties map[string]any) map[string]any {
	if properties == nil {
		return map[string]any{}
	}
	return properties
}

// shown is a resource's properties as they may be shown.
func (p pair) shown() map[string]any {
	properties, _ := p.show.(map[string]any)
	return properties
}

// hidden tells whether the value may not be shown, or isn't known, as a whole.
func (p pair) hidden() bool { return p.show == Secret || p.show == Unknown }

// at is the value under a key or an index of a path.
func (p pair) at(element any) pair {
	if p.hidden() {
		return p
	}
	switch element := element.(type) {
	case string:
		object, _ := p.real.(map[string]any)
		real, exists := object[element]
		if !exists {
			return pair{}
		}
		shown, _ := p.show.(map[string]any)
		show, same := shown[element]
		if !same {
			show = Secret // the key itself is hidden
		}
		return pair{true, real, show}
	case int:
		list, _ := p.real.([]any)
		shown, _ := p.show.([]any)
		if element < 0 || element >= len(list) || element >= len(shown) {
			return pair{}
		}
		return pair{true, list[element], shown[element]}
	}
	return pair{}
}

// under is the value at a path.
func (p pair) under(path []any) pair {
	for _, element := range path {
		p = p.at(element)
	}
	return p
}

// opened is what a text holds that is JSON: a policy. It tells whether it is.
func (p pair) opened() (pair, bool) {
	real, isText := p.real.(string)
	show, _ := p.show.(string)
	if !isText || p.hidden() {
		return p, false
	}
	value, isJSON := parse(real)
	if !isJSON {
		return p, false
	}
	shown, isJSON := parse(show)
	if !isJSON {
		return p, false // hidden in part: as a text
	}
	return pair{p.exists, value, shown}, true
}

// parse reads a text that is a JSON object or list.
func parse(text string) (value any, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || text[0] != '{' && text[0] != '[' {
		return nil, false
	}
	err := json.Unmarshal([]byte(text), &value)
	return value, err == nil
}
