package backend

import (
	"compress/gzip"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// Address is where a CLI finds the backend.
type Address struct {
	// URL is the value of PULUMI_BACKEND_URL, Token that of PULUMI_ACCESS_TOKEN.
	URL, Token string
}

// Answers tells whether a backend answers there that knows the token. One that is
// too busy to answer soon is there.
func (a Address) Answers() bool {
	ctx, done := context.WithTimeout(context.Background(), 2*time.Second)
	defer done()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.URL+"/api/user", nil)
	if err != nil {
		return false
	}
	request.Close = true
	request.Header.Set("Authorization", "token "+a.Token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return ctx.Err() != nil
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// server is the HTTP side.
type server struct {
	http *http.Server
	done sync.WaitGroup
	// answering is held while a request is answered: what comes of it is on the disk
	// before the server has stopped, and nothing is written after.
	answering sync.RWMutex
	stopped   bool
}

func (s *server) stop() error {
	if s.http == nil {
		return nil
	}
	err := s.http.Close()
	s.done.Wait()
	s.answering.Lock()
	defer s.answering.Unlock()
	s.http, s.stopped = nil, true
	return err
}

// Serve serves the states on the loopback until Close, or until ctx ends, at the
// given port where that is free; 0 is any. Only who has the token is answered.
func (b *Backend) Serve(ctx context.Context, port int) (Address, error) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		listener, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return Address{}, fmt.Errorf("serving the states: %w", err)
	}
	address := Address{URL: "http://" + listener.Addr().String(), Token: rand.Text()}
	desk := &desk{states: b, address: address, updates: map[string]*update{}}
	server := &http.Server{Handler: desk.routes()}
	b.server.http, b.server.stopped = server, false
	b.server.done.Go(func() { _ = server.Serve(listener) }) // it ends when it is closed
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return address, nil
}

// refusal is an answer that says no, in the words that the CLI shows.
type refusal struct {
	code    int
	message string
}

func (r *refusal) Error() string { return r.message }

// Why something is refused. No code is from 500 up: the CLI would ask again and
// again, which changes nothing here.
const (
	unreadable = http.StatusBadRequest
	stranger   = http.StatusUnauthorized
	unknown    = http.StatusNotFound
	conflict   = http.StatusConflict
)

// answer is a handler that returns what is sent as JSON.
type answer func(r *http.Request) (any, error)

// handle sends what a handler answers.
func (d *desk) handle(respond answer) http.HandlerFunc {
	server := &d.states.server
	return func(w http.ResponseWriter, r *http.Request) {
		server.answering.RLock()
		defer server.answering.RUnlock()
		if server.stopped {
			return // whoever asked was hung up on
		}
		value, err := any(nil), d.admit(r)
		if err == nil {
			value, err = respond(r)
		}
		w.Header().Set("Content-Type", "application/json")
		if err != nil {
			code := codeOf(err)
			w.WriteHeader(code)
			value = apitype.ErrorResponse{Code: code, Message: err.Error()}
		}
		if value != nil {
			_ = json.NewEncoder(w).Encode(value) // whoever hung up needs no answer
		}
	}
}

func codeOf(err error) int {
	var no *refusal
	switch {
	case errors.As(err, &no):
		return no.code
	case errors.Is(err, ErrNoStack):
		return unknown
	default:
		return unreadable
	}
}

// admit refuses whoever has not the token. Updates have tokens of their own, which
// are asked where they matter.
func (d *desk) admit(r *http.Request) error {
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch {
	case kind == "token" && token == d.address.Token:
		return nil
	case kind == "update-token" && d.update(r.PathValue("update"), token) != nil:
		return nil
	}
	return &refusal{code: stranger, message: "this is a local cloud of groundwork; to work with it: eval \"$(groundwork local env)\""}
}

// read decodes a request's body.
func read(r *http.Request, into any) error {
	body := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		unpacked, err := gzip.NewReader(r.Body)
		if err != nil {
			return &refusal{code: unreadable, message: "unpacking the request: " + err.Error()}
		}
		body = unpacked
	}
	if err := json.NewDecoder(body).Decode(into); err != nil {
		return &refusal{code: unreadable, message: "reading the request: " + err.Error()}
	}
	return nil
}
