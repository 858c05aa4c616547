package report

import (
	"net/url"
	"strings"
)

// runLink is a link to the job, "" where the address is none that may be linked.
func runLink(review Review, label string) string {
	address, err := url.Parse(review.RunURL)
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" {
		return ""
	}
	// What would end the link, or is no part of an address, is percent-encoded.
	var safe strings.Builder
	for _, b := range []byte(address.String()) {
		if strings.IndexByte("<>()[]\\\"'`*_|@ ", b) >= 0 || b < '!' || b > '~' {
			const digits = "0123456789ABCDEF"
			safe.Write([]byte{'%', digits[b>>4], digits[b&15]})
			continue
		}
		safe.WriteByte(b)
	}
	return "[" + label + "](<" + safe.String() + ">)"
}
