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

// variableWords are more of them in the name of an environment variable, which is in
// capitals: as a property's name they mean too much else.
var variableWords = [][]string{
	{"PASS"}, {"PW"}, {"CREDS"}, {"PAT"}, {"BEARER"}, {"PEPPER"}, {"SALT"}, {"SEED"}, {"PIN"}, {"TOKENS"},
	{"MASTER", "KEY"}, {"FERNET", "KEY"}, {"APP", "KEY"}, {"HMAC", "KEY"}, {"AES", "KEY"}, {"JWT", "KEY"}, {"SESSION", "KEY"}, {"SSH", "KEY"},
	{"DEPLOY", "KEY"}, {"GPG", "KEY"}, {"PGP", "KEY"}, {"TLS", "KEY"}, {"SSL", "KEY"}, {"STRIPE", "KEY"}, {"ACCOUNT", "KEY"}, {"STORAGE", "KEY"},
	{"AUTH", "KEY"}, {"LICENSE", "KEY"}, {"SERVICE", "KEY"}, {"ADMIN", "KEY"}, {"AUTH", "HEADER"}, {"HTTP", "BASIC"}, {"WEBHOOK", "URL"}, {"WEBHOOK", "URI"},
}

// variableEndings are last words of such a name.
var variableEndings = map[string]bool{"AUTH": true, "WEBHOOK": true, "HOOK": true}

var variableName = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// harmlessEndings are last words after which a name tells about a secret and
// does not hold it.
var harmlessEndings = map[string]bool{
	"TTL": true, "URL": true, "EXPIRY": true, "SECONDS": true, "MINUTES": true, "DAYS": true, "HOURS": true,
	"LENGTH": true, "NAME": true, "FILE": true, "PATH": true, "ALGORITHM": true, "ISSUER": true, "ENABLED": true, "TYPE": true,
	"ARN": true, "REF": true, "STRATEGY": true, "POLICY": true, "STATUS": true, "REQUIRED": true, "ROTATION": true, "MODE": true,
	"LIFETIME": true, "MINUTE": true, "THROUGH": true, "TEMPLATE": true, "PREFIX": true, "HOST": true, "PORT": true, "ID": true,
	"ENDPOINT": true, "VALIDITY": true, "COUNT": true, "SIZE": true, "AGE": true, "SOURCE": true, "CONFIGURATION": true, "MD5": true,
}

var nameBreaks = regexp.MustCompile(`[^A-Za-z0-9]+|([a-z0-9])([A-Z])`)

// SecretName tells whether a property, a variable or a flag of that name holds
// a secret: DB_PASSWORD, authToken, --api-key.
func SecretName(name string) bool {
	words := strings.Fields(strings.ToUpper(nameBreaks.ReplaceAllString(name, "$1 $2")))
	if len(words) == 0 || name == "PWD" || name == "OLDPWD" || words[0] == "MAX" || words[0] == "MIN" {
		return false
	}
	last, spaced := words[len(words)-1], " "+strings.Join(words, " ")+" "
	variable := variableName.MatchString(name)
	if variable && (variableEndings[last] || strings.HasSuffix(spaced, " WEBHOOK URL ")) {
		return true
	}
	if harmlessEndings[last] {
		return false
	}
	return has(spaced, secretWords) || variable && has(spaced, variableWords) || joined.MatchString(spaced)
}

// joined are words that hold one of the secret ones without a break.
var joined = regexp.MustCompile(` [A-Z]+(PASSWORD|PASSWD|SECRET) | (DB|USER|MY|ROOT)PASS `)

func has(spaced string, words [][]string) bool {
	for _, secret := range words {
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
	"path": true, "mode": true, "type": true, "algorithm": true, "rotationPolicy": true, "size": true, "encoding": true, "version": true, "audience": true, "expirationSeconds": true,
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
