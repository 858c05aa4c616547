package forge_test

import (
	"testing"

	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
)

var (
	person = forgetest.User{Login: "ada"}
	job    = forgetest.User{Login: "github-actions[bot]", App: true}
	app    = forgetest.User{Login: "acme-infra[bot]", App: true}
)

func connectGitHub(options forge.Options) (forge.Forge, error) { return forge.NewGitHub(options) }
func connectGitea(options forge.Options) (forge.Forge, error)  { return forge.NewGitea(options) }

func TestGitHubIsAForge(t *testing.T) {
	for name, self := range map[string]forgetest.User{
		"with a person's token":                    person,
		"with a job's token":                       job,
		"with a job's token that knows not whose":  {Login: job.Login, App: true, NoViewer: true},
		"with an app's token, its name cut":        {Login: app.Login, App: true, BareViewer: true},
		"with an app's token":                      app,
		"with an app's token that knows not whose": {Login: app.Login, App: true, NoViewer: true},
	} {
		t.Run(name, func(t *testing.T) {
			forgetest.Run(t, func(t *testing.T) forgetest.Subject {
				return forgetest.Fake(t, forgetest.NewGitHub("acme/shop"), self, connectGitHub)
			})
		})
	}
}

func TestGiteaIsAForge(t *testing.T) {
	for name, self := range map[string]forgetest.User{
		"with a person's token": person,
		"with a job's token":    {Login: "gitea-actions"},
	} {
		t.Run(name, func(t *testing.T) {
			forgetest.Run(t, func(t *testing.T) forgetest.Subject {
				return forgetest.Fake(t, forgetest.NewGitea("acme/shop"), self, connectGitea)
			})
		})
	}
}
