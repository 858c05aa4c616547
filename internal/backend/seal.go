package backend

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
)

// seal encrypts the secrets of stacks. What is sealed twice is sealed alike, so
// that a state which did not change reads the same: the nonce is made of the text,
// as in RFC 5297.
type seal struct {
	box   cipher.AEAD
	nonce []byte // the key that nonces are made with
}

func newSeal(secret string) seal {
	derive := func(purpose string) []byte {
		key := hmac.New(sha256.New, []byte(secret))
		key.Write([]byte(purpose))
		return key.Sum(nil)
	}
	block, err := aes.NewCipher(derive("box"))
	if err != nil {
		panic(err) // the key has 32 bytes, which AES takes
	}
	box, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has the block size that GCM wants
	}
	return seal{box: box, nonce: derive("nonce")}
}

func (s seal) encrypt(plain []byte) []byte {
	maker := hmac.New(sha256.New, s.nonce)
	maker.Write(plain)
	nonce := maker.Sum(nil)[:s.box.NonceSize()]
	return s.box.Seal(nonce, nonce, plain, nil)
}

func (s seal) decrypt(sealed []byte) ([]byte, error) {
	if len(sealed) < s.box.NonceSize() {
		return nil, errors.New("it is too short to be a secret of this cloud")
	}
	plain, err := s.box.Open(nil, sealed[:s.box.NonceSize()], sealed[s.box.NonceSize():], nil)
	if err != nil {
		return nil, fmt.Errorf("it was not encrypted by this cloud: %w", err)
	}
	return plain, nil
}

// Encrypt seals a value as a stack file holds it under `secure:`.
func (b *Backend) Encrypt(plain string) string {
	return base64.StdEncoding.EncodeToString(b.seal.encrypt([]byte(plain)))
}

// Decrypt opens what Encrypt sealed, as the engine writes it into states too.
func (b *Backend) Decrypt(sealed string) (string, error) {
	bytes, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", fmt.Errorf("decoding a secret: %w", err)
	}
	plain, err := b.seal.decrypt(bytes)
	if err != nil {
		return "", fmt.Errorf("decrypting a secret: %w", err)
	}
	return string(plain), nil
}
