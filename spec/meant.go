package spec

import (
	"math"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// What was meant: a value that this program reads in place of one that it does not, made
// of that one and not of an example. "" is where nothing can be told.

// meantInstead is what was meant by a value of another kind.
func meantInstead(n *node, t reflect.Type) string {
	switch {
	case n.kind == list || n.kind == object || n.kind == null || n.text == "":
		return ""
	case t.Kind() == reflect.Bool:
		return map[string]string{"yes": "true", "on": "true", "1": "true", "y": "true", "true": "true", "no": "false", "off": "false", "0": "false", "n": "false", "false": "false"}[strings.ToLower(n.text)]
	case t.Kind() == reflect.Int:
		return meantNumber(n.text)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return meantList(n.text)
	}
	return ""
}

var (
	numberForm = regexp.MustCompile(`^[^0-9+-]{0,3}([+-]?[0-9]+)(\.[0-9]*)?\s*[^0-9]*$`)
	grouping   = regexp.MustCompile(`([0-9])[,_' ]([0-9]{3})`)
)

func meantNumber(text string) string {
	text = strings.TrimSpace(grouping.ReplaceAllString(text, "$1$2"))
	if whole, err := strconv.ParseInt(text, 0, 32); err == nil {
		return strconv.FormatInt(whole, 10)
	}
	parts := numberForm.FindStringSubmatch(text)
	if parts == nil {
		return ""
	}
	whole, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || whole > math.MaxInt32 || whole < math.MinInt32 {
		return ""
	}
	return strconv.FormatInt(whole, 10)
}

var (
	// wordForm is one word of a command line: in quotes, or without blanks.
	wordForm = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"|'([^']*)'|[^\s]+`)
	bareWord = regexp.MustCompile(`^[A-Za-z./_-][A-Za-z0-9./_=@%+:-]*[A-Za-z0-9./_=@%+-]$|^-?[A-Za-z.]$`)
)

// meantList is a list of the words that a text has, as a shell would take them.
func meantList(text string) string {
	separated := regexp.MustCompile(`\s*,\s*`)
	if !strings.ContainsAny(text, `"'`) && strings.Contains(text, ",") {
		text = separated.ReplaceAllString(strings.TrimSpace(text), " ")
	}
	var words []string
	for _, word := range wordForm.FindAllStringSubmatch(text, -1) {
		plain := word[0]
		if plain[0] == '"' || plain[0] == '\'' {
			plain = word[1] + word[2]
		}
		words = append(words, quotedWord(plain))
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// quotedWord is a text as an item of a list, in quotes where YAML would read something
// else.
func quotedWord(word string) string {
	switch strings.ToLower(word) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n", ".inf", ".nan":
		return strconv.Quote(word)
	}
	if bareWord.MatchString(word) {
		return word
	}
	return strconv.Quote(word)
}

var notHost = regexp.MustCompile(`[^a-z0-9.-]+`)

// bareHost is the host of an address, or of what was meant as one.
func bareHost(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if address, err := url.Parse(text); err == nil && address.Hostname() != "" {
		text = address.Hostname()
	}
	text, _, _ = strings.Cut(text, "/")
	text, _, _ = strings.Cut(text, ":")
	return strings.Trim(notHost.ReplaceAllString(strings.TrimPrefix(text, "*."), "-"), ".-")
}

// meantHost is a host inside the domain.
func meantHost(text, domain string) string {
	host := bareHost(text)
	inside := host == domain || strings.HasSuffix(host, "."+domain)
	if inside && hostForm.MatchString(host) && len(host) <= hostLimit {
		return host
	}
	label := dnsLabel(strings.Split(host, ".")[0])
	return label + "." + domain
}

func meantDomain(text string) string {
	if host := bareHost(text); hostForm.MatchString(host) && len(host) <= hostLimit {
		return host
	}
	return "example.com"
}
