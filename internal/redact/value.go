package redact

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Value hides secrets in a value; see the function of that name.
func (r *Redactor) Value(name string, value any) any {
	return r.value(name, value, r.secretName(name))
}

// value hides secrets in a value. In one that is secret by its name or by what
// is around it, nothing passes but what tells about the secret.
func (r *Redactor) value(name string, value any, secret bool) any {
	switch value := value.(type) {
	case map[string]any:
		return r.object(value, secret)
	case []any:
		return r.list(name, value, secret)
	case string:
		return r.string(name, value, secret)
	case nil, bool:
		return value
	}
	if secret || r.known[fmt.Sprint(value)] {
		return Hidden // a number: a PIN
	}
	return value
}

func (r *Redactor) string(name, value string, secret bool) any {
	if secret && !placeholder(value) && !isARN(value) {
		return Hidden
	}
	return r.text(value, r.identifies(name))
}

// placeholder tells whether a text stands for a value: "", "[secret]", "[unknown]".
func placeholder(text string) bool {
	return text == "" || text == Hidden || text == "[unknown]"
}

func (r *Redactor) object(object map[string]any, secret bool) any {
	if _, marked := Marked(object); marked {
		return Hidden
	}
	pairName := nameOfPair(object)
	manifest := object["kind"] == "Secret"
	answer := make(map[string]any, len(object))
	for _, key := range slices.Sorted(maps.Keys(object)) {
		var shown any
		switch inside := secret && !tells[key]; {
		case manifest && (key == "data" || key == "stringData"):
			shown = r.Contents(object[key])
		case key == "value" && pairName != "":
			shown = r.value(pairName, object[key], inside || r.secretName(pairName))
		default:
			shown = r.value(key, object[key], inside || r.secretName(key))
		}
		answer[r.Key(answer, key)] = shown
	}
	return answer
}

// nameOfPair is the name in {"name": "DB_PASSWORD", "value": ...}, the form that
// environments and parameters have; "" for another object.
func nameOfPair(object map[string]any) string {
	for _, key := range []string{"name", "Name", "key", "parameterName"} {
		if name, ok := object[key].(string); ok {
			return name
		}
	}
	return ""
}

// Key is a map's key with secrets hidden, made different from those that the
// map has already.
func (r *Redactor) Key(taken map[string]any, key string) string {
	shown := r.text(key, false)
	if shown == key {
		return key
	}
	for i := 2; ; i++ {
		if _, exists := taken[shown]; !exists {
			return shown
		}
		shown = fmt.Sprintf("%s %d", r.text(key, false), i)
	}
}

func (r *Redactor) list(name string, list []any, secret bool) any {
	answer := make([]any, len(list))
	for i, item := range list {
		follows := false
		if i > 0 {
			flag, _ := list[i-1].(string)
			follows = r.announces(flag)
		}
		answer[i] = r.value(name, item, secret || follows)
	}
	return answer
}

// announces tells whether an argument is a flag whose value follows it and is
// secret: --password.
func (r *Redactor) announces(argument string) bool {
	return strings.HasPrefix(argument, "-") && !strings.Contains(argument, "=") && r.secretName(argument)
}

// Contents hides all that a value holds and keeps its keys: the data of a
// Kubernetes Secret.
func (r *Redactor) Contents(value any) any {
	object, ok := value.(map[string]any)
	if _, marked := Marked(object); !ok || marked {
		if text, isText := value.(string); value == nil || isText && placeholder(text) {
			return value
		}
		return Hidden
	}
	answer := make(map[string]any, len(object))
	for _, key := range slices.Sorted(maps.Keys(object)) {
		answer[r.Key(answer, key)] = Hidden
	}
	return answer
}
