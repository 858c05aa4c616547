package cloudflare

import (
	"fmt"
	"strings"
)

// scan splits an expression of the rules' language into the words outside its
// texts, and tells what leaves a text or a bracket open.
// https://developers.cloudflare.com/ruleset-engine/rules-language/values/
func scan(expression string) (words []string, problem error) {
	var open []byte
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for i := 0; i < len(expression); {
		c := expression[i]
		length := textLength(expression[i:], word.Len() == 0)
		switch {
		case length < 0:
			return words, fmt.Errorf("the text at character %d has no end", i+1)
		case length > 0:
			flush()
			i += length
			continue
		case strings.IndexByte("({[", c) >= 0:
			open = append(open, closing[c])
		case strings.IndexByte(")}]", c) >= 0:
			if len(open) == 0 || open[len(open)-1] != c {
				return words, fmt.Errorf("the %q at character %d closes nothing", c, i+1)
			}
			open = open[:len(open)-1]
		}
		if strings.IndexByte(" \t\n\r(){}[],", c) >= 0 {
			flush()
		} else {
			word.WriteByte(c)
		}
		i++
	}
	flush()
	if len(open) > 0 {
		return words, fmt.Errorf("a %q is missing at the end", open[len(open)-1])
	}
	return words, nil
}

var closing = map[byte]byte{'(': ')', '{': '}', '[': ']'}

// textLength is the length of a text that begins here: "..." with escapes, or
// raw as in r"..." and r##"..."##, where a word may begin. 0 is no text, -1 one
// without an end.
func textLength(rest string, fresh bool) int {
	if rest[0] == '"' {
		for i := 1; i < len(rest); i++ {
			switch rest[i] {
			case '\\':
				i++
			case '"':
				return i + 1
			}
		}
		return -1
	}
	if rest[0] != 'r' || !fresh {
		return 0
	}
	marks := len(rest[1:]) - len(strings.TrimLeft(rest[1:], "#"))
	start := 1 + marks
	if start >= len(rest) || rest[start] != '"' {
		return 0
	}
	end := strings.Index(rest[start+1:], `"`+strings.Repeat("#", marks))
	if end < 0 {
		return -1
	}
	return start + 1 + end + 1 + marks
}
