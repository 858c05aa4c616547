package apiserver

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// client asks one API server.
type client struct {
	base, token string
	http        *http.Client
	kinds       *kinds
}

// answer is what the server said: the object, and what it warns of.
type answer struct {
	object   Object
	warnings []string
}

// refusal is the server's no.
type refusal struct {
	status  int
	message string
}

func (r *refusal) Error() string { return r.message }

// newClient trusts the certificate that the server made for itself.
func newClient(base, token, certificate string) (client, error) {
	text, err := os.ReadFile(certificate)
	if err != nil {
		return client{}, fmt.Errorf("reading the API server's certificate: %w", err)
	}
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(text) {
		return client{}, errors.New("the API server's certificate is not whole yet")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS13}}
	return client{base: base, token: token, http: &http.Client{Transport: transport, Timeout: time.Minute}, kinds: newKinds()}, nil
}

// ready tells whether the server serves and has made its own namespaces.
func (c client) ready(ctx context.Context) error {
	for _, path := range []string{"/readyz", "/api/v1/namespaces/default", "/api/v1/namespaces/kube-system"} {
		if _, err := c.ask(ctx, http.MethodGet, path, "", nil); err != nil {
			return err
		}
	}
	return nil
}

// ask sends one request. body nil sends none.
func (c client) ask(ctx context.Context, method, path, contentType string, body Object) (answer, error) {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return answer{}, fmt.Errorf("encoding %s: %w", body, err)
		}
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, sent)
	if err != nil {
		return answer{}, fmt.Errorf("preparing %s %s: %w", method, path, err)
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return answer{}, fmt.Errorf("asking the API server: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, fmt.Errorf("reading the API server's answer: %w", err)
	}
	return understand(response, text)
}

func understand(response *http.Response, text []byte) (answer, error) {
	got := answer{warnings: warnings(response.Header)}
	// /readyz answers in plain text.
	if json.Unmarshal(text, &got.object) != nil {
		got.object = Object{"message": string(text)}
	}
	if response.StatusCode >= http.StatusBadRequest {
		return got, &refusal{response.StatusCode, got.object.text("message")}
	}
	return got, nil
}

// warnings are the texts of the Warning headers: 299 - "text".
// https://kubernetes.io/blog/2020/09/03/warnings/
func warnings(header http.Header) []string {
	var texts []string
	for _, value := range header.Values("Warning") {
		_, text, _ := strings.Cut(value, `"`)
		texts = append(texts, strings.ReplaceAll(strings.TrimSuffix(text, `"`), `\"`, `"`))
	}
	return texts
}

func refused(err error, status int) bool {
	var no *refusal
	return errors.As(err, &no) && no.status == status
}
