// Command generate packs the providers' facts into the files that package
// facts embeds.
//
//	go run ./internal/localcloud/facts/generate -from DIR
//
// DIR holds aws-facts.jsonl and cloudflare-facts.jsonl: a legend on the first
// line, then one JSON object a line, whose first key is the token ("tok" for a
// resource type, "fn" for a data source, "provider" for the configuration).
// aws-newer.jsonl beside this file adds what the facts are too old for. Running
// it twice on the same input writes the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	from := flag.String("from", ".", "folder that holds aws-facts.jsonl and cloudflare-facts.jsonl")
	to := flag.String("to", "internal/localcloud/facts", "folder to write to")
	flag.Parse()
	for name, sources := range map[string][]string{
		"aws":        {filepath.Join(*from, "aws-facts.jsonl"), filepath.Join(*to, "generate", "aws-newer.jsonl")},
		"cloudflare": {filepath.Join(*from, "cloudflare-facts.jsonl")},
	} {
		if err := pack(filepath.Join(*to, name+".jsonl.gz"), sources...); err != nil {
			fmt.Fprintln(os.Stderr, "generate:", err)
			os.Exit(1)
		}
	}
}

// pack writes the facts of the sources into one file.
func pack(target string, sources ...string) error {
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("packing: %w", err)
	}
	for _, source := range sources {
		if err := add(writer, source); err != nil {
			return err
		}
	}
	if err := writer.Close(); err != nil {
		return fmt.Errorf("packing: %w", err)
	}
	if err := os.WriteFile(target, packed.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing the packed facts: %w", err)
	}
	return nil
}

// add packs the lines of one source, but for its legend.
func add(writer io.Writer, source string) error {
	text, err := os.ReadFile(source)
	if err != nil {
		return fmt.Errorf("reading the facts: %w", err)
	}
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if number == 1 || len(bytes.TrimSpace(line)) == 0 {
			continue // the legend
		}
		if err := check(line); err != nil {
			return fmt.Errorf("%s:%d: %w", source, number, err)
		}
		if _, err := writer.Write(line); err != nil {
			return fmt.Errorf("packing %q: %w", source, err)
		}
	}
	return nil
}

func check(line []byte) error {
	if !json.Valid(line) {
		return fmt.Errorf("the line is not JSON")
	}
	for _, start := range []string{`{"tok":"`, `{"fn":"`, `{"provider":"`} {
		if bytes.HasPrefix(line, []byte(start)) {
			return nil
		}
	}
	return fmt.Errorf("the line does not begin with its token")
}
