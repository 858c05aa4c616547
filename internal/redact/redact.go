// Package redact hides secrets in what people are shown: in values like those of
// JSON, and in text such as messages and names. What is marked as secret is
// hidden whatever it is; so is what has a secret's name, a credential's form or
// the look of chance. When in doubt it hides.
package redact

import (
	"sort"
	"strings"
)

// Hidden stands in place of a secret. It is what Pulumi writes too.
const Hidden = "[secret]"

const (
	// shortestKnown is how long a known secret must be to be looked for within
	// other text; a shorter one is hidden only where it is all there is.
	shortestKnown = 6
	// shortestLine is how long a line of a known secret must be for that.
	shortestLine = 12
	// remembered is how many texts a Redactor remembers the answer for.
	remembered = 1 << 16
)

// Redactor hides secrets in the values of one stream. It is not for use by
// several goroutines at once.
type Redactor struct {
	known              map[string]bool
	replacer           *strings.Replacer
	names, identifiers map[string]bool
	texts              map[string]string
}

// New is a Redactor that also hides the given secrets, in the forms that they
// take in text: as they are, quoted in JSON, escaped in an address, in base64.
func New(known ...string) *Redactor {
	r := &Redactor{known: map[string]bool{}, names: map[string]bool{}, identifiers: map[string]bool{}}
	r.Know(known...)
	return r
}

// Value hides secrets in a value such as encoding/json decodes. The name is the
// property's that has it, "" when there is none. The value is not changed; what
// of it holds no secret may be shared with the answer.
func Value(name string, value any) any { return New().Value(name, value) }

// Text hides secrets in a text.
func Text(text string) string { return New().Text(text) }

// Know makes secrets known, so that they are hidden wherever they stand.
func (r *Redactor) Know(secrets ...string) {
	for _, secret := range secrets {
		if secret != "" && secret != Hidden {
			r.known[secret] = true
		}
	}
	r.texts, r.replacer = map[string]string{}, nil
}

// prepare builds the search for what is known. Longer secrets come first, so
// that one within another leaves no rest.
func (r *Redactor) prepare() *strings.Replacer {
	if r.replacer != nil {
		return r.replacer
	}
	forms := map[string]bool{}
	for secret := range r.known {
		if len(secret) >= shortestKnown {
			for _, form := range formsOf(secret) {
				forms[form] = true
			}
		}
	}
	sorted := make([]string, 0, len(forms))
	for form := range forms {
		sorted = append(sorted, form)
	}
	sort.Slice(sorted, func(i, j int) bool {
		if len(sorted[i]) != len(sorted[j]) {
			return len(sorted[i]) > len(sorted[j])
		}
		return sorted[i] < sorted[j]
	})
	pairs := make([]string, 0, 2*len(sorted))
	for _, form := range sorted {
		pairs = append(pairs, form, Hidden)
	}
	r.replacer = strings.NewReplacer(pairs...)
	return r.replacer
}

// Text hides secrets in a text.
func (r *Redactor) Text(text string) string { return r.text(text, false) }

// text hides secrets in a text; in one that identifies something, long
// hexadecimal numbers pass.
func (r *Redactor) text(text string, identifies bool) string {
	if text == "" || text == Hidden {
		return text
	}
	if r.known[text] {
		return Hidden
	}
	key := text
	if identifies {
		key = "\x00" + text
	}
	if answer, known := r.texts[key]; known {
		return answer
	}
	answer := text
	if len(r.known) > 0 {
		answer = r.prepare().Replace(answer)
	}
	if whole, isJSON := r.json(answer); isJSON {
		answer = whole
	} else {
		answer = r.prose(answer, identifies)
	}
	if len(r.texts) < remembered {
		r.texts[key] = answer
	}
	return answer
}

// prose hides secrets in text that is not JSON.
func (r *Redactor) prose(text string, identifies bool) string {
	text = hideCredentials(text)
	text = hideInAddresses(text)
	text = r.hideAssigned(text)
	if looksLikePassword(text) {
		return Hidden
	}
	return hideRandom(text, identifies)
}
