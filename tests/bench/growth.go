package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"groundwork/tests/bench/cost"
	"groundwork/tests/bench/share"
)

// growing are the operations whose growth is measured.
var growing = []struct{ title, operation string }{
	{"preview", "preview"}, {"first up", "up"}, {"unchanged up", "up"}, {"destroy", "destroy"},
}

// growth prints what each resource takes in stacks of some sizes. What an operation
// takes however small the stack is makes the first rows dearer; where cost is
// linear, each more costs the same.
func growth(o options) error {
	sizes, err := sizesOf(o.sizes)
	if err != nil || len(sizes) == 0 {
		return err
	}
	fmt.Printf("\ngenerated stacks: CPU milliseconds for each resource (for each more than in the row above)\n%-10s", "resources")
	for _, operation := range growing {
		fmt.Printf(" %18s", operation.title)
	}
	fmt.Printf(" %18s\n", "memory of an up")
	var above share.Row
	for _, size := range sizes {
		grown, err := grow(size, o.limit)
		if err != nil {
			return fmt.Errorf("a stack of %d resources: %w", size, err)
		}
		fmt.Printf("%-10d", size)
		for at := range growing {
			fmt.Printf(" %18s", grown.Cell(at, above, o.limit))
		}
		fmt.Printf(" %15.2f GB\n", share.Gigabytes(grown.Peak))
		above = grown
	}
	return nil
}

// grow takes a generated stack through its life in a cloud of its own. After an
// operation that did not end in time there is nothing to go on from.
func grow(size int, limit time.Duration) (share.Row, error) {
	grown := share.Row{Size: size}
	home, err := os.MkdirTemp("", "groundwork-bench-")
	if err != nil {
		return grown, fmt.Errorf("making a home: %w", err)
	}
	defer os.RemoveAll(home)
	for _, operation := range growing {
		command, err := again(home, "grown", strconv.Itoa(size), home, operation.operation)
		if err != nil {
			return grown, err
		}
		took, err := cost.Measure(command, cost.Seldom, limit)
		if operation.operation == "up" {
			grown.Peak = max(grown.Peak, took.Peak)
		}
		if errors.Is(err, cost.ErrLate) {
			return grown, nil
		}
		if err != nil {
			return grown, fmt.Errorf("%s: %w", operation.title, err)
		}
		if done := total(took.Changes); done != size {
			return grown, fmt.Errorf("%s: %d resources were looked at", operation.title, done)
		}
		grown.CPU = append(grown.CPU, took.CPU)
	}
	return grown, nil
}

func total(changes map[string]int) (count int) {
	for _, some := range changes {
		count += some
	}
	return count
}

// sizesOf reads "228,1410"; an empty text has none.
func sizesOf(text string) (sizes []int, err error) {
	if text == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		size, err := strconv.Atoi(part)
		if err != nil || size < 2 {
			return nil, fmt.Errorf("%q is not a number of resources", part)
		}
		sizes = append(sizes, size)
	}
	return sizes, nil
}
