package redact

import (
	"net/url"
	"regexp"
	"strings"
)

// credentials are the forms of well-known credentials. Each is looked for only
// in a text that holds one of its marks, for most texts hold none.
var credentials = []struct {
	kind  string
	marks []string
	form  *regexp.Regexp
}{
	{"an AWS access key id", []string{"AKIA", "ASIA"}, regexp.MustCompile(`\b(AKIA|ASIA)[0-9A-Z]{16}\b`)},
	{"a GitHub token", []string{"gh", "github_pat_"}, regexp.MustCompile(`\b(gh[opsur]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})`)},
	{"a GitLab token", []string{"glpat-"}, regexp.MustCompile(`\bglpat-[A-Za-z0-9_-]{20,}`)},
	{"a Slack token", []string{"xox"}, regexp.MustCompile(`\bxox[abprs]-[A-Za-z0-9-]{10,}`)},
	{"a Stripe key", []string{"k_live_"}, regexp.MustCompile(`\b[rs]k_live_[A-Za-z0-9]{16,}`)},
	{"an OpenAI or Anthropic key", []string{"sk-"}, regexp.MustCompile(`\bsk-[A-Za-z0-9_-]{20,}`)},
	{"a JSON web token", []string{"eyJ"}, regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.`)},
	{"a PEM block of a private key", []string{"PRIVATE KEY-----"}, regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----`)},
}

// whole are the forms of which more must be hidden than what tells them: the
// rest of the token, the block or the address.
var whole = []struct {
	mark string
	form *regexp.Regexp
}{
	{"PRIVATE KEY-----", regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)`)},
	{"eyJ", regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*`)},
	// https://api.slack.com/messaging/webhooks: whoever has the address may post.
	{"hooks.slack.com/", regexp.MustCompile(`hooks\.slack\.com/[^\s"'<>\\]+`)},
	{"/api/webhooks/", regexp.MustCompile(`/api/webhooks/[^\s"'<>\\]+`)},
}

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
	return ok && password != ""
}

var urlPassword = regexp.MustCompile(`://[^/@\s]*:[^/@\s]+@`)

// hideCredentials hides what has a well-known form.
func hideCredentials(text string) string {
	for _, form := range whole {
		if strings.Contains(text, form.mark) {
			text = form.form.ReplaceAllLiteralString(text, Hidden)
		}
	}
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
