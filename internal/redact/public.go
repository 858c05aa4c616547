package redact

import (
	"encoding/base64"
	"regexp"
	"strings"
)

// public are forms that look as random as a secret and are shown to everybody:
// digests of images, ids, what a certificate says, the key that others encrypt
// with. Reviewers need them.
var public = []struct {
	mark string
	form *regexp.Regexp
}{
	{"sha", regexp.MustCompile(`\bsha(256[:-]?[0-9a-f]{64}|512[:-]?[0-9a-f]{128})\b`)},
	// UUIDs name policies, keys, certificates, task sets.
	{"-", regexp.MustCompile(`\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b`)},
	{"-----BEGIN ", regexp.MustCompile(`(?s)-----BEGIN (CERTIFICATE|PUBLIC KEY|CERTIFICATE REQUEST)-----[A-Za-z0-9+/=\s\\]*-----END (CERTIFICATE|PUBLIC KEY|CERTIFICATE REQUEST)-----`)},
	{"AAAA", regexp.MustCompile(`\b(ssh-(rsa|ed25519)|ecdsa-sha2-nistp[0-9]+) AAAA[A-Za-z0-9+/=]+`)},
	// The address of a cluster and of what it signs with.
	// https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
	{".eks.", regexp.MustCompile(`\boidc\.eks\.[a-z0-9-]+\.amazonaws\.com/id/[0-9A-F]{32}\b`)},
	{".eks.", regexp.MustCompile(`\b[0-9A-F]{32}\.[a-z0-9]+\.[a-z0-9-]+\.eks\.amazonaws\.com\b`)},
	// Names of IAM's roles, users and policies as it numbers them: 21 characters.
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
	{"A", regexp.MustCompile(`\bA(ROA|IDA|NPA|GPA|IPA|NVA|PKA|SCA)[A-Z0-9]{17}\b`)},
}

// token is a run of characters without a break.
var tokenCharacters = func() (set [256]bool) {
	for c := range 256 {
		set[c] = kindOf(byte(c)) != 0
	}
	for _, c := range "+/=_-" {
		set[c] = true
	}
	return set
}()

// hideRandom hides what has the look of chance. Where a text identifies
// something, long hexadecimal numbers pass.
func hideRandom(text string, identifies bool) string {
	if len(text) < shortestRandom {
		return text
	}
	var answer strings.Builder
	var shown []span
	copied, asked := 0, false
	for start := 0; start < len(text); start++ {
		if !tokenCharacters[text[start]] {
			continue
		}
		end := start
		for end < len(text) && tokenCharacters[text[end]] {
			end++
		}
		token := text[start:end]
		if len(token) >= shortestRandom && isSecret(token, identifies) {
			if !asked {
				shown, asked = publicSpans(text), true
			}
			if hide := outside(span{start, end}, shown); !isPublicBase64(token) {
				for _, part := range hide {
					if !isSecret(text[part.start:part.end], identifies) {
						continue
					}
					answer.WriteString(text[copied:part.start])
					answer.WriteString(Hidden)
					copied = part.end
				}
			}
		}
		start = end
	}
	if copied == 0 {
		return text
	}
	answer.WriteString(text[copied:])
	return answer.String()
}

// isSecret tells whether a token is made by chance, or has too many hexadecimal
// digits for an id.
func isSecret(token string, identifies bool) bool {
	for part := range strings.FieldsFuncSeq(token, separates) {
		if len(part) > longestID && isHex(part) {
			if !identifies {
				return true
			}
			token = strings.ReplaceAll(token, part, "")
		}
	}
	return looksRandom(token)
}

type span struct{ start, end int }

// publicSpans are the parts of a text that are public.
func publicSpans(text string) []span {
	var spans []span
	for _, form := range public {
		if !strings.Contains(text, form.mark) {
			continue
		}
		for _, match := range form.form.FindAllStringIndex(text, -1) {
			spans = append(spans, span{match[0], match[1]})
		}
	}
	return spans
}

// outside are the parts of a span that no other covers.
func outside(of span, others []span) []span {
	rest := []span{of}
	for _, other := range others {
		var left []span
		for _, part := range rest {
			if other.end <= part.start || other.start >= part.end {
				left = append(left, part)
				continue
			}
			if other.start > part.start {
				left = append(left, span{part.start, other.start})
			}
			if other.end < part.end {
				left = append(left, span{other.end, part.end})
			}
		}
		rest = left
	}
	return rest
}

// isPublicBase64 tells whether a token is a certificate in base64: a cluster's
// authority, the bundle of a webhook.
func isPublicBase64(token string) bool {
	decoded, err := base64.StdEncoding.DecodeString(token)
	if err != nil || !strings.HasPrefix(string(decoded), "-----BEGIN ") {
		return false
	}
	text := strings.TrimSpace(string(decoded))
	match := certificates.FindString(text)
	return match == text
}

var certificates = regexp.MustCompile(`^(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----\s*)+`)

// looksLikePassword tells whether all of a text is a generated password with
// punctuation: "k9#Lm!2vQ$x8Zp". One without is judged by looksRandom.
func looksLikePassword(text string) bool {
	if len(text) < 12 || len(text) > 128 {
		return false
	}
	var small, capital, digits, signs, changes int
	var previous byte
	for i := range len(text) {
		kind := kindOf(text[i])
		switch kind {
		case 'a':
			small++
		case 'A':
			capital++
		case '0':
			digits++
		default:
			if !strings.Contains("!#$%^&*~@?+=_-.", text[i:i+1]) {
				return false
			}
			if !strings.Contains("+=_-.", text[i:i+1]) {
				signs++
			}
		}
		if i == 0 || kind != previous {
			changes++
		}
		previous = kind
	}
	return small > 0 && capital > 0 && digits > 0 && signs > 0 && float64(len(text))/float64(changes) < 2.2
}
