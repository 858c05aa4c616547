package kubernetes

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"sync"
)

// strict holds an object against the API's own Go type, as the server does
// with fieldValidation=Strict. Unlike the server's decoder it passes over what
// is not known yet, so that a preview refuses the rest.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
type strict struct {
	unknownFields []string
	// misfit is the first value of a wrong type, which ends a decoder's work.
	misfit string
}

// misfits returns what the server would say, nothing when the object fits.
func misfits(t *resourceType, object fields) []string {
	if t.shape == nil {
		return nil
	}
	s := &strict{}
	s.structure(t.shape, "", object)
	if s.misfit != "" {
		return []string{fmt.Sprintf("%s in version %q cannot be handled as a %s: %s", t.kind, t.version, t.kind, s.misfit)}
	}
	sort.Strings(s.unknownFields)
	var list []string
	for _, path := range s.unknownFields {
		list = append(list, fmt.Sprintf("strict decoding error: unknown field %q", path))
	}
	return list
}

func (s *strict) structure(shape reflect.Type, path string, object fields) {
	members := membersOf(shape)
	for name, value := range object {
		member, ok := members[name]
		if !ok {
			s.unknownFields = append(s.unknownFields, join(path, name))
			continue
		}
		s.value(member, join(path, name), shape.Name(), value)
	}
}

// value holds one value against its type. holder is the name of the struct it
// is a field of, which the decoder's message gives.
func (s *strict) value(shape reflect.Type, path, holder string, value any) {
	for shape.Kind() == reflect.Pointer {
		shape = shape.Elem()
	}
	if _, hidden := value.(unknown); hidden || value == nil {
		return
	}
	if check, ok := scalars[shape]; ok {
		if problem := check(value); problem != "" {
			s.refuse("%s: %s", path, problem)
		}
		return
	}
	switch shape.Kind() {
	case reflect.Struct:
		if object, ok := value.(fields); ok {
			s.structure(shape, path, object)
			return
		}
	case reflect.Map:
		if object, ok := value.(fields); ok {
			for name, item := range object {
				s.value(shape.Elem(), join(path, name), holder, item)
			}
			return
		}
	case reflect.Slice:
		if s.list(shape, path, holder, value) {
			return
		}
	default:
		if fitsScalar(shape.Kind(), value) {
			return
		}
	}
	s.refuse("json: cannot unmarshal %s into Go struct field %s.%s of type %s", described(value), holder, path, typeName(shape))
}

func (s *strict) list(shape reflect.Type, path, holder string, value any) bool {
	if shape.Elem().Kind() == reflect.Uint8 {
		encoded, ok := value.(string)
		if _, err := base64.StdEncoding.DecodeString(encoded); ok && err != nil {
			s.refuse("%s: %v", path, err)
		}
		return ok
	}
	list, ok := value.([]any)
	for i, item := range list {
		s.value(shape.Elem(), fmt.Sprintf("%s[%d]", path, i), holder, item)
	}
	return ok
}

func (s *strict) refuse(format string, args ...any) {
	if s.misfit == "" {
		s.misfit = fmt.Sprintf(format, args...)
	}
}

func fitsScalar(kind reflect.Kind, value any) bool {
	switch kind {
	case reflect.String:
		_, ok := value.(string)
		return ok
	case reflect.Bool:
		_, ok := value.(bool)
		return ok
	case reflect.Float32, reflect.Float64:
		_, ok := value.(float64)
		return ok
	case reflect.Interface:
		return true
	}
	number, ok := value.(float64)
	return ok && whole(number)
}

var knownMembers sync.Map

// membersOf lists a struct's fields by their names in JSON.
func membersOf(shape reflect.Type) map[string]reflect.Type {
	if known, ok := knownMembers.Load(shape); ok {
		return known.(map[string]reflect.Type)
	}
	members := map[string]reflect.Type{}
	for i := range shape.NumField() {
		field := shape.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case strings.Contains(options, "inline") || field.Anonymous && name == "":
			for inner, member := range membersOf(field.Type) {
				members[inner] = member
			}
		case name != "" && name != "-":
			members[name] = field.Type
		}
	}
	knownMembers.Store(shape, members)
	return members
}

func described(value any) string {
	switch v := value.(type) {
	case string:
		return "string"
	case bool:
		return "bool"
	case float64:
		if whole(v) {
			return "number"
		}
		return fmt.Sprintf("number %v", v)
	case []any:
		return "array"
	}
	return "object"
}

func typeName(shape reflect.Type) string {
	if shape.Kind() == reflect.Struct || shape.Kind() == reflect.Slice || shape.Kind() == reflect.Map {
		return shape.String()
	}
	return shape.Kind().String()
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
