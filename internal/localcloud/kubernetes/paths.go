package kubernetes

import "strconv"

// copyFields copies an object throughout.
func copyFields(value any) any {
	switch v := value.(type) {
	case fields:
		out := make(fields, len(v))
		for name, item := range v {
			out[name] = copyFields(item)
		}
		return out
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = copyFields(item)
		}
		return list
	}
	return value
}

// at reads the value at a path of names, nil when there is none.
func at(object any, path ...string) any {
	for _, name := range path {
		switch v := object.(type) {
		case fields:
			object = v[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			object = v[i]
		default:
			return nil
		}
	}
	return object
}

// textAt reads a text.
func textAt(object any, path ...string) string {
	text, _ := at(object, path...).(string)
	return text
}

// put writes a value, making the maps on the way.
func put(object fields, value any, path ...string) {
	for _, name := range path[:len(path)-1] {
		next, ok := object[name].(fields)
		if !ok {
			next = fields{}
			object[name] = next
		}
		object = next
	}
	object[path[len(path)-1]] = value
}

// drop removes a value.
func drop(object fields, path ...string) {
	last := len(path) - 1
	if holder, ok := at(object, path[:last]...).(fields); ok {
		delete(holder, path[last])
	}
}
