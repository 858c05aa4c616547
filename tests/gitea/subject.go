package gitea

import (
	"encoding/base64"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"code.gitea.io/sdk/gitea"
	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
)

// Person is a user and his token.
type Person struct{ Login, Token string }

// client is the person's.
func (s *Server) client(t *testing.T, person Person) *gitea.Client {
	t.Helper()
	client, err := gitea.NewClient(s.Site, gitea.SetToken(person.Token), gitea.SetContext(t.Context()))
	require.NoError(t, err)
	return client
}

// Subject is a forge in a new public repository of self's, in which stranger, who
// owns nothing in it, has his say.
func (s *Server) Subject(t *testing.T, name string, self, stranger Person) forgetest.Subject {
	t.Helper()
	owner, other := s.client(t, self), s.client(t, stranger)
	_, _, err := owner.CreateRepo(gitea.CreateRepoOption{Name: name, AutoInit: true, DefaultBranch: "main"})
	require.NoError(t, err)
	clock := forgetest.NewClock()
	client, err := forge.NewGitea(forge.Options{
		URL: s.Site + "/api/v1", Repository: self.Login + "/" + name, Token: self.Token,
		Clock: forge.Clock{Now: clock.Now, Sleep: clock.Sleep},
	})
	require.NoError(t, err)
	hands := hands{owner: owner, other: other, login: self.Login, stranger: stranger.Login, name: name}
	return forgetest.Subject{
		Forge: client, Self: self.Login,
		OpenPull: hands.openPull, Say: hands.say, OpenIssue: hands.openIssue,
		AddLabel: hands.addLabel, Comments: hands.comments,
		Approver: stranger.Login, Approve: hands.approve, Merge: hands.merge,
	}
}

// hands are what others do in a repository.
type hands struct {
	owner, other          *gitea.Client
	login, stranger, name string
}

var branches atomic.Int64

func (h hands) openPull(t *testing.T, body string) int {
	t.Helper()
	branch := fmt.Sprintf("change-%d", branches.Add(1))
	_, _, err := h.owner.CreateFile(h.login, h.name, branch+".txt", gitea.CreateFileOptions{
		FileOptions: gitea.FileOptions{Message: "a change", BranchName: "main", NewBranchName: branch},
		Content:     base64.StdEncoding.EncodeToString([]byte(branch)),
	})
	require.NoError(t, err)
	pull, _, err := h.owner.CreatePullRequest(h.login, h.name, gitea.CreatePullRequestOption{
		Head: branch, Base: "main", Title: "a change", Body: body,
	})
	require.NoError(t, err)
	return int(pull.Index)
}

func (h hands) say(t *testing.T, pull int, body string) {
	t.Helper()
	_, _, err := h.other.CreateIssueComment(h.login, h.name, int64(pull), gitea.CreateIssueCommentOption{Body: body})
	require.NoError(t, err)
}

func (h hands) openIssue(t *testing.T, title, body string) int {
	t.Helper()
	issue, _, err := h.other.CreateIssue(h.login, h.name, gitea.CreateIssueOption{Title: title, Body: body})
	require.NoError(t, err)
	return int(issue.Index)
}

func (h hands) addLabel(t *testing.T, pull int, name string) {
	t.Helper()
	label, _, err := h.owner.CreateLabel(h.login, h.name, gitea.CreateLabelOption{Name: name, Color: "#cc0000"})
	require.NoError(t, err)
	_, _, err = h.owner.AddIssueLabels(h.login, h.name, int64(pull), gitea.IssueLabelsOption{Labels: []int64{label.ID}})
	require.NoError(t, err)
}

// approve puts a label as the other one, who may write from now on.
func (h hands) approve(t *testing.T, pull int, name string) {
	t.Helper()
	write := gitea.AccessModeWrite
	_, err := h.owner.AddCollaborator(h.login, h.name, h.stranger, gitea.AddCollaboratorOption{Permission: &write})
	require.NoError(t, err)
	labels, _, err := h.owner.ListRepoLabels(h.login, h.name, gitea.ListLabelsOptions{})
	require.NoError(t, err)
	for _, label := range labels {
		if label.Name == name {
			_, _, err = h.other.AddIssueLabels(h.login, h.name, int64(pull), gitea.IssueLabelsOption{Labels: []int64{label.ID}})
			require.NoError(t, err)
			return
		}
	}
	label, _, err := h.owner.CreateLabel(h.login, h.name, gitea.CreateLabelOption{Name: name, Color: "#00cc00"})
	require.NoError(t, err)
	_, _, err = h.other.AddIssueLabels(h.login, h.name, int64(pull), gitea.IssueLabelsOption{Labels: []int64{label.ID}})
	require.NoError(t, err)
}

func (h hands) merge(t *testing.T, pull int) string {
	t.Helper()
	require.Eventually(t, func() bool { // it looks for conflicts first
		merged, _, err := h.owner.MergePullRequest(h.login, h.name, int64(pull), gitea.MergePullRequestOption{Style: gitea.MergeStyleMerge})
		return err == nil && merged
	}, time.Minute, 200*time.Millisecond)
	merged, _, err := h.owner.GetPullRequest(h.login, h.name, int64(pull))
	require.NoError(t, err)
	require.NotNil(t, merged.MergedCommitID)
	return *merged.MergedCommitID
}

func (h hands) comments(t *testing.T, pull int) int {
	t.Helper()
	comments, _, err := h.owner.ListIssueComments(h.login, h.name, int64(pull), gitea.ListIssueCommentOptions{})
	require.NoError(t, err)
	return len(comments)
}
