package forgetest

import (
	"fmt"
	"testing"
	"time"

	"groundwork/internal/forge"
)

// Subject is a forge to be judged, in an empty repository, and the hands of others
// in it.
type Subject struct {
	Forge forge.Forge
	// Self is the login that Forge's token belongs to.
	Self string
	// OpenPull opens a pull request with a body as Self.
	OpenPull func(t *testing.T, body string) int
	// Say comments as somebody else.
	Say func(t *testing.T, pull int, body string)
	// OpenIssue opens an issue as somebody else.
	OpenIssue func(t *testing.T, title, body string) int
	// AddLabel puts a label on a pull request as Self.
	AddLabel func(t *testing.T, pull int, label string)
	// Approver is somebody else who may set labels, and Approve does.
	Approver string
	Approve  func(t *testing.T, pull int, label string)
	// Merge merges a pull request and gives the commit that did.
	Merge func(t *testing.T, pull int) string
	// Comments is how many comments a pull request has, whoever wrote them.
	Comments func(t *testing.T, pull int) int
}

// Run holds a forge to what package forge says of it. fresh makes one in an empty
// repository for each test.
func Run(t *testing.T, fresh func(t *testing.T) Subject) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, subject Subject)
	}{
		{"there is no comment at first", noComment},
		{"a comment is created, found and updated in place", oneComment},
		{"a comment is found behind hundreds of others", farComment},
		{"a stranger's comment with our tag is not ours", strangersComment},
		{"a tag further down is text", quotedTag},
		{"a body comes back as it was sent", bodies},
		{"a body is cut by nobody and refused when it is too long", longBody},
		{"doubles of a comment go, the oldest stays", doubles},
		{"two runs at once leave one comment", race},
		{"a deleted comment may be deleted again", deletedTwice},
		{"labels are read and removed", labels},
		{"who set a label is told, the last time it was set", whoLabelled},
		{"who made a pull request is told", whoMade},
		{"the pull request of a merge is found by its commit", whatMerged},
		{"an issue is opened, found, closed, found and opened again", oneIssue},
		{"others' issues and pull requests are not our issue", othersIssues},
		{"an issue is found behind pages of others", farIssue},
		{"of several issues the oldest open and the newest closed count", severalIssues},
		{"the later of two issues opened at once is closed", issueRace},
		{"what is not there is an error", nothingThere},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, fresh(t)) })
	}
}

// Fake makes a subject of a server, talked to by the client that connect makes.
func Fake(t *testing.T, server *Server, self User, connect func(forge.Options) (forge.Forge, error)) Subject {
	t.Helper()
	t.Cleanup(server.Close)
	client, err := connect(server.Options(self))
	if err != nil {
		t.Fatal(err)
	}
	return Subject{
		Forge: client, Self: self.Login,
		OpenPull:  func(_ *testing.T, body string) int { return server.OpenPull(self.Login, "a change", body) },
		Say:       func(_ *testing.T, pull int, body string) { server.Say("mallory", pull, body) },
		OpenIssue: func(_ *testing.T, title, body string) int { return server.OpenIssue("mallory", title, body) },
		AddLabel:  func(_ *testing.T, pull int, label string) { server.AddLabelAs(self, pull, label) },
		Approver:  Reviewer,
		Approve:   func(_ *testing.T, pull int, label string) { server.AddLabel(pull, label) },
		Merge: func(_ *testing.T, pull int) string {
			commit := fmt.Sprintf("%040x", pull)
			server.Merge(pull, commit)
			return commit
		},
		Comments: func(_ *testing.T, pull int) int { return len(server.Comments(pull)) },
	}
}

// Options are how a user reaches the server; he waits by the server's clock.
func (s *Server) Options(user User) forge.Options {
	return forge.Options{
		URL: s.URL, Repository: s.Repository, Token: s.Token(user),
		Clock: forge.Clock{Now: s.Clock.Now, Sleep: s.Clock.Sleep},
	}
}

// soon ends a test that hangs.
const soon = 2 * time.Minute
