package facts

import "strings"

// shape splits "set obj", "[]string" or "list string" into a container and an element.
func shape(text string) (Container, Element) {
	container := Single
	switch {
	case strings.HasPrefix(text, "[]"):
		container, text = List, text[2:]
	case strings.HasPrefix(text, "list "):
		container, text = List, text[5:]
	case strings.HasPrefix(text, "set "):
		container, text = Bag, text[4:]
	case strings.HasPrefix(text, "map "):
		container, text = Map, text[4:]
	}
	if container == Map && text == "obj" {
		return Map, Object
	}
	switch element := Element(text); element {
	case String, Int, Float, Bool, Object:
		return container, element
	default:
		return container, Any
	}
}
