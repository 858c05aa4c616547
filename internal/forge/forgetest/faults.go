package forgetest

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"
)

// Fault is an answer that the server gives instead of its own.
type Fault struct {
	// Method and Path choose the requests: "" is any, Path is what the path ends in.
	Method, Path string
	// Times is how many requests it strikes, 0 is all.
	Times int
	// AfterDoing is true where the request is carried out all the same, and only
	// its answer is lost.
	AfterDoing bool
	// Drop is true where the connection is closed without an answer.
	Drop bool
	// Status, Header and Body are the answer.
	Status int
	Header map[string]string
	Body   string

	struck int
}

// Break lets a fault strike from now on. The one that was said first goes first.
func (s *Server) Break(fault Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.faults = append(s.faults, &fault)
}

// Mend takes all faults away.
func (s *Server) Mend() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.faults = nil
}

// PrimaryLimit is GitHub's answer once the hour's requests are used up, until then.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
func PrimaryLimit(until time.Time) Fault {
	return Fault{
		Times: 1, Status: http.StatusForbidden,
		Header: map[string]string{
			"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "0", "X-RateLimit-Used": "1000",
			"X-RateLimit-Reset": strconv.FormatInt(until.Unix(), 10), "X-RateLimit-Resource": "core",
		},
		Body: `{"message":"API rate limit exceeded for installation ID 1.","documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api","status":"403"}`,
	}
}

// SecondaryLimit is GitHub's answer to too much at once. A pause of 0 is one that
// the answer does not say.
func SecondaryLimit(pause time.Duration) Fault {
	header := map[string]string{"X-RateLimit-Remaining": "990"}
	if pause > 0 {
		header["Retry-After"] = strconv.Itoa(int(pause.Seconds()))
	}
	return Fault{
		Times: 1, Status: http.StatusForbidden, Header: header,
		Body: `{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again.","documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits","status":"403"}`,
	}
}

// Broken is a forge that is down, so many times.
func Broken(status, times int) Fault {
	return Fault{Times: times, Status: status, Body: "<html>upstream did not answer</html>"}
}

// strikes is the fault that a request is answered with, nil for none.
func (s *Server) strikes(request *http.Request) *Fault {
	for _, fault := range s.faults {
		if (fault.Times == 0 || fault.struck < fault.Times) &&
			(fault.Method == "" || fault.Method == request.Method) &&
			strings.HasSuffix(request.URL.Path, fault.Path) {
			fault.struck++
			return fault
		}
	}
	return nil
}

func (f *Fault) answer() *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	answer.Header().Set("Content-Type", "application/json; charset=utf-8")
	for name, value := range f.Header {
		answer.Header().Set(name, value)
	}
	answer.Code = max(f.Status, 100)
	answer.Body.WriteString(f.Body)
	return answer
}
