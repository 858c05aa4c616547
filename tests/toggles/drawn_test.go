package toggles

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
)

// shortest is what a drawn text has at least: a shorter one stands elsewhere by chance.
const shortest = 9

// opened is a value of a state with its secrets in plain.
func (w *world) opened(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if sealed, is := value["ciphertext"].(string); is && value[resource.SigKey] == resource.SecretSig {
			text, err := w.home.States().Decrypt(sealed)
			require.NoError(w.t, err)
			var plain any
			require.NoError(w.t, json.Unmarshal([]byte(text), &plain))
			return plain
		}
		all := make(map[string]any, len(value))
		for key, item := range value {
			all[key] = w.opened(item)
			if data, is := all[key].(map[string]any); is && key == "data" {
				decode(data)
			}
		}
		return all
	case []any:
		all := make([]any, len(value))
		for i, item := range value {
			all[i] = w.opened(item)
		}
		return all
	}
	return value
}

// forURLs writes base64 as Python's keys want it.
var forURLs = strings.NewReplacer("+", "-", "/", "_")

// decode puts texts in place of what a Secret of Kubernetes holds: a password inside
// can't be seen in base64.
func decode(data map[string]any) {
	for key, value := range data {
		text, _ := value.(string)
		if plain, err := base64.StdEncoding.DecodeString(text); err == nil && utf8.Valid(plain) {
			data[key] = string(plain)
		}
	}
}

// drawn are the passwords and keys that a program draws, by what they are, as they
// stand in JSON: one that was made anew is another, and whatever holds it differs by
// nothing else.
func (w *world) drawn(resources []apitype.ResourceV3) map[string]string {
	names := map[string]string{}
	for _, one := range resources {
		if !strings.HasPrefix(string(one.Type), "random:") {
			continue
		}
		outputs, _ := w.opened(one.Outputs).(map[string]any)
		for key, value := range outputs {
			if _, given := one.Inputs[key]; given {
				continue
			}
			if text, is := value.(string); is && len(text) >= shortest {
				quoted, err := json.Marshal(text)
				require.NoError(w.t, err)
				plain, label := strings.Trim(string(quoted), `"`), "<"+key+" of "+one.URN.Name()+">"
				names[plain], names[forURLs.Replace(plain)] = label, label
			}
		}
	}
	return names
}

// drawnKeys are what a cloud draws for a thing and others may name it by.
var drawnKeys = []string{"id", "arn", "uniqueId", "dnsName", "endpoint", "address", "domainName", "publicIp", "publicDns", "keyId", "arnSuffix"}

// namesFor puts names in place of ids. An id that several things have goes by the
// first of them that has a name.
func namesFor(objects []localcloud.Listed, drawn map[string]string) *strings.Replacer {
	names := map[string]string{}
	maps.Copy(names, drawn)
	for _, unnamed := range []bool{false, true} {
		for _, one := range objects {
			if madeUp(one) != unnamed {
				continue
			}
			label := "<" + one.Type + " " + one.Name + ">"
			if unnamed {
				label = "<" + one.Type + ">"
			}
			for _, key := range drawnKeys {
				text, is := one.Properties[key].(string)
				if _, known := names[text]; is && len(text) >= shortest && !known && (unnamed || text != one.Name) {
					names[text] = label
				}
			}
		}
	}
	// The replacer takes the first that fits: ARNs hold ids.
	ids := slices.SortedFunc(maps.Keys(names), func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	var pairs []string
	for _, id := range ids {
		pairs = append(pairs, id, names[id])
	}
	return strings.NewReplacer(pairs...)
}

// plainly are properties with names in place of ids, without what passes.
func plainly(names *strings.Replacer, properties any) any {
	var plain map[string]any
	text, err := json.Marshal(properties)
	if err != nil || json.Unmarshal([]byte(lasting(names.Replace(string(text)))), &plain) != nil {
		return properties
	}
	forget(plain)
	return plain
}

var (
	// hash is of what is in a Secret; a password that was made anew has another.
	// The set of pods that have it is named for its content too.
	// So is a login of the database, whose verifier the password decides too.
	hash  = regexp.MustCompile(`[-_][0-9a-f]{6,8}\b`)
	scram = regexp.MustCompile(`SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+`)
	// drawnEnd is what Secrets Manager adds to a secret's name in its ARN.
	// https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
	drawnEnd = regexp.MustCompile(`-[0-9A-Za-z]{6}$`)
	uuid     = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	moment   = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z`)
	// passing are what a cloud counts up with each change, and what it draws anew for
	// what is made anew.
	passing = []string{
		"resourceVersion", "generation", "observedGeneration", "deployment.kubernetes.io/revision", "latestVersion", "defaultVersion", "revision", "etag", "lastModifiedTime",
		"uid", "uniqueId", "__fieldManager", "clusterIP", "clusterIPs", "publicIp", "publicDns", "privateIp", "privateDns",
	}
)

// lasting is a text without what is drawn anew.
func lasting(text string) string {
	text = scram.ReplaceAllString(text, "<a verifier>")
	return hash.ReplaceAllString(moment.ReplaceAllString(uuid.ReplaceAllString(text, "<a uuid>"), "<a moment>"), "-<a hash>")
}

func forget(value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range passing {
			delete(value, key)
		}
		if template, is := value["launchTemplate"].(map[string]any); is {
			delete(template, "version")
		}
		for _, item := range value {
			forget(item)
		}
	case []any:
		for _, item := range value {
			forget(item)
		}
	}
}
