package shear

import (
	"go/ast"
	"strings"
)

// followStruct follows the fields that a struct keeps.
func (s *shearing) followStruct(p *source, f *file, node *ast.StructType) error {
	for _, field := range node.Fields.List {
		if !s.stays(p, f, field) {
			continue
		}
		if err := s.follow(p, f, field.Type); err != nil {
			return err
		}
		if isOutput(field.Type) {
			s.markRead(p, f, field.Type)
		}
	}
	return nil
}

// markRead says that values of an output's type come about.
func (s *shearing) markRead(p *source, f *file, kind ast.Expr) {
	of, name := p, ""
	switch kind := kind.(type) {
	case *ast.Ident:
		name = kind.Name
	case *ast.SelectorExpr:
		imported, _ := f.packageOf(kind)
		of, name = s.packages[imported], kind.Sel.Name
	}
	if of != nil && !of.read[name] {
		of.read[name], s.grew = true, true
	}
}

// isOutput is true of types that resources' fields have: outputs of the SDK's or of
// Pulumi's.
func isOutput(kind ast.Expr) bool {
	switch kind := kind.(type) {
	case *ast.Ident:
		return strings.HasSuffix(kind.Name, "Output")
	case *ast.SelectorExpr:
		return strings.HasSuffix(kind.Sel.Name, "Output")
	}
	return false
}

// stays says whether a struct keeps a field: it costs nothing when its type draws
// in no other of the SDK's, otherwise somebody must have named it. Outputs are never
// given.
func (s *shearing) stays(p *source, f *file, field *ast.Field) bool {
	if len(field.Names) == 0 || !s.drawsIn(p, f, field.Type) {
		return true
	}
	name := field.Names[0].Name
	return p.demanded[name] || s.uses.Selected[name] || s.uses.Given[name] && !isOutput(field.Type)
}

func (s *shearing) drawsIn(p *source, f *file, kind ast.Expr) bool {
	draws := false
	ast.Inspect(kind, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			if imported, ok := f.packageOf(node); ok {
				_, _, copied := s.copied(imported)
				draws = draws || copied
				return false
			}
		case *ast.Ident:
			draws = draws || p.declarations[node.Name] != nil
		}
		return true
	})
	return draws
}

// packageOf is the import path when a selector selects from a package.
func (f *file) packageOf(selector *ast.SelectorExpr) (string, bool) {
	name, ok := selector.X.(*ast.Ident)
	if !ok {
		return "", false
	}
	imported, ok := f.imports[name.Name]
	return imported, ok
}

// reflects is true of reflect.TypeOf(...), whose Elem is not the SDK's.
func reflects(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	function, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	name, ok := function.X.(*ast.Ident)
	return ok && name.Name == "reflect"
}
