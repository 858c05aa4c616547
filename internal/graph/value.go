package graph

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// What stands in brackets is a mark; a string that looks like one is quoted.
const (
	unknown       = "[unknown]"
	secret        = "[secret]"
	unknownSecret = "[secret, unknown]"
)

// field writes "key: value", a value of several lines below its key; note is put
// behind what stands beside the key.
func (p *printer) field(depth int, key string, value resource.PropertyValue, note string) {
	short, below := shown(value)
	if short != "" {
		short = " " + short
	}
	p.line(depth, key+":"+short+note)
	for _, line := range below {
		p.line(depth+1, line)
	}
}

// shown is a value: what fits beside its key, and what stands below it.
func shown(value resource.PropertyValue) (short string, below []string) {
	switch {
	case value.IsSecret():
		if value.SecretValue().Element.ContainsUnknowns() {
			return unknownSecret, nil
		}
		return secret, nil
	case value.IsOutput():
		return shownOutput(value.OutputValue())
	case value.IsComputed():
		return unknown, nil
	case value.IsNull():
		return "null", nil
	case value.IsBool():
		return strconv.FormatBool(value.BoolValue()), nil
	case value.IsNumber():
		return strconv.FormatFloat(value.NumberValue(), 'f', -1, 64), nil
	case value.IsString():
		return shownText(value.StringValue())
	case value.IsArray():
		return shownList(value.ArrayValue())
	case value.IsObject():
		return shownObject(value.ObjectValue())
	default:
		return shownOther(value)
	}
}

// shownOutput is a value of a component that runs elsewhere.
func shownOutput(output resource.Output) (string, []string) {
	switch {
	case output.Secret && !output.Known:
		return unknownSecret, nil
	case output.Secret:
		return secret, nil
	case !output.Known:
		return unknown, nil
	}
	return shown(output.Element)
}

func shownList(items []resource.PropertyValue) (string, []string) {
	if len(items) == 0 {
		return "[]", nil
	}
	var below []string
	for _, item := range items {
		below = append(below, listed(shown(item))...)
	}
	return "", below
}

// listed is one item of a list: its first line follows a dash.
func listed(short string, below []string) []string {
	lines := below
	if short != "" {
		lines = append([]string{short}, below...)
	}
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = "  " + line
	}
	out[0] = "- " + lines[0]
	return out
}

func shownObject(object resource.PropertyMap) (string, []string) {
	if len(object) == 0 {
		return "{}", nil
	}
	p := &printer{}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		p.field(0, quoted(string(key)), object[key], "")
	}
	return "", p.lines
}

// shownText is a string: JSON as a tree, lines as lines.
func shownText(value string) (string, []string) {
	if tree, ok := jsonTree(value); ok {
		return "(json)", tree
	}
	if !strings.Contains(value, "\n") || strings.ContainsFunc(value, unprintable) {
		return quoted(value), nil
	}
	text, ended := strings.CutSuffix(value, "\n")
	if ended {
		return "|", strings.Split(text, "\n")
	}
	return "|-", strings.Split(text, "\n")
}

func unprintable(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }

// quoted is a string as it is, or in quotes where it could be taken for something
// else.
func quoted(value string) string {
	plain := value != "" && strings.TrimSpace(value) == value && !strings.ContainsFunc(value, unprintable) &&
		!strings.ContainsAny(value[:1], "[{(|\"-@") && !strings.Contains(value, " <- ") && !strings.Contains(value, ": ") &&
		!strings.HasSuffix(value, ":")
	if _, err := strconv.ParseFloat(value, 64); err == nil || slices.Contains([]string{"true", "false", "null"}, value) {
		plain = false
	}
	if plain {
		return value
	}
	return strconv.Quote(value)
}

// shownOther are files and references to resources.
func shownOther(value resource.PropertyValue) (string, []string) {
	switch {
	case value.IsAsset() && value.AssetValue().IsText():
		_, below := shownText(value.AssetValue().Text + "\n")
		return "[asset]", below
	case value.IsAsset():
		asset := value.AssetValue()
		return "[asset] " + quoted(asset.Path+asset.URI), nil
	case value.IsArchive():
		archive := value.ArchiveValue()
		return "[archive] " + quoted(archive.Path+archive.URI), nil
	case value.IsResourceReference():
		return "[resource] " + value.ResourceReferenceValue().URN.Name(), nil
	default:
		return "[" + value.TypeString() + "]", nil
	}
}
