package spec

import (
	"fmt"
	"strconv"
	"strings"

	"groundwork/internal/redact"
)

// hidden stands in messages for a value that is, or looks like, a secret.
const hidden = "[hidden]"

// looksSecret tells why a plain variable seems to hold a secret, "" when it
// does not.
func looksSecret(name, value string) string {
	return redact.Secret(name, value)
}

// render is a found value as it would be written in the stack file, hidden
// where it may be a secret.
func render(path string, value any) string {
	text := fmt.Sprint(value)
	last := path[max(strings.LastIndexAny(path, `.:["`), 0):]
	if within(path, at("secrets")) && text != (missing{}).String() ||
		strings.Contains(path, ".env") && looksSecret(strings.Trim(last, `.:["]`), text) != "" ||
		looksSecret("", text) != "" {
		return hidden
	}
	if plain, ok := value.(string); ok || text == "" {
		return shortened(strconv.Quote(plain))
	}
	return shortened(text)
}
