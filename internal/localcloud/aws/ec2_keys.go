package aws

import (
	"bytes"
	"crypto/md5" //nolint:gosec // what EC2 calls the fingerprint of an RSA key
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/big"
	"strings"

	"groundwork/internal/localcloud"
)

const keyPairType = "aws:ec2/keyPair:KeyPair"

// keyPairService is the keys that people log in with.
func keyPairService() service {
	return service{kinds: map[string]localcloud.Kind{
		keyPairType: {Create: importKey, ID: keyPairName, Name: nameKeyPair, Exists: keyPairExists},
	}}
}

var keyPairLinks = []link{
	{from: machineType, path: "keyName", to: keyPairType, missing: noKeyPair, loose: true},
}

var noKeyPair = refusal{400, "InvalidKeyPair.NotFound", "The key pair '%s' does not exist"}

func keyPairName(tx *localcloud.Tx, pair *localcloud.Object) string {
	prefix := "terraform-"
	if given := pair.String("keyNamePrefix"); given != "" {
		prefix = given
	}
	decide(pair, "keyName", prefix+tx.Hex(26))
	return pair.String("keyName")
}

func nameKeyPair(pair *localcloud.Object) string { return pair.String("keyName") }

func keyPairExists(tx *localcloud.Tx, pair *localcloud.Object) error {
	return tx.Fail(400, "InvalidKeyPair.Duplicate", "The keypair already exists")
}

// importKey follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html:
// RSA and ED25519 keys.
func importKey(tx *localcloud.Tx, pair *localcloud.Object) error {
	kind, blob, ok := publicKey(pair.String("publicKey"))
	if !ok {
		return tx.Fail(400, "InvalidKey.Format", "Key is not in valid OpenSSH public key format")
	}
	pair.Set("keyPairId", "key-"+tx.Hex(17))
	pair.Set("arn", regionalARN(tx, "key-pair/"+pair.ID))
	switch kind {
	case "ssh-rsa":
		pair.Set("keyType", "rsa")
		print, ok := rsaFingerprint(blob)
		if !ok {
			return tx.Fail(400, "InvalidKey.Format", "Key is not in valid OpenSSH public key format")
		}
		pair.Set("fingerprint", print)
	case "ssh-ed25519":
		sum := sha256.Sum256(blob)
		pair.Set("keyType", "ed25519")
		pair.Set("fingerprint", base64.StdEncoding.EncodeToString(sum[:]))
	default:
		return tx.Fail(400, "InvalidKey.Format", "Key is not in valid OpenSSH public key format")
	}
	return nil
}

// publicKey reads "ssh-rsa AAAA... comment". The blob begins with the kind's
// own name: RFC 4253, section 6.6.
func publicKey(text string) (kind string, blob []byte, ok bool) {
	fields := strings.Fields(text)
	if len(fields) < 2 {
		return "", nil, false
	}
	blob, err := base64.StdEncoding.DecodeString(fields[1])
	name, _, whole := sshString(blob)
	return fields[0], blob, err == nil && whole && string(name) == fields[0]
}

// sshString takes a string, with its length before it, off a blob.
func sshString(blob []byte) (text, rest []byte, ok bool) {
	if len(blob) < 4 {
		return nil, nil, false
	}
	length := int(binary.BigEndian.Uint32(blob))
	if length > len(blob)-4 {
		return nil, nil, false
	}
	return blob[4 : 4+length], blob[4+length:], true
}

// rsaFingerprint is the MD5 of the key in DER, as EC2 shows it of an imported
// key: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html
func rsaFingerprint(blob []byte) (string, bool) {
	_, rest, _ := sshString(blob)
	exponent, rest, ok := sshString(rest)
	modulus, _, whole := sshString(rest)
	if !ok || !whole || len(exponent) > 8 {
		return "", false
	}
	der, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{
		N: new(big.Int).SetBytes(modulus), E: int(new(big.Int).SetBytes(exponent).Int64()),
	})
	if err != nil {
		return "", false
	}
	sum := md5.Sum(der) //nolint:gosec // see above
	var out bytes.Buffer
	for i, b := range sum {
		if i > 0 {
			out.WriteByte(':')
		}
		fmt.Fprintf(&out, "%02x", b)
	}
	return out.String(), true
}
