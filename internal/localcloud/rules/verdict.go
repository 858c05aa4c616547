package rules

// Set notes an edit, in Edits, Diffs and Replaces.
func (v *Verdict) Set(path string, edit Edit) {
	if v.Edits == nil {
		v.Edits = map[string]Edit{}
	}
	v.Edits[path] = edit
	v.Diffs = with(v.Diffs, root(path))
	if edit.Replace {
		v.Replaces = with(v.Replaces, root(path))
	}
}

// Drop forgets every edit of a top-level property.
func (v *Verdict) Drop(name string) {
	for path := range v.Edits {
		if root(path) == name {
			delete(v.Edits, path)
		}
	}
	v.Diffs, v.Replaces = without(v.Diffs, name), without(v.Replaces, name)
	if len(v.Replaces) == 0 {
		v.DeleteFirst = false
	}
}

func with(list []string, name string) []string {
	set := map[string]bool{name: true}
	for _, item := range list {
		set[item] = true
	}
	return sortedSet(set)
}

func without(list []string, name string) []string {
	var rest []string
	for _, item := range list {
		if item != name {
			rest = append(rest, item)
		}
	}
	return rest
}
