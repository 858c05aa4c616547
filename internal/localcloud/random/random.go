// Package random is the random provider of the local cloud: its values look
// random and follow from the cloud's seed, so that runs can be compared.
package random

import (
	"strings"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/facts"
)

// Version is the SDK version the package stands in for.
const Version = "4.19.0"

// New returns the package.
func New() *localcloud.Schematic {
	pkg := &localcloud.Schematic{
		Title: "random", Release: Version,
		Schema: func(token string) (*facts.Resource, bool) { r, ok := schemas[token]; return r, ok },
		Kinds:  map[string]localcloud.Kind{},
	}
	for token, create := range makers {
		pkg.Kinds[token] = localcloud.Kind{Check: checkKind[token], Create: create, ID: nextID, Name: name, Update: keep}
	}
	return pkg
}

// Tokens of the types.
const (
	passwordType = "random:index/randomPassword:RandomPassword"
	stringType   = "random:index/randomString:RandomString"
	idType       = "random:index/randomId:RandomId"
	petType      = "random:index/randomPet:RandomPet"
	integerType  = "random:index/randomInteger:RandomInteger"
	uuidType     = "random:index/randomUuid:RandomUuid"
	bytesType    = "random:index/randomBytes:RandomBytes"
	shuffleType  = "random:index/randomShuffle:RandomShuffle"
)

// nextID is the id of what must not show its value as an id, a password, and
// of what may be equal to another; the others set their own, as the real
// provider does.
func nextID(tx *localcloud.Tx, _ *localcloud.Object) string { return tx.Hex(32) }

// name is the resource's own: the values say nothing, or too much.
func name(obj *localcloud.Object) string { return obj.URN[strings.LastIndexByte(obj.URN, ':')+1:] }

// keep leaves the value as it is: what would change it replaces.
func keep(*localcloud.Tx, *localcloud.Object, *localcloud.Object) error { return nil }
