package forge

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// limit tells whether an answer puts a request off, and for how long.
//
// GitHub says so with 403 or 429: the primary limit has x-ratelimit-remaining 0
// and x-ratelimit-reset, the secondary one retry-after, or else its message only,
// and then wants at least a minute and longer pauses from there on:
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
// Gitea has no limits; the proxy in front of it may answer 429.
func limit(response *http.Response, now time.Time, attempt int) (time.Duration, bool) {
	if response.StatusCode != http.StatusForbidden && response.StatusCode != http.StatusTooManyRequests {
		return 0, false
	}
	if pause, said := retryAfter(response.Header.Get("Retry-After"), now); said {
		return pause, true
	}
	spent := response.Header.Get("X-RateLimit-Remaining") == "0"
	if spent {
		if seconds, err := strconv.ParseInt(response.Header.Get("X-RateLimit-Reset"), 10, 64); err == nil {
			// A second more, since the two clocks differ.
			return max(0, time.Unix(seconds, 0).Sub(now)) + time.Second, true
		}
	}
	if spent || response.StatusCode == http.StatusTooManyRequests || strings.Contains(peek(response), "secondary rate limit") {
		return time.Minute << min(attempt-1, 4), true
	}
	return 0, false
}

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(header string, now time.Time) (time.Duration, bool) {
	if header == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseInt(header, 10, 32); err == nil {
		return max(time.Second, time.Duration(seconds)*time.Second), true
	}
	if date, err := http.ParseTime(header); err == nil {
		return max(time.Second, date.Sub(now)), true
	}
	return 0, false
}

// peek is the beginning of an answer, which stays to be read.
func peek(response *http.Response) string {
	beginning, _ := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	response.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(beginning), response.Body), response.Body}
	return string(beginning)
}

// discard lets the connection be used again.
func discard(response *http.Response) {
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10))
	_ = response.Body.Close()
}
