package cloudflaresdk_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const sdkModule = "github.com/pulumi/pulumi-cloudflare/sdk/v6"

// source is what Go source says about resources: struct fields, and what each
// exported function registers or asks for.
type source struct {
	fields    map[string]map[string]field
	functions map[string]function
}

type field struct{ goType, tag string }

// optional tells whether a plain struct's field may be left out.
func (f field) optional() bool {
	return strings.HasPrefix(f.goType, "*") || strings.HasPrefix(f.goType, "[]") || strings.HasPrefix(f.goType, "map[")
}

// function is what a constructor or an invoke does, each list sorted.
type function struct {
	// tokens are the Pulumi tokens it names: its own and its aliases.
	tokens []string
	// required are the arguments it refuses to go without.
	required []string
	// secrets are the string arguments of AdditionalSecretOutputs, and
	// "ToSecret" for each input wrapped as a secret.
	secrets []string
}

func (s source) add(t *testing.T, name, text string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	require.NoError(t, err, "parsing %s", name)
	for _, declaration := range file.Decls {
		switch declared := declaration.(type) {
		case *ast.GenDecl:
			s.addTypes(declared)
		case *ast.FuncDecl:
			if declared.Recv == nil && declared.Name.IsExported() {
				s.functions[declared.Name.Name] = readFunction(declared)
			}
		}
	}
}

func (s source) addTypes(declared *ast.GenDecl) {
	for _, item := range declared.Specs {
		named, isType := item.(*ast.TypeSpec)
		if !isType {
			continue
		}
		structure, isStruct := named.Type.(*ast.StructType)
		if !isStruct {
			continue
		}
		fields := map[string]field{}
		for _, f := range structure.Fields.List {
			for _, name := range f.Names {
				fields[name.Name] = field{goType: typeName(f.Type), tag: tagOf(f)}
			}
		}
		s.fields[named.Name.Name] = fields
	}
}

func typeName(expression ast.Expr) string {
	return strings.ReplaceAll(types.ExprString(expression), "interface{}", "any")
}

func tagOf(f *ast.Field) string {
	if f.Tag == nil {
		return ""
	}
	text, _ := strconv.Unquote(f.Tag.Value)
	return reflect.StructTag(text).Get("pulumi")
}

func readFunction(declared *ast.FuncDecl) function {
	var f function
	ast.Inspect(declared, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && strings.HasPrefix(text, "cloudflare:") {
				f.tokens = append(f.tokens, text)
			}
		case *ast.BinaryExpr:
			if selected, ok := n.X.(*ast.SelectorExpr); ok && n.Op == token.EQL && typeName(n.Y) == "nil" {
				f.required = append(f.required, typeName(selected))
			}
		case *ast.CallExpr:
			f.secrets = append(f.secrets, secretsOf(n)...)
		}
		return true
	})
	slices.Sort(f.tokens)
	slices.Sort(f.required)
	slices.Sort(f.secrets)
	return f
}

func secretsOf(call *ast.CallExpr) []string {
	switch typeName(call.Fun) {
	case "pulumi.ToSecret":
		return []string{"ToSecret"}
	case "pulumi.AdditionalSecretOutputs":
		return []string{typeName(call.Args[0])}
	}
	return nil
}

func emptySource() source {
	return source{fields: map[string]map[string]field{}, functions: map[string]function{}}
}

// ours reads this package's source.
func ours(t *testing.T) source {
	t.Helper()
	read := emptySource()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "plugin.go" {
			continue
		}
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		read.add(t, name, string(text))
	}
	return read
}

func sdkDirectory(t *testing.T) string {
	t.Helper()
	output, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", sdkModule).Output()
	require.NoError(t, err, "looking for the sdk's source")
	directory := strings.TrimSpace(string(output))
	if directory == "" {
		require.NoError(t, exec.Command("go", "mod", "download", sdkModule).Run())
		return sdkDirectory(t)
	}
	return filepath.Join(directory, "go", "cloudflare")
}

// sdkSource reads the SDK's files of our resources, and of its 15 MB of nested
// types those that we have too.
func sdkSource(t *testing.T, wanted source) source {
	t.Helper()
	directory := sdkDirectory(t)
	read := emptySource()
	for _, name := range []string{"dnsRecord.go", "zoneSetting.go", "ruleset.go", "getIpRanges.go"} {
		text, err := os.ReadFile(filepath.Join(directory, name))
		require.NoError(t, err)
		read.add(t, name, string(text))
	}
	nested, err := filepath.Glob(filepath.Join(directory, "pulumiTypes*.go"))
	require.NoError(t, err)
	for _, name := range nested {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for typeName := range wanted.fields {
			if declaration, found := cutDeclaration(string(text), typeName); found {
				read.add(t, name, "package p\n"+declaration)
			}
		}
	}
	return read
}

// cutDeclaration finds a struct's declaration in formatted source: parsing all
// of it would take longer than the rest of the test.
func cutDeclaration(text, typeName string) (string, bool) {
	start := strings.Index(text, "\ntype "+typeName+" struct {\n")
	if start < 0 {
		return "", false
	}
	body, _, closed := strings.Cut(text[start:], "\n}\n")
	return body + "\n}\n", closed
}
