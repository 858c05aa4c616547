package apiserver

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"groundwork/internal/version"
)

var pinnedServer = regexp.MustCompile(`(?m)^\tk8s\.io/kubernetes v(\S+)`)

// Version is that of the API server which judges, as tools/kubernetes of the checkout at
// root pins it: the only place that says it.
func Version(root string) (string, error) {
	content, err := os.ReadFile(filepath.Join(root, "tools", "kubernetes", "go.mod"))
	if err != nil {
		return "", err
	}
	found := pinnedServer.FindSubmatch(content)
	if found == nil {
		return "", fmt.Errorf("tools/kubernetes/go.mod pins no k8s.io/kubernetes")
	}
	return string(found[1]), nil
}

// apart tells for whom a judge of another version speaks: declared are minor versions by
// who declares them.
func apart(judge string, declared map[string]string) []string {
	var problems []string
	for _, who := range slices.Sorted(maps.Keys(declared)) {
		than := "older"
		switch wants, is := version.Minor(declared[who]), version.Minor(judge); {
		case wants == is:
			continue
		case wants < is:
			than = "newer"
		}
		problems = append(problems, fmt.Sprintf("%s declares Kubernetes %s, and the API server that judges it is %s, %s: pin k8s.io/kubernetes v%s.x in tools/kubernetes, or declare what it pins",
			who, declared[who], judge, than, declared[who]))
	}
	return problems
}
