package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMistakesOnTheCommandLineAreToldAndDoNothing(t *testing.T) {
	checkout(t)
	for line, want := range map[string]string{
		"local up --stak prod":         "unknown flag: --stak",
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
		"local destroy --preview-only": "unknown flag: --preview-only",
	} {
		code, stdout, stderr := run(t, Program{}, line)
		assert.Equal(t, ExitUsage, code, line)
		assert.Contains(t, stderr, want, line)
		assert.Empty(t, stdout, line)
	}
	assert.NoDirExists(t, ".groundwork")
}
