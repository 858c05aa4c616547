package redact

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// json hides secrets within a text that is a JSON object or list, and tells
// whether it is one. A text without secrets comes back as it was written.
func (r *Redactor) json(text string) (string, bool) {
	trimmed := strings.TrimSpace(text)
	if len(trimmed) < 2 || !(trimmed[0] == '{' && trimmed[len(trimmed)-1] == '}' || trimmed[0] == '[' && trimmed[len(trimmed)-1] == ']') {
		return text, false
	}
	decoder := json.NewDecoder(strings.NewReader(trimmed))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil || decoder.More() {
		return text, false
	}
	before, err := encode(value)
	if err != nil {
		return text, false
	}
	after, err := encode(r.value("", value, false))
	switch {
	case err != nil:
		return Hidden, true
	case after == before && !strings.Contains(text, "\\u"):
		return text, true
	}
	return after, true
}

func encode(value any) (string, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return strings.TrimSuffix(buffer.String(), "\n"), err
}

var (
	// assignment is NAME=value, with quotes or without.
	assignment = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_.-]*)(["']?\s?=\s?)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'&,;]+)`)
	// entry is `name: value` and `"name": "value"`, also with its quotes escaped.
	// Without a blank or a quote it could be a part of a URN.
	entry = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_.-]*)(\\*["']?\s*:\s+|\\*["']\s*:\s*)(\\+"[^"\\]*\\+"|"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"',;]+)`)
	// flag is --password value and -p value.
	flag = regexp.MustCompile(`(^|\s)(--?[A-Za-z][A-Za-z0-9-]*)(\s+)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'-]\S*)`)
	// authorization is a header's value.
	authorization = regexp.MustCompile(`(?i)\b(bearer|basic)(\s+)([A-Za-z0-9._~+/=-]{8,})`)
)

// hideAssigned hides values behind names that say they are secret.
func (r *Redactor) hideAssigned(text string) string {
	if strings.Contains(text, "=") {
		text = r.behind(assignment, text, func(name, _ string) bool { return r.secretName(name) })
	}
	if strings.Contains(text, ":") {
		text = r.behind(entry, text, func(name, value string) bool { return r.secretName(name) && !inProse(name, value) })
	}
	if strings.Contains(text, "-") && strings.ContainsAny(text, " \t\n") {
		text = replaceGroups(flag, text, func(groups []string) string {
			if name, value := groups[2], groups[4]; placeholder(value) || !(r.secretName(name) || name == "-p" && !isPort.MatchString(value)) {
				return groups[0]
			}
			return groups[1] + groups[2] + groups[3] + Hidden
		})
	}
	if len(text) > len("basic ") {
		text = replaceGroups(authorization, text, func(groups []string) string {
			if plainName.MatchString(groups[3]) {
				return groups[0] // "basic authentication"
			}
			return groups[1] + groups[2] + Hidden
		})
	}
	return text
}

// isPort is what -p often means instead: a port, a mapping of ports, a path.
var isPort = regexp.MustCompile(`^[0-9:]+(/(tcp|udp))?$|^\.{0,2}/`)

// inProse tells whether a colon is of a sentence, "invalid token: unexpected
// end", and not of an entry. Behind a password it never is.
func inProse(name, value string) bool {
	return !strings.Contains(strings.ToLower(name), "pass") && proseWord.MatchString(value)
}

var proseWord = regexp.MustCompile(`^[A-Za-z]+[.:)]?$`)

func (r *Redactor) behind(form *regexp.Regexp, text string, secret func(name, value string) bool) string {
	return replaceGroups(form, text, func(groups []string) string {
		name, link, value := groups[1], groups[2], groups[3]
		bare := strings.Trim(value, `\"'`)
		if placeholder(bare) || isARN(bare) || bare == "true" || bare == "false" || bare == "null" || !secret(name, bare) {
			return groups[0]
		}
		quote := value[:len(value)-len(strings.TrimLeft(value, `\"'`))]
		return name + link + quote + Hidden + quote
	})
}

// replaceGroups replaces each match by what a function makes of its groups.
func replaceGroups(form *regexp.Regexp, text string, replace func(groups []string) string) string {
	matches := form.FindAllStringSubmatchIndex(text, -1)
	if len(matches) == 0 {
		return text
	}
	var answer strings.Builder
	end := 0
	for _, match := range matches {
		groups := make([]string, len(match)/2)
		for i := range groups {
			if match[2*i] >= 0 {
				groups[i] = text[match[2*i]:match[2*i+1]]
			}
		}
		answer.WriteString(text[end:match[0]])
		answer.WriteString(replace(groups))
		end = match[1]
	}
	answer.WriteString(text[end:])
	return answer.String()
}
