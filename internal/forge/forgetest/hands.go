package forgetest

import (
	"slices"

	"groundwork/internal/forge"
)

// Reviewer is who sets labels where nobody else is said.
const Reviewer = "mina"

// AddLabel puts a label on an issue or a pull request, as Reviewer.
func (s *Server) AddLabel(number int, label string) {
	s.AddLabelAs(User{Login: Reviewer}, number, label)
}

// AddLabelAs puts a label on an issue or a pull request.
func (s *Server) AddLabelAs(user User, number int, label string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if issue := s.issue(number); issue != nil && !slices.Contains(issue.Labels, label) {
		issue.Labels = append(issue.Labels, label)
		s.labelled(number, label, user, true)
	}
}

// labelled keeps who set a label, or took it off.
func (s *Server) labelled(number int, label string, user User, set bool) {
	s.labellings = append(s.labellings, labelling{number, label, user.Login, user.App, set, s.now()})
}

// Push adds a commit of somebody's to a pull request.
func (s *Server) Push(number int, login string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if issue := s.issue(number); issue != nil {
		issue.Committers = append(issue.Committers, login)
	}
}

// Merge closes a pull request as one that was merged, by this commit.
func (s *Server) Merge(number int, commit string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if issue := s.issue(number); issue != nil {
		issue.Open, issue.Merge, issue.Updated = false, commit, s.now()
	}
}

// Guard makes an environment with rules; only GitHub has any.
func (s *Server) Guard(environment string, rules forge.Guard) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.environments[environment] = rules
}
