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

// growth prints what each resource takes in stacks of some sizes: the same in all
// of them, where cost is linear.
func growth(o options) error {
	sizes, err := sizesOf(o.sizes)
	if err != nil || len(sizes) == 0 {
		return err
	}
	fmt.Printf("\ngenerated stacks; CPU milliseconds for each resource\n%-10s", "resources")
	for _, operation := range growing {
		fmt.Printf(" %18s", operation.title)
	}
	fmt.Printf(" %18s\n", "memory of an up")
	for _, size := range sizes {
		cells, peak, err := grow(size, o.limit)
		if err != nil {
			return fmt.Errorf("a stack of %d resources: %w", size, err)
		}
		fmt.Printf("%-10d", size)
		for _, cell := range cells {
			fmt.Printf(" %18s", cell)
		}
		fmt.Printf(" %15.2f GB\n", share.Gigabytes(peak))
	}
	return nil
}

// grow takes a generated stack through its life in a cloud of its own. After an
// operation that did not end in time there is nothing to go on from.
func grow(size int, limit time.Duration) (cells []string, peak int64, err error) {
	home, err := os.MkdirTemp("", "groundwork-bench-")
	if err != nil {
		return nil, 0, fmt.Errorf("making a home: %w", err)
	}
	defer os.RemoveAll(home)
	for _, operation := range growing {
		command, err := again(home, "grown", strconv.Itoa(size), home, operation.operation)
		if err != nil {
			return nil, 0, err
		}
		took, err := cost.Measure(command, cost.Seldom, limit)
		if operation.operation == "up" {
			peak = max(peak, took.Peak)
		}
		if errors.Is(err, cost.ErrLate) {
			cells = append(cells, fmt.Sprintf("not within %.0f s", limit.Seconds()))
			for len(cells) < len(growing) {
				cells = append(cells, "-")
			}
			return cells, peak, nil
		}
		if err != nil {
			return nil, 0, fmt.Errorf("%s: %w", operation.title, err)
		}
		if done := total(took.Changes); done != size {
			return nil, 0, fmt.Errorf("%s: %d resources were looked at", operation.title, done)
		}
		cells = append(cells, fmt.Sprintf("%.2f", 1000*took.CPU/float64(size)))
	}
	return cells, peak, nil
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
