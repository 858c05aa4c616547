package forge

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// event is what we read of the event that a job was started by; GitHub and Gitea
// have the same form here: https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
type event struct {
	Action string `json:"action"`
	Sender struct {
		Login string `json:"login"`
	} `json:"sender"`
	Number      int `json:"number"`
	PullRequest *struct {
		Number int    `json:"number"`
		Base   branch `json:"base"`
		Head   branch `json:"head"`
	} `json:"pull_request"`
	// Issue is a pull request, too, where somebody comments on one.
	Issue *struct {
		Number      int             `json:"number"`
		PullRequest json.RawMessage `json:"pull_request"`
	} `json:"issue"`
}

// pushes are what a pull request's head comes or changes by. Gitea says synchronized.
var pushes = []string{"opened", "reopened", "synchronize", "synchronized"}

type branch struct {
	Ref  string `json:"ref"`
	SHA  string `json:"sha"`
	Repo *struct {
		FullName string `json:"full_name"`
	} `json:"repo"`
}

// readEvent takes the pull request from the event's file, if there is one.
func (c *Context) readEvent(path string) error {
	if path == "" {
		return nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the event that started the job (GITHUB_EVENT_PATH): %w", err)
	}
	var happened event
	if err := json.Unmarshal(content, &happened); err != nil {
		return fmt.Errorf("read the event that started the job (GITHUB_EVENT_PATH): %w", err)
	}
	switch {
	case happened.PullRequest != nil:
		pull := happened.PullRequest
		c.Pull = pull.Number
		if c.Pull == 0 {
			c.Pull = happened.Number
		}
		c.Base, c.Head, c.BaseBranch = commit(pull.Base.SHA), commit(pull.Head.SHA), pull.Base.Ref
		c.Fork = pull.Head.elsewhere(pull.Base)
		if slices.Contains(pushes, happened.Action) {
			c.Pusher = happened.Sender.Login
		}
	case happened.Issue != nil && len(happened.Issue.PullRequest) > 0 && string(happened.Issue.PullRequest) != "null":
		c.Pull = happened.Issue.Number
	}
	return nil
}

// elsewhere tells whether a branch is in another repository. The repository of a
// head whose fork was deleted is null: that is elsewhere, too.
func (b branch) elsewhere(base branch) bool {
	if b.Repo == nil || base.Repo == nil {
		return true
	}
	return !strings.EqualFold(b.Repo.FullName, base.Repo.FullName)
}

var hash = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// commit is a commit's hash, "" where it is none: it ends up in command lines.
func commit(sha string) string {
	if !hash.MatchString(sha) {
		return ""
	}
	return sha
}

var pullRef = regexp.MustCompile(`^refs/pull/([1-9][0-9]{0,8})/(merge|head)$`)

// pullOfRef is the pull request of GITHUB_REF, 0 where it is a branch or a tag.
func pullOfRef(ref string) int {
	found := pullRef.FindStringSubmatch(ref)
	if found == nil {
		return 0
	}
	number, _ := strconv.Atoi(found[1])
	return number
}
