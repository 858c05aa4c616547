// Package facts holds what the real providers' schemas say of every resource
// type and data source: which properties exist, what they hold, which are
// required, computed or force a replacement, and which values are refused.
//
// The data is a compressed copy of the schemas in Pulumi names, made by
// `go run ./internal/localcloud/facts/generate -from DIR`. It is unpacked once,
// when it is first asked, and a type is decoded only when it is used, so that
// a program that touches ten types does not pay for two thousand.
package facts

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the schemas travel inside the binary
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"
)

//go:embed aws.jsonl.gz
var awsData []byte

//go:embed cloudflare.jsonl.gz
var cloudflareData []byte

// AWS is the schema of the AWS provider.
var AWS = newSet("aws", awsData)

// Cloudflare is the schema of the Cloudflare provider.
var Cloudflare = newSet("cloudflare", cloudflareData)

// Set is the schema of one provider. Its methods may be called from several
// goroutines.
type Set struct {
	name string
	open func() (*index, error)
	lock sync.Mutex
	done map[string]any
}

// index finds the undecoded line of a token.
type index struct {
	resources map[string][]byte
	functions map[string][]byte
	provider  []byte
}

func newSet(name string, packed []byte) *Set {
	return &Set{
		name: name,
		done: map[string]any{},
		open: sync.OnceValues(func() (*index, error) { return unpack(packed) }),
	}
}

// Resource returns the schema of a resource type, or false when the provider
// has no such type.
func (s *Set) Resource(token string) (*Resource, bool) {
	at, err := s.open()
	if err != nil {
		return nil, false
	}
	return lookup[Resource](s, at.resources, token)
}

// Function returns the schema of a data source, or false when the provider has
// no such data source.
func (s *Set) Function(token string) (*Function, bool) {
	at, err := s.open()
	if err != nil {
		return nil, false
	}
	return lookup[Function](s, at.functions, token)
}

// Resources returns the tokens of all resource types, sorted.
func (s *Set) Resources() []string {
	at, err := s.open()
	if err != nil {
		return nil
	}
	return sorted(at.resources)
}

// Functions returns the tokens of all data sources, sorted.
func (s *Set) Functions() []string {
	at, err := s.open()
	if err != nil {
		return nil
	}
	return sorted(at.functions)
}

// Provider returns the settings of the provider itself, nil when the facts have
// none.
func (s *Set) Provider() Properties {
	at, err := s.open()
	if err != nil || at.provider == nil {
		return nil
	}
	provider, _ := lookup[Resource](s, map[string][]byte{"": at.provider}, "")
	return provider.Properties
}

func lookup[T any](s *Set, lines map[string][]byte, token string) (*T, bool) {
	line, ok := lines[token]
	if !ok {
		return nil, false
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if known, ok := s.done[token].(*T); ok {
		return known, true
	}
	decoded := new(T)
	if err := json.Unmarshal(line, decoded); err != nil {
		return nil, false
	}
	switch described := any(decoded).(type) {
	case *Resource:
		correct(described)
	case *Function:
		described.complete()
	}
	s.done[token] = decoded
	return decoded, true
}

// unpack splits the data into lines by token, without decoding them. Each line
// begins with its token: the generator writes it so.
func unpack(packed []byte) (*index, error) {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpacking the schema: %w", err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		return nil, fmt.Errorf("unpacking the schema: %w", err)
	}
	at := &index{resources: map[string][]byte{}, functions: map[string][]byte{}}
	for line := range bytes.Lines(text) {
		if token, ok := opening(line, `{"tok":"`); ok {
			at.resources[token] = line
		} else if token, ok := opening(line, `{"fn":"`); ok {
			at.functions[token] = line
		} else if _, ok := opening(line, `{"provider":"`); ok {
			at.provider = line
		}
	}
	return at, nil
}

func opening(line []byte, prefix string) (string, bool) {
	rest, ok := bytes.CutPrefix(line, []byte(prefix))
	if !ok {
		return "", false
	}
	end := bytes.IndexByte(rest, '"')
	if end < 0 {
		return "", false
	}
	return string(rest[:end]), true
}

func sorted(lines map[string][]byte) []string {
	tokens := make([]string, 0, len(lines))
	for token := range lines {
		tokens = append(tokens, token)
	}
	slices.Sort(tokens)
	return tokens
}
