package cli

import "groundwork/internal/drift"

// driftPaper is the drift of some stacks as a printable.
type driftPaper struct{ checks []drift.Check }

func (d driftPaper) drifts() []drift.Drift {
	drifts := make([]drift.Drift, 0, len(d.checks))
	for _, check := range d.checks {
		drifts = append(drifts, check.Drift)
	}
	return drifts
}

func (d driftPaper) Text() string              { return drift.Text(d.drifts()...) }
func (d driftPaper) Markdown(limit int) string { return drift.Markdown(limit, d.drifts()...) }
func (d driftPaper) JSON() ([]byte, error)     { return drift.JSON(d.drifts()...) }
