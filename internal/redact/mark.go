package redact

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Pulumi's mark of a secret: an object with this key and value.
// https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
const (
	signature       = "4dabf18193072939515e22adb298388d"
	secretSignature = "1b47061264138c4ac30d75fd1eb44270"
	// outputSignature marks an output, which may be secret.
	outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
)

// Marked tells whether an object is Pulumi's form of a secret, and what it holds
// in plain text: nil when that is encrypted.
func Marked(object map[string]any) (plain any, marked bool) {
	switch object[signature] {
	case secretSignature:
		if value, present := object["value"]; present {
			return value, true
		}
		text, isText := object["plaintext"].(string)
		if !isText {
			return nil, true
		}
		if err := json.Unmarshal([]byte(text), &plain); err != nil {
			return text, true
		}
		return plain, true
	case outputSignature:
		if object["secret"] == true {
			return object["value"], true
		}
	}
	return nil, false
}

// Learn makes known what a value marks as secret in plain text, and what has a
// secret's name and does not look like a name itself.
func (r *Redactor) Learn(value any) {
	var found []string
	r.learn("", value, &found)
	if len(found) > 0 {
		r.Know(found...)
	}
}

func (r *Redactor) learn(name string, value any, found *[]string) {
	switch value := value.(type) {
	case map[string]any:
		if plain, marked := Marked(value); marked {
			leaves(plain, found)
			return
		}
		pairName := nameOfPair(value)
		for key, item := range value {
			if key == "value" && pairName != "" {
				key = pairName
			}
			r.learn(key, item, found)
		}
	case []any:
		for _, item := range value {
			r.learn(name, item, found)
		}
	case string:
		if r.secretName(name) && !placeholder(value) && !isARN(value) && !plainName.MatchString(value) {
			*found = append(*found, value)
		}
	}
}

// plainName is what a name looks like. A secret's name beside it may mean that
// it names the secret, and hiding it everywhere would hide too much.
var plainName = regexp.MustCompile(`^[a-z]*([-./_ ][a-z]*|[A-Z][a-z]+)*[0-9]{0,3}$`)

// leaves are the texts and numbers within a value.
func leaves(value any, found *[]string) {
	switch value := value.(type) {
	case map[string]any:
		for _, item := range value {
			leaves(item, found)
		}
	case []any:
		for _, item := range value {
			leaves(item, found)
		}
	case string:
		if !placeholder(value) {
			*found = append(*found, value)
		}
	case float64, json.Number:
		*found = append(*found, fmt.Sprint(value))
	}
}

// formsOf are the forms in which a secret is found in text.
func formsOf(secret string) []string {
	quoted, err := json.Marshal(secret)
	forms := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawStdEncoding.EncodeToString([]byte(secret)),
		base64.URLEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
	if err == nil {
		forms = append(forms, string(quoted[1:len(quoted)-1]), fmt.Sprintf("%q", secret)[1:])
	}
	if trimmed := strings.TrimSpace(secret); len(trimmed) >= shortestKnown {
		forms = append(forms, trimmed)
	}
	// Messages show a text of many lines line by line.
	for line := range strings.Lines(secret) {
		if line = strings.TrimSpace(line); len(line) >= shortestLine {
			forms = append(forms, line)
		}
	}
	return forms
}

// isARN tells whether a text is the name that AWS gives a resource. It refers to
// a secret and holds none.
func isARN(text string) bool { return arn.MatchString(text) }

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
var arn = regexp.MustCompile(`^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12}|aws)?:[A-Za-z0-9:/_.*-]+$`)
