package forge_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
)

var preview = forge.Tag("preview", "shop")

// each runs a test on both forges.
func each(t *testing.T, run func(t *testing.T, server *forgetest.Server, client forge.Forge, pull int)) {
	t.Helper()
	for name, made := range map[string]struct {
		server  *forgetest.Server
		connect func(forge.Options) (forge.Forge, error)
		self    forgetest.User
	}{
		"GitHub": {forgetest.NewGitHub("acme/shop"), connectGitHub, job},
		"Gitea":  {forgetest.NewGitea("acme/shop"), connectGitea, person},
	} {
		t.Run(name, func(t *testing.T) {
			t.Cleanup(made.server.Close)
			client, err := made.connect(made.server.Options(made.self))
			require.NoError(t, err)
			run(t, made.server, client, made.server.OpenPull("grace", "a change", ""))
		})
	}
}

func TestAForgeThatIsDownForAMomentIsAskedAgain(t *testing.T) {
	each(t, func(t *testing.T, server *forgetest.Server, client forge.Forge, pull int) {
		for _, status := range []int{500, 502, 503, 504} {
			server.Break(forgetest.Broken(status, 1))
		}
		_, err := forge.Put(t.Context(), client, pull, preview+"\nfirst")
		require.NoError(t, err)
		require.Equal(t, 15*time.Second, server.Clock.Slept(), "1 + 2 + 4 + 8 s")
		server.Break(forgetest.Fault{Method: "PATCH", Times: 2, Drop: true})
		_, err = forge.Put(t.Context(), client, pull, preview+"\nsecond")
		require.NoError(t, err)
		require.Len(t, server.Comments(pull), 1)
		require.Equal(t, preview+"\nsecond", server.Comments(pull)[0].Body)
	})
}

func TestAForgeThatStaysDownIsGivenUp(t *testing.T) {
	each(t, func(t *testing.T, server *forgetest.Server, client forge.Forge, pull int) {
		server.Break(forgetest.Broken(503, 0))
		_, err := forge.Put(t.Context(), client, pull, preview+"\nfirst")
		require.ErrorContains(t, err, "acme/shop")
		var refused *forge.PermissionError
		require.False(t, errors.As(err, &refused), "nobody lacks a permission: %v", err)
		require.Equal(t, 31*time.Second, server.Clock.Slept())
		require.Len(t, server.Requests(), 6)
	})
}

// A creation whose answer was lost is looked for before it is made again.
func TestNothingIsCreatedTwiceWhenAnAnswerIsLost(t *testing.T) {
	for name, fault := range map[string]forgetest.Fault{
		"a 502 after the deed":          {Method: "POST", Times: 1, AfterDoing: true, Status: 502},
		"a lost connection after it":    {Method: "POST", Times: 1, AfterDoing: true, Drop: true},
		"a 502 instead of the deed":     {Method: "POST", Times: 1, Status: 502},
		"a lost connection instead":     {Method: "POST", Times: 1, Drop: true},
		"four times in a row, not done": {Method: "POST", Times: 4, Status: 500},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, server *forgetest.Server, client forge.Forge, pull int) {
				// The question of GraphQL is a POST as well: it comes before.
				_, err := client.FindComments(t.Context(), pull, preview)
				require.NoError(t, err)
				server.Break(fault)
				comment, err := client.CreateComment(t.Context(), pull, preview+"\nfirst")
				require.NoError(t, err)
				require.Len(t, server.Comments(pull), 1)
				require.Equal(t, server.Comments(pull)[0].ID, comment.ID)

				server.Mend()
				server.Break(fault)
				issue, err := client.CreateIssue(t.Context(), "drift", preview+"\nfirst")
				require.NoError(t, err)
				require.Len(t, server.Issues(), 1)
				require.Equal(t, server.Issues()[0].Number, issue.Number)
			})
		})
	}
}

func TestLimitsAreWaitedFor(t *testing.T) {
	start := forgetest.NewClock().Now()
	for _, test := range []struct {
		name  string
		fault forgetest.Fault
		waits time.Duration
	}{
		{"the hour's requests are used up until", forgetest.PrimaryLimit(start.Add(2 * time.Minute)), 2*time.Minute + time.Second},
		{"that has just ended by their clock", forgetest.PrimaryLimit(start.Add(-time.Minute)), time.Second},
		{"too much at once, with a pause", forgetest.SecondaryLimit(42 * time.Second), 42 * time.Second},
		{"too much at once, no pause said", forgetest.SecondaryLimit(0), time.Minute},
		{"429 with seconds", forgetest.Fault{Times: 1, Status: 429, Header: map[string]string{"Retry-After": "7"}}, 7 * time.Second},
		{"429 with a date", forgetest.Fault{Times: 1, Status: 429, Header: map[string]string{"Retry-After": start.Add(9 * time.Second).Format(http.TimeFormat)}}, 9 * time.Second},
		{"429 without a word", forgetest.Fault{Times: 1, Status: 429}, time.Minute},
		{"none left, and no time said", forgetest.Fault{Times: 1, Status: 403, Header: map[string]string{"X-RateLimit-Remaining": "0"}}, time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			each(t, func(t *testing.T, server *forgetest.Server, client forge.Forge, pull int) {
				// A creation that was put off has not been carried out: it is made again.
				test.fault.Method, test.fault.Path = "POST", "/comments"
				server.Break(test.fault)
				_, err := forge.Put(t.Context(), client, pull, preview+"\nfirst")
				require.NoError(t, err)
				require.Equal(t, test.waits, server.Clock.Slept())
				require.Len(t, server.Comments(pull), 1)
			})
		})
	}
}

func TestALimitThatLastsIsNotWaitedFor(t *testing.T) {
	each(t, func(t *testing.T, server *forgetest.Server, client forge.Forge, pull int) {
		until := server.Clock.Now().Add(40 * time.Minute)
		fault := forgetest.PrimaryLimit(until)
		fault.Times = 0
		server.Break(fault)
		_, err := forge.Put(t.Context(), client, pull, preview+"\nfirst")
		var limited *forge.LimitError
		require.ErrorAs(t, err, &limited)
		require.WithinDuration(t, until, limited.Until, 2*time.Second)
		require.ErrorContains(t, err, "09:40")
		require.Zero(t, server.Clock.Slept())
	})
}

func TestWaitingHasAnEnd(t *testing.T) {
	each(t, func(t *testing.T, server *forgetest.Server, client forge.Forge, pull int) {
		server.Break(forgetest.Fault{Status: 429, Header: map[string]string{"Retry-After": "0"}})
		_, err := client.Labels(t.Context(), pull)
		var limited *forge.LimitError
		require.ErrorAs(t, err, &limited)
		require.Equal(t, forge.Patience, server.Clock.Slept())
	})
}

func TestAnInterruptedJobDoesNotWait(t *testing.T) {
	each(t, func(t *testing.T, server *forgetest.Server, client forge.Forge, pull int) {
		ctx, interrupt := context.WithCancel(t.Context())
		server.Break(forgetest.Broken(503, 0))
		interrupt()
		_, err := forge.Put(ctx, client, pull, preview+"\nfirst")
		require.ErrorIs(t, err, context.Canceled)
		require.Zero(t, server.Clock.Slept())
	})
}
