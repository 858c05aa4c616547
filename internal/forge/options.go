package forge

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Options are what a forge is reached with.
type Options struct {
	// URL is the API's, as GITHUB_API_URL has it: https://api.github.com,
	// https://HOST/api/v3 or, for Gitea, https://HOST/api/v1. Only http and https.
	URL string
	// Repository is owner/name.
	Repository string
	// Token is who we are. It is sent to URL's host only, and stands in no error.
	Token string
	// Clock is the time that retries go by; zero is the wall clock.
	Clock Clock
}

var repositoryName = regexp.MustCompile(`^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$`)

// check takes the options apart: the API's URL, the owner and the repository's name.
func (o Options) check() (api *url.URL, owner, name string, err error) {
	api, err = url.Parse(o.URL)
	if err != nil || api.Host == "" || api.Scheme != "http" && api.Scheme != "https" || api.User != nil || api.RawQuery != "" {
		// The URL is not quoted: somebody may have put a password into it.
		return nil, "", "", fmt.Errorf("the API's URL is not http(s)://HOST/PATH")
	}
	if !repositoryName.MatchString(o.Repository) {
		return nil, "", "", fmt.Errorf("the repository %q is not OWNER/NAME", o.Repository)
	}
	if o.Token == "" {
		return nil, "", "", fmt.Errorf("there is no token")
	}
	owner, name, _ = strings.Cut(o.Repository, "/")
	return api, owner, name, nil
}

func (o Options) clock() Clock {
	clock := wallClock()
	if o.Clock.Now != nil {
		clock.Now = o.Clock.Now
	}
	if o.Clock.Sleep != nil {
		clock.Sleep = o.Clock.Sleep
	}
	return clock
}
