package graph

import (
	"bytes"
	"encoding/json"
	"strings"
)

// jsonTree shows JSON text as the value it is, its keys in their own order. Text
// with blanks between its parts would lose them, and is left alone.
func jsonTree(value string) ([]string, bool) {
	if value == "" || !strings.Contains("{[", value[:1]) {
		return nil, false
	}
	var compact bytes.Buffer
	if json.Compact(&compact, []byte(value)) != nil || compact.String() != value {
		return nil, false
	}
	decoder := json.NewDecoder(strings.NewReader(value))
	decoder.UseNumber()
	short, below := nextJSON(decoder)
	return below, short == ""
}

// nextJSON reads the next value of valid JSON.
func nextJSON(decoder *json.Decoder) (short string, below []string) {
	token, err := decoder.Token()
	if err != nil {
		return "", nil
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return jsonObject(decoder)
		}
		return jsonList(decoder)
	case string:
		return shownText(token)
	case json.Number:
		return token.String(), nil
	case bool:
		if token {
			return "true", nil
		}
		return "false", nil
	default:
		return "null", nil
	}
}

func jsonObject(decoder *json.Decoder) (string, []string) {
	var lines []string
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return "", nil
		}
		name, _ := key.(string)
		short, below := nextJSON(decoder)
		if short != "" {
			short = " " + short
		}
		lines = append(lines, quoted(name)+":"+short)
		for _, line := range below {
			lines = append(lines, "  "+line)
		}
	}
	_, _ = decoder.Token() // the end of the object
	if len(lines) == 0 {
		return "{}", nil
	}
	return "", lines
}

func jsonList(decoder *json.Decoder) (string, []string) {
	var lines []string
	for decoder.More() {
		lines = append(lines, listed(nextJSON(decoder))...)
	}
	_, _ = decoder.Token() // the end of the list
	if len(lines) == 0 {
		return "[]", nil
	}
	return "", lines
}
