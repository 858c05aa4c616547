package spec

import (
	"slices"
	"strings"

	"groundwork/internal/pgparam"
)

// advised records an error of the form "what is wrong: what to write".
func (v *validator) advised(path string, value any, err error) {
	rule, advice := err.Error(), "another value"
	if i := strings.LastIndex(rule, ": "); i >= 0 {
		rule, advice = rule[:i], strings.TrimPrefix(rule[i+2:], "write ")
		if meant, ok := strings.CutPrefix(advice, "did you mean "); ok {
			advice = strings.Trim(meant, `"?`)
		}
	}
	v.add(path, value, rule, v.advice(path, advice))
}

// advice is what a table says to write, as it would stand in the file.
func (v *validator) advice(path, advice string) string {
	if low, rest, is := strings.Cut(advice, " to "); is && strings.Trim(low, "0123456789") == "" {
		most, other, _ := strings.Cut(rest, ", or ")
		if strings.Contains(most, " GiB") {
			low += "GB"
		}
		if other != "" {
			other = ", or " + strings.Replace(other, "0 to", assign(path, 0)+" to", 1)
		}
		return assign(path, low) + " (up to " + most + ")" + other
	}
	values, one := strings.CutPrefix(advice, "one of ")
	if one && !strings.Contains(values, "such as") {
		return assign(path, strings.ReplaceAll(values, ", ", ", or "))
	}
	if rest, leave := strings.CutPrefix(advice, "leave IOPS out"); leave {
		return "nothing: leave the key out" + strings.Replace(rest, "take 400 GiB of storage or more", at("database", "storage")+": 400GB", 1)
	}
	if slices.Contains(pgparam.Names(), advice) {
		return advice + ":"
	}
	if advice == "on or off" {
		return assign(path, `"on", or "off"`)
	}
	return advice
}
