package spec

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// hidden stands in messages for a value that is, or looks like, a secret.
const hidden = "[hidden]"

// secretWords are the parts of a variable's name that say its value is secret.
// They are compared with whole words, so that TOKENIZER and KEYBOARD pass.
var secretWords = [][]string{
	{"PASSWORD"}, {"PASSWD"}, {"PWD"}, {"PASSPHRASE"}, {"SECRET"}, {"SECRETS"}, {"TOKEN"},
	{"CREDENTIAL"}, {"CREDENTIALS"}, {"APIKEY"},
	{"API", "KEY"}, {"ACCESS", "KEY"}, {"PRIVATE", "KEY"}, {"SIGNING", "KEY"}, {"ENCRYPTION", "KEY"},
}

// harmlessEndings are last words after which a name tells about a secret and
// does not hold it.
var harmlessEndings = map[string]bool{
	"TTL": true, "URL": true, "EXPIRY": true, "SECONDS": true, "MINUTES": true, "DAYS": true, "HOURS": true,
	"LENGTH": true, "NAME": true, "FILE": true, "PATH": true, "ALGORITHM": true, "ISSUER": true, "ENABLED": true, "TYPE": true,
}

// tokenShapes are the forms of well-known credentials.
var tokenShapes = []struct {
	name string
	form *regexp.Regexp
}{
	{"an AWS access key id", regexp.MustCompile(`\b(AKIA|ASIA)[0-9A-Z]{16}\b`)},
	{"a GitHub token", regexp.MustCompile(`\b(gh[opsur]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})`)},
	{"a GitLab token", regexp.MustCompile(`\bglpat-[A-Za-z0-9_-]{20,}`)},
	{"a Slack token", regexp.MustCompile(`\bxox[abprs]-[A-Za-z0-9-]{10,}`)},
	{"a Stripe key", regexp.MustCompile(`\b[rs]k_live_[A-Za-z0-9]{16,}`)},
	{"an OpenAI or Anthropic key", regexp.MustCompile(`\bsk-[A-Za-z0-9_-]{20,}`)},
	{"a JSON web token", regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.`)},
	{"a PEM block of a private key", regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----`)},
}

// looksSecret tells why a plain variable seems to hold a secret, "" when it
// does not.
func looksSecret(name, value string) string {
	for _, shape := range tokenShapes {
		if shape.form.MatchString(value) {
			return "its value has the form of " + shape.name
		}
	}
	if hasPassword(value) {
		return "its value is an address with a password in it"
	}
	if value != "" && secretName(name) {
		return "its name says that it is a secret"
	}
	return ""
}

var nameBreaks = regexp.MustCompile(`[^A-Za-z0-9]+|([a-z0-9])([A-Z])`)

func secretName(name string) bool {
	words := strings.Fields(strings.ToUpper(nameBreaks.ReplaceAllString(name, "$1 $2")))
	if len(words) == 0 || harmlessEndings[words[len(words)-1]] {
		return false
	}
	spaced := " " + strings.Join(words, " ") + " "
	for _, secret := range secretWords {
		if strings.Contains(spaced, " "+strings.Join(secret, " ")+" ") {
			return true
		}
	}
	return false
}

func hasPassword(value string) bool {
	if !strings.Contains(value, "://") {
		return false
	}
	address, err := url.Parse(value)
	if err != nil {
		// What cannot be parsed is judged by its form: user:password@host.
		return urlPassword.MatchString(value)
	}
	password, ok := address.User.Password()
	return ok && password != ""
}

var urlPassword = regexp.MustCompile(`://[^/@\s]*:[^/@\s]+@`)

// render is a found value as it would be written in the stack file, hidden
// where it may be a secret.
func render(path string, value any) string {
	text := fmt.Sprint(value)
	last := path[max(strings.LastIndexAny(path, `.:["`), 0):]
	if within(path, at("secrets")) && text != (missing{}).String() ||
		strings.Contains(path, ".env") && looksSecret(strings.Trim(last, `.:["]`), text) != "" ||
		looksSecret("", text) != "" {
		return hidden
	}
	if plain, ok := value.(string); ok {
		return strconv.Quote(plain)
	}
	return text
}
