package pgroles

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

const (
	iterations = 4096
	saltBytes  = 16
)

// verifier is what PostgreSQL keeps of a password, and takes instead of one:
// https://www.postgresql.org/docs/16/catalog-pg-authid.html and RFC 5803. The salt
// comes from the password, so that the same password is the same text and no job runs
// again for it: it tells nothing of one that is random and long.
func verifier(login Login) (string, error) {
	salt := mac([]byte(login.Password), "salt of "+login.Name())[:saltBytes]
	salted, err := pbkdf2.Key(sha256.New, login.Password, salt, iterations, sha256.Size)
	if err != nil {
		return "", err
	}
	stored := sha256.Sum256(mac(salted, "Client Key"))
	text := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", iterations, text(salt), text(stored[:]), text(mac(salted, "Server Key"))), nil
}

func mac(key []byte, text string) []byte {
	hash := hmac.New(sha256.New, key)
	hash.Write([]byte(text))
	return hash.Sum(nil)
}
