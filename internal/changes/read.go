package changes

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// escapes are a terminal's control sequences: ECMA-48's CSI and OSC.
var escapes = regexp.MustCompile("\x1b(\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(\x07|\x1b\\\\)|[@-Z\\\\-_])")

// From reads either of the two files that an operation leaves: the JSON of
// `pulumi preview --json` or an event log.
func From(file io.Reader) (Set, error) {
	text, err := io.ReadAll(file)
	if err != nil {
		return Set{}, err
	}
	if isLog(text) {
		return FromLog(bytes.NewReader(text))
	}
	set, err := FromPreview(bytes.NewReader(text))
	if err != nil {
		return Set{}, errors.New("it is neither what pulumi preview --json writes nor an event log")
	}
	return set, nil
}

// isLog tells an event log by its first event. What a preview writes must not be
// taken for one, nor the other way: either would read as a change of nothing.
func isLog(text []byte) bool {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) == 0 || line[0] != '{' {
			continue
		}
		var event struct{ Sequence, Timestamp *int }
		return json.Unmarshal(line, &event) == nil && event.Sequence != nil && event.Timestamp != nil
	}
	return false
}

// FromLog reads an engine's event log: one apitype.EngineEvent in JSON a line,
// as --event-log writes it. Lines that are no JSON are somebody else's and are
// passed over.
func FromLog(log io.Reader) (Set, error) {
	recorder := NewRecorder("", "")
	lines, number, events := bufio.NewReader(log), 0, 0
	for {
		line, err := lines.ReadBytes('\n')
		number++
		if text := bytes.TrimSpace(line); len(text) > 0 && text[0] == '{' {
			var event apitype.EngineEvent
			if err := json.Unmarshal(text, &event); err != nil {
				return Set{}, fmt.Errorf("reading an event log: line %d is no event: %w", number, err)
			}
			recorder.Add(event)
			events++
		}
		switch {
		case errors.Is(err, io.EOF) && events == 0:
			return Set{}, errors.New("reading an event log: there is no event in it")
		case errors.Is(err, io.EOF):
			return recorder.Set(), nil
		case err != nil:
			return Set{}, fmt.Errorf("reading an event log: %w", err)
		}
	}
}
