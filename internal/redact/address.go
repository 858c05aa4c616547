package redact

import (
	"regexp"
	"strings"
)

var (
	// login is the part of an address before its host. A password that was not
	// escaped may hold anything but blanks and quotes.
	login = regexp.MustCompile(`://([^/:@\s"'<>]*):([^\s"'<>]*)@`)
	// port is what else follows a colon there.
	port = regexp.MustCompile(`^[0-9]{1,5}([/?#]|$)`)
	// parameter is one of an address's query or fragment.
	parameter = regexp.MustCompile(`([?&#;]|&amp;)([A-Za-z0-9_.~%-]+)=([^&#\s"'<>;\\]+)`)
)

// keysToAddresses are parameters that let in whoever has the address, beside
// those whose names say so: SAS of Azure, presigned addresses of AWS and GCP.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
var keysToAddresses = map[string]bool{
	"sig": true, "signature": true, "x-amz-signature": true, "x-amz-credential": true, "x-amz-security-token": true,
	"x-goog-signature": true, "x-goog-credential": true, "key": true, "auth": true, "code": true, "sas": true,
	"key-pair-id": true, "policy": true, "jwt": true, "session": true, "pass": true,
}

// hideInAddresses hides passwords and parameters that are secret.
func hideInAddresses(text string) string {
	if strings.Contains(text, "://") {
		text = replaceGroups(login, text, func(groups []string) string {
			if groups[2] == "" || groups[2] == Hidden || port.MatchString(groups[2]) {
				return groups[0]
			}
			return "://" + groups[1] + ":" + Hidden + "@"
		})
	}
	if !strings.Contains(text, "=") || !strings.ContainsAny(text, "?&#;") {
		return text
	}
	return replaceGroups(parameter, text, func(groups []string) string {
		if name := groups[2]; groups[3] == Hidden || !keysToAddresses[strings.ToLower(name)] && !SecretName(name) {
			return groups[0]
		}
		return groups[1] + groups[2] + "=" + Hidden
	})
}
