package localcloud

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// Dice are the source of everything that looks random in the cloud. The same
// seed and key give the same throws, so that two runs from an empty cloud show
// the same ids.
type Dice struct {
	key  string
	turn uint64
	rest []byte
}

// NewDice returns dice for a key; keys that differ in any part throw
// differently.
func NewDice(seed string, parts ...string) *Dice {
	key := seed
	for _, part := range parts {
		key += "\x00" + part
	}
	return &Dice{key: key}
}

// Bytes throws n bytes.
func (d *Dice) Bytes(n int) []byte {
	out := make([]byte, 0, n)
	for len(out) < n {
		if len(d.rest) == 0 {
			block := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(d.key), d.turn))
			d.turn++
			d.rest = block[:]
		}
		take := min(n-len(out), len(d.rest))
		out = append(out, d.rest[:take]...)
		d.rest = d.rest[take:]
	}
	return out
}

// Hex throws n hexadecimal digits.
func (d *Dice) Hex(n int) string { return hex.EncodeToString(d.Bytes((n + 1) / 2))[:n] }

// Int throws a number from 0 up to, not including, n.
func (d *Dice) Int(n int) int {
	if n <= 1 {
		return 0
	}
	return int(binary.BigEndian.Uint64(d.Bytes(8)) % uint64(n))
}

// Text throws n characters of an alphabet.
func (d *Dice) Text(n int, alphabet string) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[d.Int(len(alphabet))]
	}
	return string(out)
}

// UUID throws a version 4 UUID.
func (d *Dice) UUID() string {
	b := d.Bytes(16)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// Alphabets for Text.
const (
	Lower      = "abcdefghijklmnopqrstuvwxyz"
	Upper      = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	Digits     = "0123456789"
	LowerAlnum = Lower + Digits
	UpperAlnum = Upper + Digits
	Alnum      = Lower + Upper + Digits
)
