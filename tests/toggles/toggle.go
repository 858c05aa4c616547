package toggles

import (
	"encoding/json"
	"strings"

	"groundwork/spec"
)

// Toggle is a change of one key on one stack, with what the check says has to go
// along.
type Toggle struct {
	// Key is the key by its section's type, such as "Service.cpu": the same for every
	// service of every stack.
	Key string
	// edits are the change, the key's own first.
	edits []edit
	// Refused are why the check has none of it; none when it is accepted.
	Refused spec.Problems
}

// String names the toggle, the same in every run.
func (t Toggle) String() string {
	parts := make([]string, len(t.edits))
	for i, one := range t.edits {
		parts[i] = one.String()
	}
	if len(parts) > 1 {
		return parts[0] + " (with " + strings.Join(parts[1:], ", ") + ")"
	}
	return parts[0]
}

func (e edit) String() string {
	if e.remove {
		return e.at.String() + " taken out"
	}
	value, err := json.Marshal(e.value)
	if err != nil {
		return e.at.String() + ": " + err.Error()
	}
	return e.at.String() + ": " + string(value)
}

// apart tells whether two toggles can be made at once.
func (t Toggle) apart(other Toggle) bool {
	for _, one := range t.edits {
		for _, two := range other.edits {
			if !one.at.apart(two.at) {
				return false
			}
		}
	}
	return true
}
