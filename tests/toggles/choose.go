package toggles

import "fmt"

// first takes the first of the values that is accepted; where none is, the first
// is refused.
func (w *walker) first(key string, at path, values choices) Toggle {
	var refused *Toggle
	for _, value := range values {
		toggle := w.made(key, edit{at: at, value: value})
		if toggle.Refused == nil {
			w.found = append(w.found, toggle)
			return toggle
		}
		if refused == nil {
			refused = &toggle
		}
	}
	if refused == nil {
		return Toggle{}
	}
	if value, offers := refused.instead(); offers {
		if toggle := w.made(key, edit{at: at, value: value}); toggle.Refused == nil {
			w.found = append(w.found, toggle)
			return toggle
		}
	}
	w.found = append(w.found, *refused)
	return *refused
}

func (w *walker) try(key string, own edit) Toggle {
	toggle := w.made(key, own)
	w.found = append(w.found, toggle)
	return toggle
}

func (w *walker) made(key string, own edit) Toggle {
	toggle, err := w.base.accepted(key, own)
	w.fail(err)
	return toggle
}

func (w *walker) fail(err error) {
	if w.err == nil && err != nil {
		w.err = fmt.Errorf("walking %s: %w", w.base, err)
	}
}
