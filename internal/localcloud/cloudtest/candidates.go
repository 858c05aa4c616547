package cloudtest

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// candidates are values that a scalar property might take; the rules decide
// which of them it does.
func candidates(p *facts.Property) []resource.PropertyValue {
	var list []resource.PropertyValue
	add := func(value any) { list = append(list, resource.NewPropertyValue(value)) }
	for _, legal := range p.Enum {
		add(legal)
	}
	switch p.Element {
	case facts.Bool:
		add(true)
		add(false)
	case facts.Int, facts.Float:
		for i := range list {
			if number, err := strconv.ParseFloat(list[i].StringValue(), 64); err == nil {
				list[i] = resource.NewProperty(number)
			}
		}
		for _, start := range numbers(p) {
			add(start)
			add(start + 1)
		}
	case facts.Any, facts.String:
		for _, text := range texts(p) {
			add(text)
		}
	}
	return list
}

func numbers(p *facts.Property) []float64 {
	starts := []float64{1, 60, 512}
	for _, least := range []*float64{p.Min, p.Range[0]} {
		if least != nil {
			starts = append([]float64{*least}, starts...)
		}
	}
	return starts
}

// texts are plain words of several lengths, the usual forms of names in cloud
// schemas, and what matches the property's own patterns.
func texts(p *facts.Property) []string {
	var list []string
	lower := strings.ToLower(p.Name)
	for nth := range 3 {
		switch {
		case p.Format == "cidr" || strings.Contains(lower, "cidr"):
			list = append(list, fmt.Sprintf("10.%d.0.0/16", nth))
		case p.Format == "arn" || strings.HasSuffix(lower, "arn"):
			list = append(list, fmt.Sprintf("arn:aws:iam::123456789012:role/sample%d", nth))
		case p.Format == "json" || strings.HasSuffix(lower, "policy"):
			list = append(list, fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get%d","Resource":"*"}]}`, nth))
		case lower == "zoneid" || lower == "accountid":
			list = append(list, fmt.Sprintf("%032x", nth+1))
		}
	}
	for nth := range 3 {
		list = append(list, fmt.Sprintf("sample%d", nth), fmt.Sprint(nth+1), strings.Repeat(fmt.Sprintf("%d", nth+1), 12))
	}
	for _, pattern := range p.Patterns {
		for longer := range 40 {
			list = append(list, matching(pattern, 0, longer), matching(pattern, 1, longer))
		}
	}
	lengths := []int{16, 32, 40, 64}
	if p.Length[0] != nil {
		lengths = append(lengths, int(*p.Length[0]))
	}
	for _, length := range lengths {
		list = append(list, strings.Repeat("a", length), strings.Repeat("b", length))
	}
	return list
}

// matching is a text that a pattern matches, as long as its repetitions allow
// beyond their least; nth picks among alternatives.
func matching(pattern *regexp.Regexp, nth, longer int) string {
	tree, err := syntax.Parse(pattern.String(), syntax.Perl)
	if err != nil {
		return ""
	}
	return written(tree, nth, longer)
}

func written(tree *syntax.Regexp, nth, longer int) string {
	switch tree.Op {
	case syntax.OpLiteral:
		return string(tree.Rune)
	case syntax.OpCharClass:
		return string(oneOf(tree.Rune, nth))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return string(rune('a' + nth))
	case syntax.OpCapture:
		return written(tree.Sub[0], nth, longer)
	case syntax.OpConcat:
		var text strings.Builder
		for _, part := range tree.Sub {
			text.WriteString(written(part, nth, longer))
		}
		return text.String()
	case syntax.OpAlternate:
		return written(tree.Sub[nth%len(tree.Sub)], nth, longer)
	case syntax.OpStar:
		return strings.Repeat(written(tree.Sub[0], nth, 0), longer)
	case syntax.OpPlus:
		return strings.Repeat(written(tree.Sub[0], nth, 0), 1+longer)
	case syntax.OpRepeat:
		count := tree.Min + longer
		if tree.Max >= 0 {
			count = min(count, tree.Max)
		}
		return strings.Repeat(written(tree.Sub[0], nth, 0), count)
	}
	return ""
}

// oneOf is a character of a class, a letter or digit where it has one.
func oneOf(ranges []rune, nth int) rune {
	for _, wanted := range []string{"abcdefghijklmnopqrstuvwxyz"[nth:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[nth:], "123456789"[nth:]} {
		for _, letter := range wanted {
			for i := 0; i+1 < len(ranges); i += 2 {
				if ranges[i] <= letter && letter <= ranges[i+1] {
					return letter
				}
			}
		}
	}
	return ranges[0]
}
