package drift

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// fingerprintLength is in hex characters: 128 bits.
const fingerprintLength = 32

// Fingerprint is equal for two checks that found the same drift: the same
// resources with the same values in the cloud, whenever and in whatever order
// they were seen. What is harmless is not part of it. Two different secrets have
// one fingerprint, since neither is known here.
func Fingerprint(d Drift) string {
	sum := sha256.New()
	// A hash never fails to be written to, and what is plain JSON always encodes.
	encoder := json.NewEncoder(sum)
	write := func(fields ...any) { _ = encoder.Encode(fields) }
	for _, item := range d.Deleted {
		write(Deleted, item.URN)
	}
	for _, item := range d.Changed {
		write(Changed, item.URN)
		for _, property := range item.Properties {
			write(property.Path, property.After)
		}
	}
	for _, one := range d.Undeclared {
		write(Undeclared, one.ARN)
	}
	return hex.EncodeToString(sum.Sum(nil))[:fingerprintLength]
}

// identityLength is in hex characters: 32 bits, enough to tell the resources of
// one stack apart, and short because an issue carries one for each.
const identityLength = 8

// identity is who drifted and how, whatever the values: it stays the same while
// a resource drifts further.
func identity(kind Kind, subject string) string {
	sum := sha256.Sum256([]byte(string(kind) + " " + subject))
	return hex.EncodeToString(sum[:])[:identityLength]
}

// identities are those of everything that drifted, in the order told.
func (d Drift) identities() []string {
	var all []string
	for _, item := range d.Deleted {
		all = append(all, identity(Deleted, item.URN))
	}
	for _, item := range d.Changed {
		all = append(all, identity(Changed, item.URN))
	}
	for _, one := range d.Undeclared {
		all = append(all, identity(Undeclared, one.ARN))
	}
	return all
}
