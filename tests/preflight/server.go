package preflight

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// pageSize is how many things a page has: few, so that every list has pages.
const pageSize = 3

// scope is where a signed request says which service it means.
var scope = regexp.MustCompile(`Credential=[^/]+/[^/]+/([^/]+)/([^/]+)/aws4_request`)

// ServeHTTP answers as the service does that the request was signed for.
func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	signed := scope.FindStringSubmatch(r.Header.Get("Authorization"))
	if signed == nil {
		http.Error(w, "no signature", http.StatusForbidden)
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	switch service := signed[2]; service {
	case "s3":
		a.storage(w, r)
	case "eks":
		a.clusters(w, r)
	case "cloudfront":
		a.edges(w, r)
	case "servicequotas", "kms", "ecr", "logs", "secretsmanager":
		a.inJSON(w, r, service, body)
	default:
		a.inXML(w, service, body)
	}
}

// answer is what an operation came to: things, or an error.
type answer struct {
	things []any
	next   string
	code   string
}

// ask is an operation with what the request picks by. known is false for one that the
// server has not.
func (a *account) ask(name string, given func(string) string, token string) (operation, answer) {
	how, known := operations[name]
	a.calls[name]++
	switch {
	case !known:
		return how, answer{code: "InvalidAction"}
	case a.denied[name]:
		return how, answer{code: "AccessDeniedException"}
	}
	things := a.lists[name]
	if wanted := given(how.param); how.param != "" && wanted != "" {
		things = slices.DeleteFunc(slices.Clone(things), func(thing any) bool { return thing.(item)[how.field] != wanted })
		if len(things) == 0 && how.missing != "" {
			return how, answer{code: how.missing}
		}
	}
	from, _ := strconv.Atoi(token)
	if from > len(things) {
		from = len(things)
	}
	to, next := min(from+pageSize, len(things)), ""
	if how.whole {
		to = len(things)
	}
	if to < len(things) && !how.single {
		next = strconv.Itoa(to)
	}
	return how, answer{things: things[from:to], next: next}
}

// clusters answers EKS, whose operations are paths.
func (a *account) clusters(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	action, name := "ListClusters", ""
	switch path := r.URL.Path; {
	case path == "/cluster-versions":
		action = "DescribeClusterVersions"
	case path == "/addons/supported-versions":
		action, name = "DescribeAddonVersions", query.Get("addonName")
	case strings.HasPrefix(path, "/clusters/"):
		action, name = "DescribeCluster", strings.TrimPrefix(path, "/clusters/")
	}
	how, got := a.ask("eks:"+action, func(string) string { return name }, query.Get("nextToken"))
	w.Header().Set("Content-Type", "application/json")
	if got.code != "" {
		w.Header().Set("X-Amzn-Errortype", got.code)
		w.WriteHeader(map[bool]int{true: 403, false: 404}[got.code == "AccessDeniedException"])
		fmt.Fprint(w, `{"message":"no"}`)
		return
	}
	_ = json.NewEncoder(w).Encode(answered(how, got)) // whoever does not listen any more has ended
}

// storage answers S3.
func (a *account) storage(w http.ResponseWriter, r *http.Request) {
	name := strings.Trim(r.URL.Path, "/")
	action := "HeadBucket"
	for query, operation := range map[string]string{"versioning": "GetBucketVersioning", "tagging": "GetBucketTagging"} {
		if r.URL.Query().Has(query) {
			action = operation
		}
	}
	a.calls["s3:"+action]++
	has, there := a.buckets[name]
	refuse := func(status int, code string) {
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			fmt.Fprintf(w, "<Error><Code>%s</Code><Message>no</Message></Error>", code)
		}
	}
	switch {
	case a.denied["s3:"+action], has.foreign:
		refuse(http.StatusForbidden, "AccessDenied")
	case !there:
		refuse(http.StatusNotFound, "NoSuchBucket")
	case action == "GetBucketVersioning" && has.versioned:
		fmt.Fprint(w, "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
	case action == "GetBucketVersioning":
		fmt.Fprint(w, "<VersioningConfiguration/>")
	case action == "GetBucketTagging" && len(has.tags) == 0:
		refuse(http.StatusNotFound, "NoSuchTagSet")
	case action == "GetBucketTagging":
		var out strings.Builder
		writeXML(&out, "Tagging", item{"TagSet": tagList("Tag", "Key", "Value", has.tags)})
		fmt.Fprint(w, out.String())
	}
}
