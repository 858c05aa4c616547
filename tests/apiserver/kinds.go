package apiserver

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// kinds remembers where the server keeps which kind.
type kinds struct {
	mu    sync.Mutex
	known map[string]map[string]place
}

// place is a kind's name in paths, and whether it lives in namespaces.
type place struct {
	plural     string
	namespaced bool
}

func newKinds() *kinds { return &kinds{known: map[string]map[string]place{}} }

// path is where the server keeps an object; with an empty name, its collection.
func (c client) path(ctx context.Context, object Object, name string) (string, error) {
	place, err := c.placeOf(ctx, object)
	if err != nil {
		return "", err
	}
	path := root(object.text("apiVersion"))
	if place.namespaced {
		path += "/namespaces/" + url.PathEscape(object.Namespace())
	}
	path += "/" + place.plural
	if name != "" {
		path += "/" + url.PathEscape(name)
	}
	return path, nil
}

func root(apiVersion string) string {
	if strings.Contains(apiVersion, "/") {
		return "/apis/" + apiVersion
	}
	return "/api/" + apiVersion
}

// placeOf asks what a group and version has, once for each that the server
// knows.
func (c client) placeOf(ctx context.Context, object Object) (place, error) {
	c.kinds.mu.Lock()
	defer c.kinds.mu.Unlock()
	version := object.text("apiVersion")
	if c.kinds.known[version] == nil {
		served, err := c.served(ctx, version)
		if err != nil {
			return place{}, err
		}
		c.kinds.known[version] = served
	}
	found, ok := c.kinds.known[version][object.Kind()]
	if !ok {
		return place{}, fmt.Errorf("apiVersion: %q has no kind %q", version, object.Kind())
	}
	return found, nil
}

func (c client) served(ctx context.Context, version string) (map[string]place, error) {
	got, err := c.ask(ctx, http.MethodGet, root(version), "", nil)
	if refused(err, http.StatusNotFound) {
		return nil, fmt.Errorf("apiVersion: the API server has no %q", version)
	}
	if err != nil {
		return nil, fmt.Errorf("asking what %q has: %w", version, err)
	}
	served := map[string]place{}
	list, _ := got.object["resources"].([]any)
	for _, item := range list {
		resource, _ := item.(map[string]any)
		plural, _ := resource["name"].(string)
		kind, _ := resource["kind"].(string)
		namespaced, _ := resource["namespaced"].(bool)
		if !strings.Contains(plural, "/") { // that would be a part, such as /status
			served[kind] = place{plural, namespaced}
		}
	}
	return served, nil
}
