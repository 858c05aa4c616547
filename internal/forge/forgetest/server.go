// Package forgetest judges what talks to a forge: servers on loopback that behave
// as GitHub's and Gitea's APIs do for comments, issues and labels, with every state
// they were ever in; and one suite that whatever calls itself a forge must pass.
package forgetest

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"

	"groundwork/internal/forge"
)

// Server is one repository on a forge of its own.
type Server struct {
	// URL is the API's, as GITHUB_API_URL has it in a job.
	URL string
	// Site is the forge's own address, as GITHUB_SERVER_URL has it.
	Site string
	// Repository is owner/name.
	Repository string
	// Clock is what the server's dates come from. A client that goes by it as well
	// waits without any time passing.
	Clock *Clock

	http  *httptest.Server
	mutex sync.Mutex
	store
	users    map[string]User
	faults   []*Fault
	requests []Request
}

// User is somebody who has a token.
type User struct {
	Login string
	// App is true of a job's token and any other app's: the user is of the type
	// Bot, and GET /user refuses it.
	App bool
	// NoViewer is true of an app that GraphQL does not tell who it is, either.
	NoViewer bool
	// BareViewer is true of an app whose login GraphQL gives without "[bot]".
	BareViewer bool
	// ReadOnly is true of one that may write neither comments nor issues.
	ReadOnly bool
}

// Request is one that the server answered.
type Request struct {
	Method, Path string
	Status       int
}

// NewGitHub starts a server that behaves as api.github.com does.
func NewGitHub(repository string) *Server {
	server := newServer(repository)
	server.serve(gitHub{server}.routes())
	server.URL = server.Site
	return server
}

// NewGitea starts a server that behaves as a Gitea does.
func NewGitea(repository string) *Server {
	server := newServer(repository)
	server.serve(giteaAPI{server}.routes())
	server.URL = server.Site + "/api/v1"
	return server
}

func newServer(repository string) *Server {
	return &Server{Repository: repository, Clock: NewClock(), users: map[string]User{}, store: store{labelIDs: map[string]int64{}, environments: map[string]forge.Guard{}}}
}

func (s *Server) serve(routes http.Handler) {
	s.http = httptest.NewServer(s.watched(routes))
	s.Site = s.http.URL
}

// Close stops the server.
func (s *Server) Close() { s.http.Close() }

// Token gives a user a token.
func (s *Server) Token(user User) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	token := fmt.Sprintf("token%d-of-%s", len(s.users)+1, strings.Trim(user.Login, "[]"))
	s.users[token] = user
	return token
}

// Requests are all requests so far, in the order of their answers.
func (s *Server) Requests() []Request {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.requests)
}

// Count is the number of requests of a method whose path ends so.
func (s *Server) Count(method, suffix string) int {
	count := 0
	for _, request := range s.Requests() {
		if request.Method == method && strings.HasSuffix(request.Path, suffix) {
			count++
		}
	}
	return count
}

// watched answers one request at a time: struck by a fault, or by the routes.
func (s *Server) watched(routes http.Handler) http.Handler {
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		answer := httptest.NewRecorder()
		fault := s.strikes(request)
		if fault == nil || fault.AfterDoing {
			routes.ServeHTTP(answer, request)
			s.remember(request)
		}
		if fault != nil {
			answer = fault.answer()
		}
		s.requests = append(s.requests, Request{Method: request.Method, Path: request.URL.Path, Status: answer.Code})
		if fault != nil && fault.Drop {
			panic(http.ErrAbortHandler)
		}
		maps.Copy(writer.Header(), answer.Header())
		writer.WriteHeader(answer.Code)
		_, _ = writer.Write(answer.Body.Bytes())
	})
}

// who is the user whose token a request carries.
func (s *Server) who(request *http.Request) (User, bool) {
	scheme, token, _ := strings.Cut(request.Header.Get("Authorization"), " ")
	user, known := s.users[token]
	return user, known && (strings.EqualFold(scheme, "bearer") || strings.EqualFold(scheme, "token"))
}

// here tells whether a request is about the server's repository.
func (s *Server) here(request *http.Request) bool {
	return strings.EqualFold(request.PathValue("owner")+"/"+request.PathValue("repo"), s.Repository)
}

func (s *Server) now() time.Time { return s.Clock.Now() }
