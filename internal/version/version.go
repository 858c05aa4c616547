// Package version compares versions by their numbers, as engines and Kubernetes
// count them: "16.4" is before "16.10". It is pure.
package version

import (
	"cmp"
	"strconv"
	"strings"
)

// Compare is below zero where a is before b, above zero where it is after. What one
// of them leaves open, as "16" leaves the minor version of "16.4", decides nothing.
func Compare(a, b string) int {
	left, right := Numbers(a), Numbers(b)
	for i := range min(len(left), len(right)) {
		if order := cmp.Compare(left[i], right[i]); order != 0 {
			return order
		}
	}
	return 0
}

// Numbers are the numbers of a version, up to the first part that is none. A "v"
// before them is no part of it.
func Numbers(version string) []int {
	var list []int
	for part := range strings.SplitSeq(strings.TrimPrefix(version, "v"), ".") {
		number, err := strconv.Atoi(part)
		if err != nil {
			return list
		}
		list = append(list, number)
	}
	return list
}

// Major is the first number, 0 of what has none.
func Major(version string) int { return nth(version, 0) }

// Minor is the second number, 0 of what has none.
func Minor(version string) int { return nth(version, 1) }

func nth(version string, place int) int {
	if numbers := Numbers(version); place < len(numbers) {
		return numbers[place]
	}
	return 0
}
