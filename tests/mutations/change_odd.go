package mutations

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// The ways below make files that hardly ever are right.

func numbered(name string, number int) string { return name + strconv.Itoa(number) }

// fromElsewhere sets a value to one of another place.
func (v values) fromElsewhere(seen *survey) {
	to, ok := pick(v.Rand, seen.places)
	from, is := pick(v.Rand, seen.places)
	if ok && is {
		to.set(clone(from.value()))
	}
}

// retype makes a value one of another kind.
func (v values) retype(seen *survey) {
	at, ok := pick(v.Rand, seen.places)
	if !ok {
		return
	}
	value := clone(at.value())
	switch v.IntN(7) {
	case 0:
		at.set(list(value))
	case 1:
		at.set(mapping(scalar("value"), value))
	case 2:
		at.set(plain("null"))
	case 3:
		at.set(mapping(scalar("secure"), scalar("AAABAA==")))
	case 4:
		at.set(scalar(strings.Join(strings.Fields(value.Value), ",")))
	case 5:
		at.set(plain(one(v.Rand, []string{"true", "5", "1.30", "2026-01-02", "0123"})))
	default:
		at.set(scalar(value.Value))
	}
}

// misspell writes a key with a slip.
func (v values) misspell(seen *survey) {
	at, ok := pick(v.Rand, seen.places)
	if !ok || at.name() == nil {
		return
	}
	key := *at.name()
	letters := []rune(key.Value)
	if len(letters) < 2 {
		return
	}
	i := v.IntN(len(letters) - 1)
	switch v.IntN(4) {
	case 0:
		letters[i], letters[i+1] = letters[i+1], letters[i]
	case 1:
		letters = append(letters[:i], letters[i+1:]...)
	case 2:
		letters = append(letters[:i], append([]rune{letters[i]}, letters[i:]...)...)
	default:
		letters = []rune(strings.ToUpper(string(letters[:1])) + string(letters[1:]))
	}
	key.Value, key.Anchor = string(letters), ""
	at.parent.Content[at.at-1] = &key
}

// double writes a key twice.
func (v values) double(seen *survey) {
	at, ok := pick(v.Rand, seen.places)
	if !ok || at.name() == nil {
		return
	}
	at.parent.Content = append(at.parent.Content, clone(at.name()), clone(at.value()))
}

// move puts a key into another section, or merges a value into it.
func (v values) move(seen *survey) {
	from, ok := pick(v.Rand, seen.places)
	to, is := pick(v.Rand, seen.typed(func(at place) bool { return at.value().Kind == yaml.MappingNode }))
	if !ok || !is || from.name() == nil {
		return
	}
	name, value := clone(from.name()), clone(from.value())
	if v.chance(20) {
		name = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!merge", Value: "<<"}
	}
	section := clone(to.value())
	section.Content = append(section.Content, name, value)
	to.set(section)
}

// spaces are namespaces: mistyped ones, and those of providers and of nobody.
var spaces = []string{"groundwrok:", "Groundwork:", "xgroundwork:", "groundwork", "groundwork::", "aws:", "kubernetes:", "cloudflare:", "pulumi:", "stockindicator:", "screener:", "random:", "gcp:", "", "a:b:", "\x1b[31m:", ":"}

// space writes a top-level key in another namespace, or an unknown one.
func (v values) space(seen *survey) {
	var tops []place
	for _, at := range seen.places {
		if at.name() != nil && strings.HasPrefix(at.name().Value, namespace) {
			tops = append(tops, at)
		}
	}
	at, ok := pick(v.Rand, tops)
	if !ok {
		return
	}
	key := *at.name()
	key.Value = one(v.Rand, spaces) + strings.TrimPrefix(key.Value, namespace)
	if v.chance(30) {
		key.Value = one(v.Rand, []string{"groundwork:zz\x1b[2J", "groundwork:", "groundwork:a:b", "groundwork:services.api", "aws:profile", "aws:defaultTags", "aws:skipCredentialsValidation", "kubernetes:context", "cloudflare:apiToken", "pulumi:tags", "pulumi:autonaming", "groundwork:\u202ex"})
		at.parent.Content = append(at.parent.Content, &key, plain(one(v.Rand, words)))
		return
	}
	at.parent.Content[at.at-1] = &key
}

// broken is a text of YAML with a slip of the keyboard.
func (v values) broken(content []byte) []byte {
	text := string(content)
	at := v.IntN(len(text) + 1)
	end := min(at+1+v.IntN(20), len(text))
	switch v.IntN(8) {
	case 0:
		return []byte(text[:at])
	case 1:
		return []byte(text[:at] + text[end:])
	case 2:
		return []byte(text[:at] + one(v.Rand, []string{"\t", ":", ": ", "- ", "{", "}", "[", "]", "'", "\"", "#", "&a ", "*a ", "!", "|", ">", "%", "@", "`", "?", "\n", "\n\n---\n", "\n...\n", "\xff", "\x00", "\x1b"}) + text[at:])
	case 3:
		lines := strings.Split(text, "\n")
		i := v.IntN(len(lines))
		lines[i] = one(v.Rand, []string{" ", "   ", "\t"}) + lines[i]
		return []byte(strings.Join(lines, "\n"))
	case 4:
		lines := strings.Split(text, "\n")
		i := v.IntN(len(lines))
		lines[i] = strings.TrimLeft(lines[i], " ")
		return []byte(strings.Join(lines, "\n"))
	case 5:
		return []byte(strings.Replace(text, ":", "", 1+v.IntN(3)))
	case 6:
		return []byte(text + "\n" + one(v.Rand, []string{"config:\n  aws:region: eu-west-1\n", "secretsprovider: x\n", "environment: [a]\n", "encryptionsalt: v1:x\n", "groundwork:domain: {}\n", "---\na: b\n", "config: {}\n"}))
	default:
		return []byte(strings.ReplaceAll(text, "\n", "\r\n"))
	}
}
