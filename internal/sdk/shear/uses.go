package shear

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Uses is what a program's own code says of the SDKs' copies. Values of their
// types travel, so fields and methods are known by their names alone: a few more
// stay than are used, never fewer.
type Uses struct {
	// Names are the exported names selected from each copy, by its import path.
	Names map[string]map[string]bool
	// Given are the names of fields in composite literals, Selected those selected
	// from values.
	Given, Selected map[string]bool
	// Called are the names of the methods called.
	Called map[string]bool
}

// ReadUses reads the module called module in root. Code counts when it imports a
// copy or a package that does.
func ReadUses(root, module string, sdks []SDK) (Uses, error) {
	isCopy := func(importPath string) bool {
		return slices.ContainsFunc(sdks, func(sdk SDK) bool { return strings.HasPrefix(importPath, sdk.To+"/") })
	}
	packages, err := readModule(root, module, isCopy)
	if err != nil {
		return Uses{}, err
	}
	uses := Uses{Names: map[string]map[string]bool{}, Given: map[string]bool{}, Selected: map[string]bool{}, Called: map[string]bool{}}
	near := map[string]bool{}
	for name, files := range packages {
		near[name] = importsAny(files, isCopy)
	}
	for name, files := range packages {
		if near[name] || importsAny(files, func(imported string) bool { return near[imported] }) {
			for _, f := range files {
				uses.add(f, isCopy)
			}
		}
	}
	return uses, nil
}

func (u Uses) add(syntax *ast.File, isCopy func(importPath string) bool) {
	imports := importsOf(syntax)
	ast.Inspect(syntax, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			if method, ok := node.Fun.(*ast.SelectorExpr); ok && len(node.Args) <= 1 {
				u.Called[method.Sel.Name] = true
			}
		case *ast.KeyValueExpr:
			if key, ok := node.Key.(*ast.Ident); ok {
				u.Given[key.Name] = true
			}
		case *ast.SelectorExpr:
			name, isName := node.X.(*ast.Ident)
			if isName && isCopy(imports[name.Name]) {
				u.addName(imports[name.Name], node.Sel.Name)
				return false
			}
			u.Selected[node.Sel.Name] = true
		}
		return true
	})
}

func (u Uses) addName(copied, name string) {
	if u.Names[copied] == nil {
		u.Names[copied] = map[string]bool{}
	}
	u.Names[copied][name] = true
}

// readModule parses a module's packages, by import path. Folders with a go.mod of
// their own, and those Go does not look at, are left out, and so are the copies.
func readModule(root, module string, isCopy func(importPath string) bool) (map[string][]*ast.File, error) {
	packages := map[string][]*ast.File{}
	err := filepath.WalkDir(root, func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, at)
		if err != nil {
			return err
		}
		importPath := path.Join(module, filepath.ToSlash(below))
		if entry.IsDir() {
			if skipped(entry.Name()) && below != "." || isCopy(importPath) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(at, ".go") {
			return nil
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), at, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		packages[path.Dir(importPath)] = append(packages[path.Dir(importPath)], syntax)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the code of %q: %w", module, err)
	}
	return packages, nil
}

func skipped(name string) bool {
	return name == "testdata" || name == "tools" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

func importsAny(files []*ast.File, fits func(string) bool) bool {
	for _, f := range files {
		for _, imported := range importsOf(f) {
			if fits(imported) {
				return true
			}
		}
	}
	return false
}
