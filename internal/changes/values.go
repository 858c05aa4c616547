package changes

import (
	"fmt"
	"strings"
)

// Pulumi's marks of special values: an object with this key.
// https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/common/resource/sig/sig.go
const (
	signature         = "4dabf18193072939515e22adb298388d"
	secretSignature   = "1b47061264138c4ac30d75fd1eb44270"
	outputSignature   = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
	resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e"
	assetSignature    = "c44067f5952c0a294b673a41bacd8c17"
	archiveSignature  = "0def7320c3a5731c473e5ecbe6d01bc7"
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
	mark, marked := object[signature]
	if !marked {
		return nil, false
	}
	switch mark {
	case outputSignature:
		if value, known := object["value"]; object["secret"] != true && known {
			return plain(value), true
		}
		if object["secret"] != true {
			return Unknown, true
		}
	case resourceSignature:
		if urn, ok := object["urn"].(string); ok {
			return urn, true
		}
	case assetSignature, archiveSignature:
		if hash, ok := object["hash"].(string); ok {
			return "sha256:" + hash, true
		}
		return fmt.Sprint(object["path"], object["uri"]), true
	}
	return Secret, true
}
