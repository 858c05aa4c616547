package spec

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"groundwork/internal/limits"
)

// texts checks what a program gets as text: the words of its command and its variables.
// Linux takes neither a zero nor a word that is too long, and a pod is one object.
func (v *validator) texts(path string, command []string, env map[string]string) {
	sum := 0
	for i, word := range command {
		sum += len(word)
		v.passable(under(under(path, "command"), i), word, "")
	}
	for _, name := range sorted(env) {
		sum += len(name) + len(env[name])
		v.passable(under(under(path, "env"), name), env[name], name+"=")
	}
	if at := under(path, "env"); sum > limits.Pod && len(env) > 0 {
		v.add(at, raw(Bytes(sum).String()), fmt.Sprintf("command and variables of one pod are one object of Kubernetes': at most %s together", Bytes(limits.Pod)), "smaller values: what is long belongs into the image or into a bucket")
	}
}

// passable checks one word that Linux hands to a program.
func (v *validator) passable(path, word, before string) {
	switch {
	case strings.ContainsRune(word, 0) || !utf8.ValidString(word):
		clean := strings.ToValidUTF8(strings.ReplaceAll(word, "\x00", ""), "")
		v.add(path, word, "a program gets no text with a zero in it, or that is not UTF-8: it would end there", listed(path, fmt.Sprintf("%q", clean)))
	case len(before)+len(word) >= limits.Word:
		v.add(path, raw(Bytes(len(word)).String()), fmt.Sprintf("Linux takes at most %s for one word of a command or one variable, its name included", Bytes(limits.Word)), "a shorter text: what is long belongs into the image or into a bucket")
	}
}

// listed is a value with the last part of its key, or alone in a list.
func listed(path, value string) string {
	if strings.HasSuffix(path, "]") {
		return value
	}
	return assign(path, value)
}
