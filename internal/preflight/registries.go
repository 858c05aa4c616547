package preflight

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Registries asks registries of images as nobody in particular:
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md.
type Registries struct {
	// Client makes the requests; nil is Go's own.
	Client *http.Client
}

// Processors are those that an image is for; none is an image that is not there.
func (r *Registries) Processors(ctx context.Context, image string) ([]string, error) {
	at, err := placeOf(image)
	if err != nil {
		return nil, err
	}
	manifest, err := r.get(ctx, at, "/manifests/"+at.reference)
	if err != nil || manifest == nil {
		return nil, err
	}
	if processors, known := processorsIn(manifest); known {
		return processors, nil
	}
	digest, err := configurationOf(manifest)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", image, err)
	}
	content, err := r.get(ctx, at, "/blobs/"+digest)
	if err != nil {
		return nil, err
	}
	return processorOf(content)
}

// download reads what an address that was signed for us leads to.
func (r *Registries) download(ctx context.Context, address string) ([]byte, error) {
	response, err := r.request(ctx, address, "")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("reading the image's configuration: %s", response.Status)
	}
	return io.ReadAll(io.LimitReader(response.Body, largest))
}

// place is where an image lies.
type place struct{ host, name, reference string }

// placeOf reads an image's name as Docker does: without a host it is Docker Hub's.
func placeOf(image string) (place, error) {
	host, rest, found := strings.Cut(image, "/")
	if !found || !strings.ContainsAny(host, ".:") && host != "localhost" {
		host, rest = "docker.io", image
	}
	if host == "docker.io" {
		host = "registry-1.docker.io"
		if !strings.Contains(rest, "/") {
			rest = "library/" + rest
		}
	}
	at := place{host: host, name: rest, reference: "latest"}
	if name, digest, has := strings.Cut(rest, "@"); has {
		at.name, at.reference = name, digest
	}
	if slash := strings.LastIndex(at.name, "/"); strings.Contains(at.name[slash+1:], ":") {
		name, tag, _ := strings.Cut(at.name[slash+1:], ":")
		at.name = at.name[:slash+1] + name
		if at.reference == "latest" {
			at.reference = tag
		}
	}
	if !imageHost.MatchString(at.host) || !imageName.MatchString(at.name) || !imageReference.MatchString(at.reference) {
		return at, fmt.Errorf("%q is no name of an image", image)
	}
	return at, nil
}

var (
	imageHost      = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]+)?$`)
	imageName      = regexp.MustCompile(`^[a-z0-9]+([._/-]+[a-z0-9]+)*$`)
	imageReference = regexp.MustCompile(`^(\w[\w.-]{0,127}|sha256:[0-9a-f]{64})$`)
)

// get reads what is at a path of an image; nil is not there. A registry that first wants
// a token says where anybody gets one.
func (r *Registries) get(ctx context.Context, at place, path string) ([]byte, error) {
	scheme := "https"
	if host, _, err := net.SplitHostPort(at.host); err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback()) {
		scheme = "http" // as Docker does
	}
	address := fmt.Sprintf("%s://%s/v2/%s%s", scheme, at.host, at.name, path)
	response, err := r.request(ctx, address, "")
	if err != nil {
		return nil, err
	}
	if response.StatusCode == http.StatusUnauthorized {
		_ = response.Body.Close() // nothing of it is read
		token, err := r.token(ctx, response.Header.Get("WWW-Authenticate"))
		if err != nil {
			return nil, err
		}
		if response, err = r.request(ctx, address, token); err != nil {
			return nil, err
		}
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		return io.ReadAll(io.LimitReader(response.Body, largest))
	case http.StatusNotFound:
		return nil, nil
	}
	return nil, fmt.Errorf("%s answers %s: whether it is there is not told to everybody", at.host, response.Status)
}

func (r *Registries) request(ctx context.Context, address, token string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header["Accept"] = manifestTypes
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return clientOr(r.Client).Do(request)
}

var parameter = regexp.MustCompile(`(\w+)="([^"]*)"`)

// token gets one for nobody in particular:
// https://distribution.github.io/distribution/spec/auth/token/
func (r *Registries) token(ctx context.Context, challenge string) (string, error) {
	given := map[string]string{}
	for _, pair := range parameter.FindAllStringSubmatch(challenge, -1) {
		given[pair[1]] = pair[2]
	}
	realm, err := url.Parse(given["realm"])
	if err != nil || given["realm"] == "" || !strings.HasPrefix(challenge, "Bearer ") {
		return "", errors.New("the registry wants a password")
	}
	realm.RawQuery = url.Values{"service": {given["service"]}, "scope": {given["scope"]}}.Encode()
	response, err := r.request(ctx, realm.String(), "")
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var got struct {
		Token       string `json:"token"`
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, largest)).Decode(&got); err != nil {
		return "", fmt.Errorf("asking %s for a token: %w", realm.Host, err)
	}
	if got.Token == "" {
		got.Token = got.AccessToken
	}
	return got.Token, nil
}
