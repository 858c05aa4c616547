// Package summed gives the lines of a file of JSON objects checksums: what was changed
// on the disk is told from what was written.
//
//	line := summed.Line(object)              // {"sum":"1a2b3c4d","put":...}
//	object, has, err := summed.Open(line)
package summed

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
)

// A line is the object with the checksum as its first field: still JSON, and what does
// not know of checksums passes over it.
const (
	opening = `{"sum":"`
	closing = `",`
	digits  = 8
	prefix  = len(opening) + digits + len(closing)
)

var table = crc32.MakeTable(crc32.Castagnoli)

// ErrChanged is the cause of the error when a line is not what was written.
var ErrChanged = errors.New("its checksum does not fit: it was changed after it was written")

// Line gives an object, of one field at least, its checksum.
func Line(object []byte) []byte {
	line := fmt.Appendf(make([]byte, 0, len(object)+prefix), `%s%08x%s`, opening, crc32.Checksum(object, table), closing)
	return append(line, object[1:]...)
}

// Open gives the object of a line, and tells whether the line has a checksum: those of
// before there were any have none.
func Open(line []byte) (object []byte, has bool, err error) {
	if !bytes.HasPrefix(line, []byte(opening)) {
		return line, false, nil
	}
	if len(line) <= prefix || string(line[prefix-len(closing):prefix]) != closing {
		return nil, true, ErrChanged
	}
	object = append([]byte{'{'}, line[prefix:]...)
	sum, err := strconv.ParseUint(string(line[len(opening):len(opening)+digits]), 16, 32)
	if err != nil || uint32(sum) != crc32.Checksum(object, table) {
		return nil, true, ErrChanged
	}
	return object, true, nil
}

// Reader opens the lines of a file in their order. Where one has a checksum, so must
// all that follow: one without was not written by whoever wrote the others.
type Reader struct{ has bool }

// Demand wants a checksum of every line that follows.
func (r *Reader) Demand() { r.has = true }

// Open gives the object of the next line.
func (r *Reader) Open(line []byte) ([]byte, error) {
	object, has, err := Open(line)
	if err == nil && r.has && !has {
		err = errors.New("it has no checksum, and lines before it have")
	}
	r.has = r.has || has
	return object, err
}
