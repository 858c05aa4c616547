package changes

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
)

// unknowns stand for values of each kind that are not known yet.
// https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/common/resource/plugin/rpc.go
var unknowns = map[string]bool{
	"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7": true, // bool
	"3eeb2bf0-c639-47a8-9e75-3b44932eb421": true, // number
	"04da6b54-80e4-46f7-96ec-b56ff0331ba9": true, // string
	"6a19a0b0-7e62-4c92-b797-7f8e31da9cc2": true, // array
	"030794c1-ac77-496b-92df-f27374a8bd58": true, // asset
	"e48ece36-62e2-4504-bad9-02848725956a": true, // archive
	"dd056dcd-154b-4c76-9bd3-c8f88648b5ff": true, // object
}

// plain is a value in plain JSON: what is secret is Secret, what is unknown
// Unknown, a file its digest, a resource its URN. What providers keep for
// themselves, __defaults, is left out.
func plain(value any) any {
	switch value := value.(type) {
	case string:
		if unknowns[value] {
			return Unknown
		}
	case []any:
		list := make([]any, len(value))
		for i, item := range value {
			list[i] = plain(item)
		}
		return list
	case map[string]any:
		if special, is := special(value); is {
			return special
		}
		return plainObject(value)
	}
	return value
}

func plainObject(object map[string]any) map[string]any {
	if object == nil {
		return nil
	}
	shown := make(map[string]any, len(object))
	for key, item := range object {
		if !strings.HasPrefix(key, "__") {
			shown[key] = plain(item)
		}
	}
	return shown
}

// special is what stands for an object with one of Pulumi's marks.
func special(object map[string]any) (any, bool) {
	mark, marked := object[sig.Key]
	if !marked {
		return nil, false
	}
	switch mark {
	case sig.OutputValue:
		if value, known := object["value"]; object["secret"] != true && known {
			return plain(value), true
		}
		if object["secret"] != true {
			return Unknown, true
		}
	case sig.ResourceReference:
		if urn, ok := object["urn"].(string); ok {
			return urn, true
		}
	case sig.AssetSig, sig.ArchiveSig:
		if hash, ok := object["hash"].(string); ok {
			return "sha256:" + hash, true
		}
		return fmt.Sprint(object["path"], object["uri"]), true
	}
	return Secret, true
}
