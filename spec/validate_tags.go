package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// tagText are the characters that every AWS service takes in tags, and the
// limits: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
var tagText = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

const (
	tagKeyLimit   = 128
	tagValueLimit = 256
	// tagLimit leaves room for the standard tags and those that EKS and the
	// load balancer controller add: a resource holds 50.
	tagLimit = 40
)

var standardTags = []string{"Name", "System", "Environment", "ManagedBy"}

func (v *validator) tags() {
	if len(v.sys.Tags) > tagLimit {
		v.add(at("tags"), raw(count(len(v.sys.Tags), "tag")), fmt.Sprintf("a resource holds 50 tags, and some are set by AWS and by this program: at most %d more", tagLimit), "fewer tags")
	}
	seen := map[string]string{}
	for _, key := range sorted(v.sys.Tags) {
		v.tag(at("tags", key), key, v.sys.Tags[key])
		if other, taken := seen[strings.ToLower(key)]; taken {
			v.add(at("tags", key), v.sys.Tags[key], fmt.Sprintf("IAM tells tags apart regardless of case, and there is the tag %q", other), "nothing: leave one of the two out")
		}
		seen[strings.ToLower(key)] = key
	}
}

// plainTagKey is a tag's key made legal, or nothing where that is taken.
func (v *validator) plainTagKey(key string) string {
	plain := []rune(plainTagText(key))
	plain = plain[:min(len(plain), tagKeyLimit)]
	if _, taken := v.sys.Tags[string(plain)]; taken || strings.TrimSpace(string(plain)) == "" {
		return "nothing: leave it out"
	}
	return string(plain) + ":"
}

// plainTagText is what is left of a text without what tags can't have.
func plainTagText(text string) string {
	letters := []rune(text)
	letters = slices.DeleteFunc(letters, func(letter rune) bool { return !tagText.MatchString(string(letter)) })
	return string(letters[:min(len(letters), tagValueLimit)])
}

func (v *validator) tag(path, key, value string) {
	if strings.HasPrefix(strings.ToLower(key), "aws:") {
		plain, write := key[len("aws:"):], "nothing: leave it out"
		if _, taken := v.sys.Tags[plain]; !taken && plain != "" {
			write = plain + ":"
		}
		v.add(path, value, "keys that begin with aws: belong to AWS, which refuses them", write)
	}
	for _, standard := range standardTags {
		if strings.EqualFold(key, standard) {
			v.add(path, value, "this tag is set by the program on every resource, and IAM tells tags apart regardless of case", "nothing: leave it out, or another key, such as "+strings.ToLower(standard)+"-of-team")
		}
	}
	if n := len([]rune(key)); n == 0 || n > tagKeyLimit || !tagText.MatchString(key) {
		v.add(path, value, fmt.Sprintf("a tag's key is 1 to %d letters, digits, spaces and _ . : / = + - @", tagKeyLimit), v.plainTagKey(key))
	}
	if n := len([]rune(value)); n > tagValueLimit || !tagText.MatchString(value) {
		v.add(path, value, fmt.Sprintf("a tag's value is at most %d letters, digits, spaces and _ . : / = + - @", tagValueLimit), assign(path, strconv.Quote(plainTagText(value))))
	}
}
