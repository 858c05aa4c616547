package redact

import (
	"net/url"
	"regexp"
	"strings"
)

// Credential names the well-known credential that a text holds, "" when it
// holds none.
func Credential(text string) string {
	for _, credential := range credentials {
		if holdsAny(text, credential.marks) && credential.form.MatchString(text) {
			return credential.kind
		}
	}
	return ""
}

// HasPassword tells whether a text is an address with a password in it.
func HasPassword(text string) bool {
	if !strings.Contains(text, "://") {
		return false
	}
	address, err := url.Parse(text)
	if err != nil {
		// What cannot be parsed is judged by its form: user:password@host.
		return urlPassword.MatchString(text)
	}
	password, ok := address.User.Password()
	return ok && password != "" && !isTemplate(password)
}

var urlPassword = regexp.MustCompile(`://[^/@\s]*:[^/@\s]+@`)

// template is text in which a value is put later: ${NAME}, {name}, <name>, %s.
var template = regexp.MustCompile(`^(\$?\{[A-Za-z0-9_.-]+\}|\$\([A-Za-z0-9_.-]+\)|<[A-Za-z0-9_. -]+>|%s|\{\{.*\}\})$`)

func isTemplate(value string) bool { return template.MatchString(value) }

// hideCredentials hides what has a well-known form.
func hideCredentials(text string) string {
	for _, credential := range credentials {
		if holdsAny(text, credential.marks) {
			text = credential.form.ReplaceAllLiteralString(text, Hidden)
		}
	}
	return text
}

func holdsAny(text string, marks []string) bool {
	for _, mark := range marks {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}
