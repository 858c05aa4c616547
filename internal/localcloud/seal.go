package localcloud

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
)

// lineSeal closes the lines of a journal, where what the cloud holds is not made up
// but somebody's; nil leaves them open.
type lineSeal struct{ box cipher.AEAD }

// newLineSeal makes a seal from a key of 32 bytes; no key is no seal.
func newLineSeal(key []byte) (*lineSeal, error) {
	if len(key) == 0 {
		return nil, nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("sealing the local cloud: %w", err)
	}
	box, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("sealing the local cloud: %w", err)
	}
	return &lineSeal{box}, nil
}

// close seals a line without its end.
func (s *lineSeal) close(line []byte) []byte {
	if s == nil {
		return line
	}
	nonce := make([]byte, s.box.NonceSize())
	_, _ = rand.Read(nonce) // it never fails: https://pkg.go.dev/crypto/rand#Read
	return []byte(base64.StdEncoding.EncodeToString(s.box.Seal(nonce, nonce, line, nil)))
}

// open gives the line that was sealed.
func (s *lineSeal) open(line []byte) ([]byte, error) {
	if s == nil {
		return line, nil
	}
	bytes, err := base64.StdEncoding.DecodeString(string(line))
	if err != nil || len(bytes) < s.box.NonceSize() {
		return nil, errors.New("it is not sealed")
	}
	return s.box.Open(nil, bytes[:s.box.NonceSize()], bytes[s.box.NonceSize():], nil)
}
