package redact

import (
	"regexp"
	"strings"
)

// secretWords are the parts of a name that say its value is secret. They are
// compared with whole words, so that TOKENIZER and KEYBOARD pass.
var secretWords = [][]string{
	{"PASSWORD"}, {"PASSWORDS"}, {"PASSWD"}, {"PWD"}, {"PASSPHRASE"}, {"SECRET"}, {"SECRETS"}, {"TOKEN"},
	{"CREDENTIAL"}, {"CREDENTIALS"}, {"APIKEY"}, {"AUTHTOKEN"}, {"REQUIREPASS"}, {"MASTERAUTH"}, {"PSK"},
	{"API", "KEY"}, {"ACCESS", "KEY"}, {"PRIVATE", "KEY"}, {"SIGNING", "KEY"}, {"ENCRYPTION", "KEY"},
	{"PRESHARED", "KEY"}, {"CUSTOMER", "KEY"}, {"KEY", "MATERIAL"}, {"CONNECTION", "STRING"},
}

// harmlessEndings are last words after which a name tells about a secret and
// does not hold it.
var harmlessEndings = map[string]bool{
	"TTL": true, "URL": true, "EXPIRY": true, "SECONDS": true, "MINUTES": true, "DAYS": true, "HOURS": true,
	"LENGTH": true, "NAME": true, "FILE": true, "PATH": true, "ALGORITHM": true, "ISSUER": true, "ENABLED": true, "TYPE": true,
	"ARN": true, "REF": true, "STRATEGY": true, "POLICY": true, "STATUS": true, "REQUIRED": true, "ROTATION": true, "MODE": true,
	"ENDPOINT": true, "VALIDITY": true, "COUNT": true, "SIZE": true, "AGE": true, "SOURCE": true, "CONFIGURATION": true, "MD5": true,
}

var nameBreaks = regexp.MustCompile(`[^A-Za-z0-9]+|([a-z0-9])([A-Z])`)

// SecretName tells whether a property, a variable or a flag of that name holds
// a secret: DB_PASSWORD, authToken, --api-key.
func SecretName(name string) bool {
	words := strings.Fields(strings.ToUpper(nameBreaks.ReplaceAllString(name, "$1 $2")))
	if len(words) == 0 || harmlessEndings[words[len(words)-1]] {
		return false
	}
	spaced := " " + strings.Join(words, " ") + " "
	for _, secret := range secretWords {
		if strings.Contains(spaced, " "+strings.Join(secret, " ")+" ") {
			return true
		}
	}
	return false
}

// secretName remembers what SecretName says: a stream has few names.
func (r *Redactor) secretName(name string) bool {
	secret, known := r.names[name]
	if !known {
		secret = SecretName(name)
		r.names[name] = secret
	}
	return secret
}

// tells are properties that say something of a secret beside them and are no
// secret themselves, wherever they stand: the reference in
// {"secretKeyRef": {"name": ..., "key": ...}}.
var tells = map[string]bool{
	"name": true, "key": true, "arn": true, "kind": true, "apiVersion": true, "namespace": true, "optional": true,
	"valueFrom": true, "secretName": true, "secretArn": true, "secretStatus": true, "kmsKeyId": true, "defaultMode": true,
	"path": true, "mode": true, "type": true, "version": true, "audience": true, "expirationSeconds": true,
}

// identifying are the last words of names whose values are digests or ids: a
// run of hexadecimal digits there is no key.
var identifying = map[string]bool{
	"ID": true, "IDS": true, "HASH": true, "DIGEST": true, "CHECKSUM": true, "ETAG": true, "SHA256": true, "SHA1": true, "MD5": true,
	"FINGERPRINT": true, "THUMBPRINT": true, "THUMBPRINTS": true, "LIST": true, "IMAGE": true, "TAG": true, "REVISION": true, "COMMIT": true,
	"ARN": true, "URI": true, "ISSUER": true, "SERIAL": true, "VERSION": true, "URL": true,
}

// identifies tells whether a name's value may be a long hexadecimal number
// without being a secret.
func (r *Redactor) identifies(name string) bool {
	identifier, known := r.identifiers[name]
	if !known {
		words := strings.Fields(strings.ToUpper(nameBreaks.ReplaceAllString(name, "$1 $2")))
		identifier = len(words) > 0 && identifying[words[len(words)-1]]
		r.identifiers[name] = identifier
	}
	return identifier
}
