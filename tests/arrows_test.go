// Package tests holds what crosses packages or needs the engine. Unit tests
// stand beside their code.
package tests

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// arrow says what a part of the tree may import of this module.
type arrow struct {
	from   string
	to     []string
	reason string
}

// arrows go one way: main -> stacks -> components -> naming. The first that
// fits a package decides; "x/..." is x and everything below it, "x/*" is
// exactly one level below.
var arrows = []arrow{
	{".", []string{"stacks"}, "main is a stub"},
	{"systems/...", []string{"stacks"}, "main is a stub"},
	{"cmd/groundwork", []string{"cmd/program", "internal/cli"}, "a command is a stub over internal/cli"},
	{"cmd/program", []string{"internal/cli", "internal/preflight", "stacks", "spec", "workload", "naming", "bootstrap/account"}, "the command's program is put together in one place"},
	{"workload", []string{"spec"}, "what runs is decided from the stack file alone, before it is known where"},
	{"stacks", []string{"components/...", "spec", "workload", "naming", "internal/cloudflaresdk", "internal/iampolicy", "internal/pgroles", "internal/pgurl", "internal/podspec", "internal/rdsca", "internal/sdk/..."}, "stacks put components in order; they do not reach past them"},
	{"components/...", []string{"naming", "internal/..."}, "components know neither each other nor the stack file: values arrive in Args"},
	{"spec/...", []string{"spec/...", "internal/gp3", "internal/limits", "internal/pgparam", "internal/price/table", "internal/problem", "internal/rdsca", "internal/redact", "internal/redisparam", "internal/retention", "internal/window"}, "what a stack file may say needs no cloud SDK to check"},
	{"naming", nil, "names are pure"},
	{"internal/localcloud/...", []string{"internal/localcloud/...", "internal/summed"}, "the local cloud stands in for AWS: it must not know what we mean"},
	{"internal/cli", []string{"internal/engine", "internal/localcloud", "internal/localcloud/faults", "internal/changes", "internal/danger", "internal/deploy", "internal/drift", "internal/forge", "internal/gate", "internal/graph", "internal/preflight", "internal/price", "internal/problem", "internal/redact", "internal/lookout", "internal/rehearsal", "internal/report", "internal/review", "internal/saved", "internal/splice", "internal/stage"}, "the command shows what the engine says"},
	{"internal/engine", []string{"internal/backend", "internal/gobuild", "internal/languagehost", "internal/localcloud/...", "internal/saved", "internal/traffic"}, "the engine runs any program against the local cloud"},
	{"internal/backend", []string{"internal/summed"}, "states are kept as the engine has them"},
	{"internal/graph", []string{"internal/localcloud/..."}, "a graph is recorded of any program, by previews of the local cloud"},
	{"internal/changes", []string{"internal/redact"}, "a change set is read from the engine's words alone"},
	{"internal/forge/forgetest", []string{"internal/forge"}, "the judge knows what it judges"},
	{"internal/danger", []string{"internal/changes", "internal/version"}, "what a change risks is judged from the change alone"},
	{"internal/price", []string{"internal/changes", "internal/price/table"}, "what a change costs is told from the change and a table"},
	{"internal/drift", []string{"internal/changes", "internal/danger", "internal/forge", "internal/report"}, "drift is a change set that nobody asked for, told in an issue"},
	{"internal/gate", []string{"internal/changes", "internal/danger"}, "whether a plan may be carried out is decided from the plan alone"},
	{"internal/deploy", []string{"internal/danger", "internal/forge", "internal/git", "internal/review"}, "how a stack is deployed is decided from what was planned and approved"},
	{"internal/rehearsal", []string{"internal/changes", "internal/danger", "internal/price", "internal/version"}, "what came of a rehearsal is decided from what was seen alone"},
	{"internal/lookout", []string{"internal/changes", "internal/drift", "internal/engine", "internal/redact"}, "what the engine did is told as a change set"},
	{"internal/worktree", []string{"internal/git"}, "another commit is laid out by git alone"},
	{"internal/stage", []string{"internal/changes", "internal/danger", "internal/drift", "internal/engine", "internal/gate", "internal/lookout", "internal/price", "internal/rehearsal", "internal/saved", "internal/worktree"}, "a stage carries changes out and judges none"},
	{"internal/report", []string{"internal/changes", "internal/danger", "internal/price", "internal/rehearsal"}, "a report shows what was decided elsewhere"},
	{"internal/review", []string{"internal/changes", "internal/danger", "internal/forge", "internal/gate", "internal/price", "internal/rehearsal", "internal/report"}, "a review puts a report where people read it"},
	{"bootstrap/...", []string{"bootstrap/...", "components/...", "naming", "internal/iampolicy", "internal/sdk/..."}, "the account's base knows no system"},
	{"tests/bench/echo", nil, "a yardstick that used our driving would move with it"},
	{"internal/rights", []string{"internal/iampolicy"}, "what IAM makes of a policy is told from the policy and tables"},
	{"internal/podspec", []string{"naming", "internal/sdk/..."}, "pods are built from plain values"},
	{"internal/kubestore", []string{"internal/podspec", "internal/sdk/...", "naming"}, "a data store's pod is built from plain values"},
	{"internal/pgroles", []string{"naming"}, "roles are made from plain values"},
	{"internal/datastore", []string{"internal/sdk/..."}, "what data stores have in common is built from plain values"},
	{"internal/sdk/...", []string{"internal/sdk/..."}, "the SDKs' packages know nothing of ours"},
	{"internal/gobuild/cmd", []string{"internal/gobuild"}, "a command is a stub"},
	{"internal/languagehost/cmd", []string{"internal/languagehost"}, "a command is a stub"},
	{"internal/...", nil, "small packages that everyone may use stand on nothing of ours"},
}

// Programs as people publish them are a module of their own, which must have the
// versions that are deployed.
func TestTheModuleOfTheProgramsHasOurVersions(t *testing.T) {
	ours, theirs := requiredBy(t, "../go.mod"), requiredBy(t, "programs/go.mod")
	assert.Greater(t, len(theirs), 20)
	for module, version := range theirs {
		if our, is := ours[module]; is {
			assert.Equal(t, our, version, "%s: change tests/programs/go.mod, then run go mod tidy there", module)
		}
	}
}

// requiredBy gives the versions of the modules that a go.mod requires.
func requiredBy(t *testing.T, path string) map[string]string {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	versions := map[string]string{}
	for line := range strings.Lines(string(content)) {
		if fields := strings.Fields(line); strings.HasPrefix(line, "\t") && len(fields) >= 2 {
			versions[fields[0]] = fields[1]
		}
	}
	return versions
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func TestImportsPointOneWay(t *testing.T) {
	for _, found := range modulePackages(t) {
		from := relative(found.ImportPath)
		rule := ruleFor(from)
		if rule == nil {
			continue
		}
		for _, imported := range found.Imports {
			if !strings.HasPrefix(imported, "groundwork/") {
				continue
			}
			to := relative(imported)
			allowed := slices.ContainsFunc(rule.to, func(pattern string) bool { return matches(pattern, to) })
			if !allowed {
				t.Errorf("%s imports %s; it may import %v: %s", from, to, rule.to, rule.reason)
			}
		}
	}
}

func TestComponentsDoNotImportEachOther(t *testing.T) {
	for _, found := range modulePackages(t) {
		from := relative(found.ImportPath)
		if !strings.HasPrefix(from, "components/") {
			continue
		}
		for _, imported := range found.Imports {
			if strings.HasPrefix(imported, "groundwork/components/") {
				t.Errorf("%s imports %s: what one component needs of another arrives in its Args", from, imported)
			}
		}
	}
}

// The SDKs named here take more memory to compile, or longer, than what is used of
// them is worth. Programs as other people write them import the SDKs as they are.
func TestNobodyImportsTheHugeSDKs(t *testing.T) {
	huge := []struct{ path, reason string }{
		{"github.com/pulumi/pulumi-cloudflare/sdk/v6/go/cloudflare", "12.5 GB to compile: use internal/cloudflaresdk"},
		{"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v3", "draws in all sixty API groups: use internal/helmrelease"},
		{"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/", "import what is used of it from internal/sdk/kubernetes and run make golden"},
		{"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/", "import what is used of it from internal/sdk/aws and run make golden"},
	}
	for _, found := range modulePackages(t) {
		for _, imported := range found.Imports {
			for _, sdk := range huge {
				if strings.HasPrefix(imported, sdk.path) {
					t.Errorf("%s imports %s: %s", found.ImportPath, imported, sdk.reason)
					break
				}
			}
		}
	}
}

func modulePackages(t *testing.T) []goPackage {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	list.Dir = ".."
	output, err := list.Output()
	require.NoError(t, err)
	decoder := json.NewDecoder(strings.NewReader(string(output)))
	var packages []goPackage
	for {
		var found goPackage
		if err := decoder.Decode(&found); errors.Is(err, io.EOF) {
			return packages
		} else {
			require.NoError(t, err)
		}
		packages = append(packages, found)
	}
}

func relative(importPath string) string {
	if importPath == "groundwork" {
		return "."
	}
	return strings.TrimPrefix(importPath, "groundwork/")
}

func ruleFor(from string) *arrow {
	for i := range arrows {
		if matches(arrows[i].from, from) {
			return &arrows[i]
		}
	}
	return nil
}

func matches(pattern, importPath string) bool {
	if base, deep := strings.CutSuffix(pattern, "/..."); deep {
		return importPath == base || strings.HasPrefix(importPath, base+"/")
	}
	fits, err := path.Match(pattern, importPath)
	return err == nil && fits
}
