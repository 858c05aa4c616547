package main

import (
	"fmt"
	"os"
	"os/exec"
	"time"

	"groundwork/tests/bench/cost"
	"groundwork/tests/bench/share"
)

// besideTheEcho takes a stack through its life on both sides, some rounds, prints
// the shares and gives the steps that took more than they may.
func besideTheEcho(o options) (missed []string, err error) {
	if o.rounds < 1 {
		return nil, nil
	}
	if _, err := os.Stat(o.command); err != nil {
		return nil, fmt.Errorf("finding the command to measure: %w; build it: make build", err)
	}
	// A round that is not counted warms the machine; it is watched closely.
	fmt.Fprintf(os.Stderr, "a round to count processes and memory, then %d to measure\n", o.rounds)
	watched, err := round(o, 0, cost.Often)
	if err != nil {
		return nil, err
	}
	var rounds [][]share.Pair
	for i := range o.rounds {
		measured, err := round(o, i, cost.Seldom)
		if err != nil {
			return nil, err
		}
		rounds = append(rounds, measured)
		fmt.Fprintf(os.Stderr, "round %d of %d is done\n", i+1, o.rounds)
	}
	missed = share.Compare(os.Stdout, fmt.Sprintf("%s: %d resources", o.stack, watched[0][share.Product].Changes["create"]), rounds, watched)
	return missed, nil
}

// round is one life on both sides, step by step, so that whatever else the
// machine does falls on both; number decides which side goes first.
func round(o options, number int, every time.Duration) ([]share.Pair, error) {
	var homes [2]string
	for side := range homes {
		home, err := os.MkdirTemp("", "groundwork-bench-")
		if err != nil {
			return nil, fmt.Errorf("making a home: %w", err)
		}
		defer os.RemoveAll(home)
		homes[side] = home
	}
	var measured []share.Pair
	for at, step := range share.Life {
		var took share.Pair
		for _, side := range []int{(number + at) % 2, (number + at + 1) % 2} {
			command, err := commandOf(o, side, step, homes[side])
			if err != nil {
				return nil, err
			}
			if took[side], err = cost.Measure(command, every, 0); err != nil {
				return nil, fmt.Errorf("%s: %w", step.Title, err)
			}
		}
		if err := share.SameWork(step, took); err != nil {
			return nil, err
		}
		measured = append(measured, took)
	}
	return measured, nil
}

func commandOf(o options, side int, step share.Step, home string) (*exec.Cmd, error) {
	if side == share.Product {
		args := append([]string{"local"}, step.Product...)
		command := exec.Command(o.command, append(args, "--stack", o.stack, "--json")...)
		command.Env = cost.Environment(home)
		return command, nil
	}
	return again(home, "echo", o.stack, home, step.Operation)
}

// again is this program as the process that is measured.
func again(home string, args ...string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	command := exec.Command(self, args...)
	command.Env = cost.Environment(home)
	return command, nil
}
