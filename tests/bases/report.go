package main

import (
	"fmt"
	"io"
	"strings"

	"groundwork/tests/ledger"
)

// report has what came of each stack on each base.
type report struct{ *ledger.Ledger }

// openReport opens the last report of this command, or begins today's.
func openReport(dir, command string) (report, error) {
	code, err := ledger.CodeOf(command)
	if err != nil {
		return report{}, fmt.Errorf("%w; build it: make build", err)
	}
	path, err := ledger.Dated(dir, code)
	if err != nil {
		return report{}, err
	}
	opened, err := ledger.Open(path)
	return report{opened}, err
}

func (r report) outcome(base commit, stack string) (outcome, bool) {
	text, known := r.Known(base.id + "\t" + stack)
	came, said, _ := strings.Cut(text, ": ")
	return outcome{kind(came), said}, known
}

func (r report) record(base commit, stack string, came outcome) error {
	fmt.Printf("%.12s %s %s: %s: %s\n", base.id, base.date, stack, came.kind, came.said)
	return r.Record(base.id+"\t"+stack, string(came.kind)+": "+came.said)
}

// tell adds up. It is an error when something fails, and when nothing was passed: then
// nothing is known.
func (r report) tell(out io.Writer, bases []commit, stacks []string) error {
	if len(bases) == 0 {
		fmt.Fprintln(out, "there is no earlier program to rehearse this one on")
		return nil
	}
	count, passed := map[kind]int{}, 0
	for _, base := range bases {
		for _, stack := range stacks {
			if came, known := r.outcome(base, stack); known {
				count[came.kind]++
				if came.kind.passed() {
					passed++
				}
			}
		}
	}
	fmt.Fprintf(out, "%d of %d rehearsals on %d bases passed\n", passed, len(bases)*len(stacks), len(bases))
	for _, one := range []kind{works, oneWay, unchanged, refused, loses, unbuilt, wrong, down, fails, unknown} {
		if count[one] > 0 {
			fmt.Fprintf(out, "%4d %s\n", count[one], one)
		}
	}
	switch bad := count[fails] + count[unknown]; {
	case bad > 0:
		return fmt.Errorf("of the rehearsals on earlier programs, %d failed: %s", bad, r.Path)
	case passed == 0:
		return fmt.Errorf("none of the bases could be passed: %s", r.Path)
	}
	return nil
}
