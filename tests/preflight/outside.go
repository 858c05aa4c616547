package preflight

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// zone is a Cloudflare zone with the token that looks at it.
type zone struct {
	id, name, status, plan, ssl string
	token                       string
	permissions                 []string
	records                     []item
	rulesets                    []item
	denied                      map[string]bool
	gone                        bool
}

// wellKeptZone is one that nothing is wanted of.
func wellKeptZone(id, name, plan string) *zone {
	return &zone{
		id: id, name: name, status: "active", plan: plan, ssl: "strict", token: "active", denied: map[string]bool{},
		permissions: []string{"#dns_records:edit", "#zone_settings:edit", "#waf:edit", "#zone:read"},
		records:     []item{{"type": "MX", "name": name, "content": "mail." + name}, {"type": "CAA", "name": name, "content": `0 issue "amazon.com"`}},
		rulesets:    []item{{"name": "managed", "kind": "managed", "phase": "http_request_firewall_managed"}},
	}
}

// ServeHTTP answers as Cloudflare's API does.
func (z *zone) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/zones/"+z.id)
	answers := map[string]any{
		"/user/tokens/verify": item{"status": z.token},
		"":                    item{"id": z.id, "name": z.name, "status": z.status, "plan": item{"legacy_id": z.plan}, "permissions": z.permissions},
		"/dns_records":        z.records,
		"/rulesets":           z.rulesets,
		"/settings/ssl":       item{"id": "ssl", "value": z.ssl},
	}
	result, known := answers[path]
	status, message := http.StatusOK, ""
	switch {
	case r.Header.Get("Authorization") != "Bearer secret-token":
		status, message = http.StatusForbidden, "Invalid access token"
	case z.denied[path]:
		status, message = http.StatusForbidden, "Authentication error"
	case !known, path == "" && z.gone:
		status, message = http.StatusNotFound, "Could not find it"
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	told := item{"success": status == http.StatusOK, "errors": []item{}, "result": nil}
	if status == http.StatusOK {
		told["result"] = result
	} else {
		told["errors"] = []item{{"code": 10000, "message": message}}
	}
	_ = json.NewEncoder(w).Encode(told) // whoever does not listen any more has ended
}

// registry has images of others; each is for some processors.
type registry struct {
	images map[string][]string
	// closed are images that it shows to nobody it does not know.
	closed map[string]bool
}

// ServeHTTP answers as a registry does that gives everybody a token.
func (g *registry) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/token" {
		fmt.Fprint(w, `{"token":"anybody"}`)
		return
	}
	if processor, layer := strings.CutPrefix(r.URL.Path, "/layer/"); layer { // signed, and for nobody else
		fmt.Fprintf(w, `{"architecture":%q}`, processor)
		return
	}
	name, reference, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/v2/"), "/manifests/")
	image := name + ":" + reference
	processors, there := g.images[image]
	switch {
	case r.Header.Get("Authorization") == "":
		w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer realm="https://%s/token",service="%s",scope="repository:%s:pull"`, r.Host, r.Host, name))
		w.WriteHeader(http.StatusUnauthorized)
	case g.closed[image]:
		w.WriteHeader(http.StatusForbidden)
	case !there:
		w.WriteHeader(http.StatusNotFound)
	default:
		fmt.Fprint(w, index(processors...))
	}
}

// index is a list of images, one for each processor.
func index(processors ...string) string {
	var manifests []item
	for _, processor := range processors {
		manifests = append(manifests, item{"digest": "sha256:0", "platform": item{"architecture": processor, "os": "linux"}})
	}
	content, _ := json.Marshal(item{"schemaVersion": 2, "manifests": manifests})
	return string(content)
}
