package localcloud

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"groundwork/internal/summed"
)

// batch is one line of the journal.
type batch struct {
	Put  []*Object `json:"put,omitempty"`
	Drop []key     `json:"drop,omitempty"`
	// Draws counts how often dice were thrown for a key; see Tx.Dice.
	Draws map[string]int `json:"draws,omitempty"`
}

func (b *batch) empty() bool { return len(b.Put) == 0 && len(b.Drop) == 0 && len(b.Draws) == 0 }

// whole refuses a line that has the form of a batch and is none.
func (b *batch) whole() error {
	if slices.Contains(b.Put, nil) {
		return errors.New("it puts nothing where an object should be")
	}
	return nil
}

// lineReader reads the lines of a journal in their order.
type lineReader struct {
	seal *lineSeal
	sums summed.Reader
}

func (r *lineReader) read(line []byte) (*batch, error) {
	text, err := r.seal.open(line)
	if err == nil && r.seal == nil { // a seal is broken by any change
		text, err = r.sums.Open(text)
	}
	if err != nil {
		return nil, err
	}
	var b batch
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, err
	}
	return &b, b.whole()
}

// lineOf is a batch as the journal has it, with the end of the line.
func lineOf(b *batch, seal *lineSeal) ([]byte, error) {
	line, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	if seal == nil {
		line = summed.Line(line)
	}
	return append(seal.close(line), '\n'), nil
}

// textOf is one line an object, so that damage costs one object, in their order,
// so that two clouds that hold the same are the same text.
func textOf(live *batch, seal *lineSeal) (content []byte, lines int, err error) {
	var text bytes.Buffer
	write := func(b *batch) error {
		line, err := lineOf(b, seal)
		if err != nil {
			return err
		}
		text.Write(line)
		lines++
		return nil
	}
	for _, object := range live.Put {
		if err := write(&batch{Put: []*Object{object}}); err != nil {
			return nil, 0, err
		}
	}
	if len(live.Draws) > 0 {
		if err := write(&batch{Draws: live.Draws}); err != nil {
			return nil, 0, err
		}
	}
	return text.Bytes(), lines, nil
}

// ErrDamaged is the cause of the error when the cloud's file can't be read.
var ErrDamaged = errors.New("is damaged")

// damaged says where the file is broken and what to do.
func damaged(path string, line int, err error) error {
	return fmt.Errorf("the local cloud's file %q %w at line %d: %w; "+
		"delete line %d to lose only what it holds, "+
		"or start with an empty cloud (groundwork local reset --yes)", path, ErrDamaged, line, err, line)
}
