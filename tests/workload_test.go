package tests

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a stack file says of services and jobs is read by spec, and by workload, which
// decides once what runs. Whoever else read it would decide it again.
func TestServicesAndJobsAreReadByTheWorkloadsAlone(t *testing.T) {
	readers := map[string][]string{}
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch name := entry.Name(); {
		case err != nil:
			return err
		case entry.IsDir() && (path == "../tests" || path == "../spec" || len(name) > 2 && strings.HasPrefix(name, ".")):
			return fs.SkipDir
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			if reads := readsOf(t, path); len(reads) > 0 {
				dir := strings.TrimPrefix(filepath.Dir(path), "../")
				readers[dir] = append(readers[dir], reads...)
			}
		}
		return nil
	}))
	assert.NotEmpty(t, readers["workload"], "the test sees who reads them")
	delete(readers, "workload")
	assert.Empty(t, readers, "take it from workload.Of")
}

// readsOf are the places of a file that imports spec, and names services or jobs of it.
func readsOf(t *testing.T, path string) (places []string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	if !slices.ContainsFunc(file.Imports, func(one *ast.ImportSpec) bool { return one.Path.Value == `"groundwork/spec"` }) {
		return nil
	}
	ast.Inspect(file, func(node ast.Node) bool {
		selected, is := node.(*ast.SelectorExpr)
		if !is {
			return true
		}
		of, _ := selected.X.(*ast.Ident)
		types := of != nil && of.Name == "spec" && slices.Contains([]string{"Service", "Job"}, selected.Sel.Name)
		if types || slices.Contains([]string{"Services", "Jobs"}, selected.Sel.Name) {
			places = append(places, files.Position(node.Pos()).String())
		}
		return true
	})
	return places
}
