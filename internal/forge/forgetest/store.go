package forgetest

import (
	"slices"
	"time"

	"groundwork/internal/forge"
)

// store is what a repository holds. Pull requests are issues, too, and count with
// them, as on both forges.
type store struct {
	issues   []Issue
	comments []Comment
	labelIDs map[string]int64
	history  []Moment
	lastID   int64
	// labellings are every setting and taking off of a label, the oldest first.
	labellings []labelling
	// environments are what the forge asks before their jobs.
	environments map[string]forge.Guard
}

// labelling is that somebody set a label or took it off.
type labelling struct {
	issue     int
	label, by string
	bot, set  bool
	at        time.Time
}

// Issue is an issue or a pull request.
type Issue struct {
	Number              int
	Title, Body, Author string
	Bot                 bool
	Open, Pull          bool
	Labels              []string
	Created, Updated    time.Time
	// Committers made the commits of a pull request, Merge is the commit that merged
	// it, "" before.
	Committers []string
	Merge      string
}

// Comment is a comment on an issue or a pull request.
type Comment struct {
	ID               int64
	Issue            int
	Body, Author     string
	Bot              bool
	Created, Updated time.Time
}

// OpenPull opens a pull request as somebody.
func (s *Server) OpenPull(author, title, body string, labels ...string) int {
	return s.open(Issue{Author: author, Title: title, Body: body, Labels: labels, Pull: true})
}

// OpenIssue opens an issue as somebody.
func (s *Server) OpenIssue(author, title, body string) int {
	return s.open(Issue{Author: author, Title: title, Body: body})
}

// Say comments as somebody.
func (s *Server) Say(author string, issue int, body string) int64 {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.addComment(Comment{Issue: issue, Author: author, Body: body}, s.now()).ID
}

// SetOpen closes an issue or a pull request (merged or not), or opens it again.
func (s *Server) SetOpen(number int, open bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if issue := s.issue(number); issue != nil {
		issue.Open, issue.Updated = open, s.now()
	}
}

// Comments are the comments of an issue or a pull request, the oldest first.
func (s *Server) Comments(number int) []Comment {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.commentsOf(number)
}

// Issues are all issues, without the pull requests, the oldest first.
func (s *Server) Issues() []Issue {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.DeleteFunc(s.copied(), func(issue Issue) bool { return issue.Pull })
}

// Labels are the labels of an issue or a pull request.
func (s *Server) Labels(number int) []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if issue := s.issue(number); issue != nil {
		return slices.Clone(issue.Labels)
	}
	return nil
}

func (s *Server) open(issue Issue) int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.addIssue(issue, s.now()).Number
}

func (s *store) addIssue(issue Issue, now time.Time) *Issue {
	issue.Number, issue.Open, issue.Created, issue.Updated = len(s.issues)+1, true, now, now
	s.issues = append(s.issues, issue)
	return &s.issues[len(s.issues)-1]
}

func (s *store) addComment(comment Comment, now time.Time) *Comment {
	s.lastID++
	comment.ID, comment.Created, comment.Updated = s.lastID, now, now
	s.comments = append(s.comments, comment)
	return &s.comments[len(s.comments)-1]
}

func (s *store) issue(number int) *Issue {
	if number < 1 || number > len(s.issues) {
		return nil
	}
	return &s.issues[number-1]
}

func (s *store) comment(id int64) *Comment {
	place := slices.IndexFunc(s.comments, func(comment Comment) bool { return comment.ID == id })
	if place < 0 {
		return nil
	}
	return &s.comments[place]
}

func (s *store) removeComment(id int64) {
	s.comments = slices.DeleteFunc(s.comments, func(comment Comment) bool { return comment.ID == id })
}

func (s *store) commentsOf(number int) []Comment {
	var found []Comment
	for _, comment := range s.comments {
		if comment.Issue == number {
			found = append(found, comment)
		}
	}
	return found
}

// copied are all issues and pull requests, to be kept.
func (s *store) copied() []Issue {
	issues := slices.Clone(s.issues)
	for i := range issues {
		issues[i].Labels = slices.Clone(issues[i].Labels)
	}
	return issues
}

// labelID is the id of a label of the repository.
func (s *store) labelID(name string) int64 {
	if _, known := s.labelIDs[name]; !known {
		s.labelIDs[name] = int64(len(s.labelIDs) + 1)
	}
	return s.labelIDs[name]
}
