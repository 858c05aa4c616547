package redact

import (
	"regexp"
	"strings"
)

// Secret tells why a variable with that name and value holds a secret, "" where it
// holds none. It is the one judge of names and forms: the check refuses what it says,
// and whatever it says is hidden where values are shown. What only looks like chance is
// hidden too, and refused by nobody.
func Secret(name, value string) string {
	switch kind := Credential(value); {
	case value == "":
		return ""
	case kind != "":
		return "its value has the form of " + kind
	case HasPassword(value):
		return "its value is an address with a password in it"
	case passwordIn.MatchString(value):
		return "its value is a connection string with a password in it"
	case SecretName(name) && !isTemplate(value) && !isPlace(name, value) && !isARN(value):
		return "its name says that it is a secret"
	}
	return ""
}

var filePath = regexp.MustCompile(`^/[A-Za-z0-9._/-]+$`)

// isPlace tells whether the value says in which file a secret is. Passwords may begin
// with a stroke.
func isPlace(name, value string) bool {
	return filePath.MatchString(value) && !strings.Contains(strings.ToUpper(name), "PASS")
}
