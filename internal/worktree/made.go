package worktree

import (
	"context"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// pins are the files that decide which code of others a program is made of.
var pins = map[string]bool{"go.mod": true, "go.sum": true, "go.work": true, "go.work.sum": true}

// sources are the endings of files that go compiles:
// https://pkg.go.dev/go/build#Package
var sources = map[string]bool{
	".go": true, ".c": true, ".cc": true, ".cpp": true, ".cxx": true, ".m": true, ".h": true, ".hh": true, ".hpp": true, ".hxx": true,
	".f": true, ".F": true, ".for": true, ".f90": true, ".s": true, ".S": true, ".sx": true, ".swig": true, ".swigcxx": true, ".syso": true,
}

// Made tells of a file, by its path from the root of a checkout, whether the programs in
// the folders may be made of it.
func Made(ctx context.Context, root string, folders ...string) func(file string) bool {
	made := madeOf(ctx, root, folders)
	return func(file string) bool { return !outside(file) && made(file) }
}

// madeOf tells of a file, by its path from the root, whether the programs in the
// folders may be made of it: it is a source in a folder of a package that they import,
// or below one that embeds files. Where go cannot say, it is of everything, and so it is
// without folders. To look at one side is enough: where the imports differ, a file
// that is here differs too.
func madeOf(ctx context.Context, root string, folders []string) func(file string) bool {
	everything := func(string) bool { return true }
	if len(folders) == 0 {
		return everything
	}
	const packages = "{{with .Module}}{{if .Main}}{{$.Dir}}\t{{len $.EmbedFiles}}{{end}}{{end}}"
	list := exec.CommandContext(ctx, "go", "list", "-deps", "-f", packages)
	for _, folder := range folders {
		list.Args = append(list.Args, "./"+filepath.ToSlash(folder))
	}
	list.Dir = root
	said, err := list.Output()
	if err != nil {
		return everything
	}
	real, err := filepath.EvalSymlinks(root) // as go has it
	if err != nil {
		return everything
	}
	in, below := map[string]bool{}, []string{}
	for line := range strings.Lines(string(said)) {
		dir, embedded, _ := strings.Cut(strings.TrimSpace(line), "\t")
		from, err := filepath.Rel(real, dir)
		if err != nil || strings.HasPrefix(from, "..") {
			if from, err = filepath.Rel(root, dir); err != nil || strings.HasPrefix(from, "..") {
				return everything
			}
		}
		from = filepath.ToSlash(from)
		if in[from] = true; embedded != "0" {
			below = append(below, from+"/")
		}
	}
	return func(file string) bool {
		if pins[file] || in[path.Dir(file)] && sources[path.Ext(file)] {
			return true
		}
		for _, folder := range below {
			if folder == "./" || strings.HasPrefix(file, folder) {
				return true
			}
		}
		return false
	}
}
