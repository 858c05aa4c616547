package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMistakesOnTheCommandLineAreToldAndDoNothing(t *testing.T) {
	checkout(t)
	for line, want := range map[string]string{
		"local up --stak prod":         "unknown flag: --stak; there is: --stack",
		"local up --zz":                "unknown flag: --zz\n",
		"local pu":                     `groundwork local has no command "pu"; there is: up`,
		"bogus":                        `groundwork has no command "bogus"`,
		"local up prod":                `groundwork local up takes no argument, got "prod"`,
		"local up --stack test":        `no stack "test" in system "stockindicator"; there are: dev`,
		"local up --system tequipy":    `no system "tequipy" in this checkout; there are: stockindicator`,
		"local reset":                  "say --yes to do it",
		"local upp":                    `groundwork local has no command "upp"; there is: up`,
		"local upp --stack prod":       `groundwork local has no command "upp"; there is: up`,
		"up --stack prod":              `groundwork has no command "up"; there is: local`,
		"shop":                         `groundwork has no command "shop"`,
		"local wait":                   "groundwork local wait needs 1 argument, got 0",
		"local wait 1h 2h":             "groundwork local wait needs 1 argument, got 2",
		"local delete a:b/c:D x y":     "groundwork local delete needs 2 arguments, got 3",
		"local set a:b/c:D x":          "groundwork local set needs 3 arguments or more, got 2",
		"local serve --from nowhere":   `--from "nowhere": want an address such as 203.0.113.7, inside, or the id of a security group`,
		"local destroy --preview-only": "unknown flag: --preview-only",
	} {
		code, stdout, stderr := run(t, Program{}, line)
		assert.Equal(t, ExitUsage, code, line)
		assert.Contains(t, stderr, want, line)
		assert.Empty(t, stdout, line)
	}
	assert.NoDirExists(t, ".groundwork")
}

// What a shell's command found nothing for is no value: a boundary that is "" is none.
func TestAnEmptyValueIsNotSet(t *testing.T) {
	checkout(t)
	var stdout, stderr strings.Builder
	code := Run(t.Context(), Program{}, []string{"config", "set", "groundwork:permissionsBoundary", ""}, strings.NewReader(""), &stdout, &stderr)
	assert.Equal(t, ExitUsage, code)
	assert.Contains(t, stderr.String(), "the value for groundwork:permissionsBoundary is empty")
	assert.Contains(t, stderr.String(), "config rm")
}

func TestHelpNamesTheSystemsThatAreThere(t *testing.T) {
	checkout(t)
	own := filepath.Join("systems", "mysite")
	require.NoError(t, os.MkdirAll(own, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(own, "Pulumi.yaml"), []byte("name: mysite\n"), 0o600))
	for _, line := range []string{"local up --help", "drift --help", "rehearse --help"} {
		code, stdout, _ := run(t, Program{}, line)
		assert.Equal(t, ExitOK, code, line)
		assert.Contains(t, stdout, ": stockindicator, mysite", line)
		assert.NotContains(t, stdout, "screener", line)
	}
	code, _, stderr := run(t, Program{}, "local up --system mysite")
	assert.Equal(t, ExitUsage, code)
	assert.Contains(t, stderr, `no stack "dev" in system "mysite", which has none yet`)
	assert.Contains(t, stderr, filepath.Join(own, "Pulumi.dev.yaml"))
}
