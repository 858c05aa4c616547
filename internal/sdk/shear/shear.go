// Package shear writes narrow copies of Pulumi's generated SDK packages: what a
// program uses of them, word for word, and no more. Whole, such a package takes
// gigabytes of memory to compile, nearly all of it for types that nobody here
// names.
package shear

import (
	"fmt"
	"path"
	"strings"
)

// SDK is one SDK whose packages are copied.
type SDK struct {
	// From is the import path below which its packages lie, such as
	// "github.com/pulumi/pulumi-aws/sdk/v6/go/aws". The package of that very path
	// is not copied: it is small, and importing it keeps the module required.
	From string
	// To is the import path below which the copies lie.
	To string
	// Dir is the folder of From in the module cache.
	Dir string
	// Version is the module's version, for the copies' heads.
	Version string
}

// Files are the copies' files by their import path and name, such as
// "groundwork/internal/sdk/aws/ec2/vpc.go".
type Files map[string][]byte

// Shear copies the packages that uses names, and what these need of others. It
// fails when the SDK lacks a name that is used.
func Shear(sdks []SDK, uses Uses) (Files, error) {
	s := &shearing{sdks: sdks, uses: uses, packages: map[string]*source{}}
	for copied, names := range uses.Names {
		origin, ok := s.origin(copied)
		if !ok {
			return nil, fmt.Errorf("shearing %q: no SDK is copied there", copied)
		}
		for name := range names {
			if err := s.need(origin, name); err != nil {
				return nil, fmt.Errorf("shearing %q: %w", copied, err)
			}
		}
	}
	if err := s.settle(); err != nil {
		return nil, err
	}
	files := Files{}
	for _, p := range s.packages {
		if err := s.print(p, files); err != nil {
			return nil, fmt.Errorf("writing the copy of %q: %w", p.path, err)
		}
	}
	return files, nil
}

// origin is the SDK's import path of a copy's.
func (s *shearing) origin(copied string) (string, bool) {
	for _, sdk := range s.sdks {
		if below, ok := strings.CutPrefix(copied, sdk.To+"/"); ok {
			return sdk.From + "/" + below, true
		}
	}
	return "", false
}

// copied is the SDK that a package belongs to and the import path of its copy;
// false for packages that are not copied.
func (s *shearing) copied(origin string) (SDK, string, bool) {
	for _, sdk := range s.sdks {
		if below, ok := strings.CutPrefix(origin, sdk.From+"/"); ok {
			return sdk, path.Join(sdk.To, below), true
		}
	}
	return SDK{}, "", false
}
