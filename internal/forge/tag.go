package forge

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// tagLine is a tag: an HTML comment that Markdown does not show.
var tagLine = regexp.MustCompile(`^<!-- groundwork:[a-z]+(:[A-Za-z0-9._/%-]*)* -->`)

// Tag is the hidden first line by which a comment or an issue is found again:
// Tag("drift", "stockindicator", "prod") is "<!-- groundwork:drift:stockindicator:prod -->".
// The kind is one lower-case word. Different names make different tags, and none
// can end the HTML comment early.
func Tag(kind string, names ...string) string {
	var tag strings.Builder
	tag.WriteString("<!-- groundwork:" + kind)
	for _, name := range names {
		tag.WriteString(":" + escaped(name))
	}
	return tag.String() + " -->"
}

// escaped is a name with all but letters, digits, dots, underscores, slashes and
// single hyphens in percent-encoding.
func escaped(name string) string {
	var plain strings.Builder
	for i := range len(name) {
		letter := name[i]
		switch {
		case letter >= 'a' && letter <= 'z', letter >= 'A' && letter <= 'Z', letter >= '0' && letter <= '9',
			strings.IndexByte("._/", letter) >= 0,
			letter == '-' && (i == 0 || name[i-1] != '-'):
			plain.WriteByte(letter)
		default:
			fmt.Fprintf(&plain, "%%%02X", letter)
		}
	}
	return plain.String()
}

// ReadTag takes a tag apart that stands alone: what Tag was given.
func ReadTag(tag string) (kind string, names []string, ok bool) {
	if tagLine.FindString(tag) != tag || tag == "" {
		return "", nil, false
	}
	inside := strings.TrimSuffix(strings.TrimPrefix(tag, "<!-- groundwork:"), " -->")
	kind, rest, more := strings.Cut(inside, ":")
	if !more {
		return kind, nil, true
	}
	for name := range strings.SplitSeq(rest, ":") {
		plain, err := url.PathUnescape(name)
		if err != nil {
			return "", nil, false
		}
		names = append(names, plain)
	}
	return kind, names, true
}

// TagOf is the tag that a body begins with, "" when it begins with none. A tag
// further down does not count: the text there may quote somebody.
func TagOf(body string) string {
	return tagLine.FindString(strings.TrimLeft(body, " \t\r\n\ufeff"))
}

// sendable is what is wrong with a body that is about to be created.
func sendable(body string) error {
	if TagOf(body) == "" {
		return fmt.Errorf("its body does not begin with a tag, so it could never be found again")
	}
	return short(body)
}

// short tells whether the forge takes all of a body.
func short(body string) error {
	if length := utf8.RuneCountInString(body); length > BodyLimit {
		return fmt.Errorf("its body has %d characters, more than the %d that GitHub takes", length, BodyLimit)
	}
	return nil
}
