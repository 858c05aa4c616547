package shear

import (
	"fmt"
	"go/ast"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// shearing is one run: the packages read so far, with what of them is needed.
type shearing struct {
	sdks     []SDK
	uses     Uses
	packages map[string]*source // by the SDK's import path
	grew     bool
}

// need marks a declaration of an SDK's package.
func (s *shearing) need(origin, name string) error {
	p := s.packages[origin]
	if p == nil {
		sdk, _, _ := s.copied(origin)
		var err error
		p, err = readSource(origin, filepath.Join(sdk.Dir, filepath.FromSlash(strings.TrimPrefix(origin, sdk.From))))
		if err != nil {
			return err
		}
		s.packages[origin] = p
	}
	d := p.declarations[name]
	if d == nil {
		return fmt.Errorf("%q has no %s", origin, name)
	}
	s.mark(d)
	return nil
}

func (s *shearing) mark(d *declaration) {
	if !d.needed {
		d.needed, s.grew = true, true
	}
}

// demand says that a method or a field of this name is wanted.
func (s *shearing) demand(p *source, name string) {
	if !p.demanded[name] {
		p.demanded[name], s.grew = true, true
	}
}

// settle follows what is needed until nothing is added. A field or a method that
// nobody wants may be wanted later, so each round looks at everything.
func (s *shearing) settle() error {
	for s.grew = true; s.grew; {
		s.grew = false
		// Following one package may read another.
		for _, p := range slices.Collect(maps.Values(s.packages)) {
			for _, d := range p.needed() {
				if err := s.follow(p, d.file, d.node); err != nil {
					return err
				}
			}
			s.markMethods(p)
		}
	}
	return nil
}

// markMethods marks the methods of needed types that somebody wants.
func (s *shearing) markMethods(p *source) {
	for receiver, methods := range p.methods {
		if of := p.declarations[receiver]; of == nil || !of.needed {
			continue
		}
		for _, d := range methods {
			if p.demanded[d.method] {
				s.mark(d)
			}
			if results := d.node.(*ast.FuncDecl).Type.Results; p.read[receiver] && s.uses.Called[d.method] && results != nil {
				s.mark(d)
				s.markRead(p, d.file, results.List[0].Type)
			}
		}
	}
}

func (p *source) needed() []*declaration {
	var needed []*declaration
	for _, f := range p.files {
		for _, d := range f.declarations {
			if d.needed {
				needed = append(needed, d)
			}
		}
	}
	return needed
}

// follow needs what a piece of a package's source refers to: names of its own
// package and of others that are copied, and what is selected of values.
func (s *shearing) follow(p *source, f *file, node ast.Node) error {
	var failed error
	ast.Inspect(node, func(node ast.Node) bool {
		if failed != nil {
			return false
		}
		switch node := node.(type) {
		case *ast.StructType:
			failed = s.followStruct(p, f, node)
			return false
		case *ast.InterfaceType:
			for _, method := range node.Methods.List {
				for _, name := range method.Names {
					s.demand(p, name.Name)
				}
			}
		case *ast.SelectorExpr:
			failed = s.followSelector(p, f, node)
			return false
		case *ast.Ident:
			if d := p.declarations[node.Name]; d != nil {
				s.mark(d)
			}
		}
		return true
	})
	return failed
}

func (s *shearing) followSelector(p *source, f *file, selector *ast.SelectorExpr) error {
	imported, ok := f.packageOf(selector)
	if !ok {
		if !reflects(selector.X) {
			s.demand(p, selector.Sel.Name)
		}
		return s.follow(p, f, selector.X)
	}
	if _, _, ok := s.copied(imported); ok {
		return s.need(imported, selector.Sel.Name)
	}
	return nil
}
