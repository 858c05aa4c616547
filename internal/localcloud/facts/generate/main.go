// Command generate packs the providers' facts into the files that package
// facts embeds.
//
//	go run ./internal/localcloud/facts/generate -from DIR
//
// DIR holds aws-facts.jsonl and cloudflare-facts.jsonl: a legend on the first
// line, then one JSON object a line, whose first key is the token ("tok" for a
// resource type, "fn" for a data source, "provider" for the configuration).
// Running it twice on the same input writes the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	from := flag.String("from", ".", "folder that holds aws-facts.jsonl and cloudflare-facts.jsonl")
	to := flag.String("to", "internal/localcloud/facts", "folder to write to")
	flag.Parse()
	for _, name := range []string{"aws", "cloudflare"} {
		source := filepath.Join(*from, name+"-facts.jsonl")
		target := filepath.Join(*to, name+".jsonl.gz")
		if err := pack(source, target); err != nil {
			fmt.Fprintln(os.Stderr, "generate:", err)
			os.Exit(1)
		}
	}
}

func pack(source, target string) error {
	text, err := os.ReadFile(source)
	if err != nil {
		return fmt.Errorf("reading the facts: %w", err)
	}
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("packing %q: %w", source, err)
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
	if err := writer.Close(); err != nil {
		return fmt.Errorf("packing %q: %w", source, err)
	}
	if err := os.WriteFile(target, packed.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing the packed facts: %w", err)
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
