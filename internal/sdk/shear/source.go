package shear

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// source is one package of an SDK: its declarations and which of them are
// needed.
type source struct {
	path, name string
	files      []*file
	// declarations are the top-level ones by each name they declare; methods are
	// by their receiver's type.
	declarations map[string]*declaration
	methods      map[string][]*declaration
	// read are the types of outputs that resources have, and what is read of these.
	read map[string]bool
	// demanded are the names that kept interfaces ask for or kept code selects:
	// methods and fields of these names stay.
	demanded map[string]bool
}

type file struct {
	name    string
	text    []byte
	imports map[string]string // the name it is used by, to its path
	syntax  *ast.File
	// declarations are all of the file's, in the order of its text.
	declarations []*declaration
}

// declaration is a top-level declaration; method is the name of one.
type declaration struct {
	file   *file
	node   ast.Decl
	method string
	needed bool
}

// between is the source between two positions of a file parsed by itself.
func (f *file) between(from, to token.Pos) string {
	return string(f.text[from-f.syntax.FileStart : to-f.syntax.FileStart])
}

// readSource parses the package in dir.
func readSource(importPath, dir string) (*source, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("the SDK has no package %q: no Go files in %q", importPath, dir)
	}
	p := &source{path: importPath, declarations: map[string]*declaration{}, methods: map[string][]*declaration{},
		read: map[string]bool{}, demanded: map[string]bool{"ElementType": true}}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading the SDK: %w", err)
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("reading the SDK: %w", err)
		}
		p.name = syntax.Name.Name
		p.add(&file{name: filepath.Base(name), text: text, syntax: syntax, imports: importsOf(syntax)})
	}
	return p, nil
}

func (p *source) add(f *file) {
	p.files = append(p.files, f)
	for _, node := range f.syntax.Decls {
		d := &declaration{file: f, node: node}
		f.declarations = append(f.declarations, d)
		switch node := node.(type) {
		case *ast.FuncDecl:
			switch {
			case node.Recv != nil:
				d.method = node.Name.Name
				p.methods[receiverOf(node)] = append(p.methods[receiverOf(node)], d)
			case node.Name.Name != "init":
				p.declarations[node.Name.Name] = d
			}
		case *ast.GenDecl:
			for _, name := range namesOf(node) {
				p.declarations[name] = d
			}
		}
	}
}

// namesOf are the names that a declaration of types, variables or constants
// declares.
func namesOf(node *ast.GenDecl) []string {
	var names []string
	for _, spec := range node.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			names = append(names, spec.Name.Name)
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				if name.Name != "_" {
					names = append(names, name.Name)
				}
			}
		}
	}
	return names
}

func receiverOf(method *ast.FuncDecl) string {
	kind := method.Recv.List[0].Type
	if pointer, ok := kind.(*ast.StarExpr); ok {
		kind = pointer.X
	}
	if name, ok := kind.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

var majorVersion = regexp.MustCompile(`^v([2-9]|[1-9][0-9]+)$`)

// importsOf are a file's imports by the names they are used by. A package that
// is not renamed is taken to be called as the last part of its path that is no
// major version of a module.
func importsOf(syntax *ast.File) map[string]string {
	imports := map[string]string{}
	for _, spec := range syntax.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has accepted it
		}
		name := path.Base(imported)
		if majorVersion.MatchString(name) {
			name = path.Base(path.Dir(imported))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imports[name] = imported
	}
	return imports
}
