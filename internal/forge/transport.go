package forge

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Patience is how long one call waits, all its waits together, for a forge that
// is broken or that limits us. A job that sleeps costs minutes, too.
const Patience = 5 * time.Minute

// attempts is how often a call is made against a forge that answers 5xx or not
// at all: with the pauses between them, half a minute.
const attempts = 6

// Clock is the time that retries go by.
type Clock struct {
	Now   func() time.Time
	Sleep func(ctx context.Context, pause time.Duration) error
}

func wallClock() Clock {
	return Clock{Now: time.Now, Sleep: func(ctx context.Context, pause time.Duration) error {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			return nil
		}
	}}
}

// transport signs each request to the forge's own host and repeats the ones that
// may be repeated.
type transport struct {
	host, token string
	next        http.RoundTripper
	clock       Clock
}

// newHTTPClient is the client that both forges are talked to with. The token
// never follows a redirect to another host.
func newHTTPClient(options Options, host string) *http.Client {
	direct := http.DefaultTransport.(*http.Transport).Clone()
	direct.ResponseHeaderTimeout = 30 * time.Second
	return &http.Client{
		Transport: &transport{host: host, token: options.Token, next: direct, clock: options.clock()},
		CheckRedirect: func(request *http.Request, via []*http.Request) error {
			if request.URL.Host != host {
				return fmt.Errorf("refused to follow a redirect to %q", request.URL.Host)
			}
			if len(via) > 5 {
				return errors.New("more than five redirects")
			}
			return nil
		},
	}
}

// RoundTrip makes a request until it is answered, refused for good, or its
// patience is used up.
func (t *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	var waited time.Duration
	for attempt := 1; ; attempt++ {
		copied, err := t.signed(request)
		if err != nil {
			return nil, err
		}
		response, err := t.next.RoundTrip(copied)
		pause, again := t.pause(request, response, err, attempt)
		if !again {
			return response, err
		}
		if response != nil {
			discard(response)
		}
		if waited+pause > Patience {
			return nil, &LimitError{Until: t.clock.Now().Add(pause), Waited: waited}
		}
		if err := t.clock.Sleep(request.Context(), pause); err != nil {
			return nil, err
		}
		waited += pause
	}
}

// signed is a copy of the request with a body that has not been read yet.
func (t *transport) signed(request *http.Request) (*http.Request, error) {
	copied := request.Clone(request.Context())
	if request.GetBody != nil {
		body, err := request.GetBody()
		if err != nil {
			return nil, fmt.Errorf("read the request again: %w", err)
		}
		copied.Body = body
	}
	copied.Header.Del("Authorization")
	if t.token != "" && request.URL.Host == t.host {
		// Gitea takes both "token" and "Bearer".
		copied.Header.Set("Authorization", "Bearer "+t.token)
	}
	return copied, nil
}

// pause tells whether a request is made again, and after how long. One that was
// put off has done nothing, so that goes for every request; after a 5xx or a lost
// connection only for those that can be done twice: a POST may have been carried
// out, and createOnce looks.
func (t *transport) pause(request *http.Request, response *http.Response, err error, attempt int) (time.Duration, bool) {
	if err != nil {
		lost := request.Context().Err() == nil && (twice(request.Method) || neverSent(err))
		return backoff(attempt), lost && attempt < attempts
	}
	if pause, limited := limit(response, t.clock.Now(), attempt); limited {
		return pause, true
	}
	return backoff(attempt), response.StatusCode >= 500 && response.StatusCode != http.StatusNotImplemented &&
		twice(request.Method) && attempt < attempts
}

func twice(method string) bool { return method != http.MethodPost }

// neverSent is true where there was no connection to send anything on.
func neverSent(err error) bool {
	var failed *net.OpError
	return errors.As(err, &failed) && failed.Op == "dial"
}

// backoff is 1, 2, 4, 8, 16 seconds.
func backoff(attempt int) time.Duration {
	return time.Second << min(attempt-1, 4)
}
