package price

// Amount is what is known of a cost, and of how many things it isn't.
type Amount struct {
	// Known is the sum of what is known: all of it where nothing is unknown, and
	// otherwise the least that it can be.
	Known Money `json:"known"`
	// Unknown is how many things aren't in it.
	Unknown int `json:"unknown,omitempty"`
}

// Whole is true of a sum that lacks nothing.
func (a Amount) Whole() bool { return a.Unknown == 0 }

// String is the sum in dollars and cents, and no less than what is true: "210.36",
// "at least 210.36", "unknown".
func (a Amount) String() string {
	switch {
	case a.Whole():
		return a.Known.String()
	case a.Known == 0:
		return "unknown"
	}
	return "at least " + a.Known.String()
}

func (a Amount) plus(b Amount) Amount {
	return Amount{Known: a.Known + b.Known, Unknown: a.Unknown + b.Unknown}
}

// Change is a cost before a change and after it.
type Change struct {
	Before Amount `json:"before"`
	After  Amount `json:"after"`
	// Difference is After less Before, also where both lack the same; nil where what
	// is unknown changes.
	Difference *Money `json:"difference"`
}

// Known is a change of which everything is known.
func Known(before, after Money) Change {
	difference := after - before
	return Change{Before: Amount{Known: before}, After: Amount{Known: after}, Difference: &difference}
}

// Steady is true of what is known to cost the same as before.
func (c Change) Steady() bool { return c.Difference != nil && *c.Difference == 0 }

// Nothing is true of what costs nothing, before and after.
func (c Change) Nothing() bool { return c.Before == Amount{} && c.After == Amount{} }

func (c Change) plus(o Change) Change {
	sum := Change{Before: c.Before.plus(o.Before), After: c.After.plus(o.After)}
	if c.Difference != nil && o.Difference != nil {
		difference := *c.Difference + *o.Difference
		sum.Difference = &difference
	}
	return sum
}
