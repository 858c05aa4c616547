package preflight

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
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

// inXML answers EC2 and the services with AWS' query protocol.
func (a *account) inXML(w http.ResponseWriter, service string, body []byte) {
	form, _ := url.ParseQuery(string(body))
	action := form.Get("Action")
	how, got := a.ask(service+":"+action, form.Get, form.Get("NextToken")+form.Get("Marker"))
	if action == "GetCallerIdentity" && got.code == "" {
		fmt.Fprintf(w, "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>%s</Account><Arn>arn:aws:iam::%s:user/ann</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>", id, id)
		return
	}
	if got.code != "" {
		w.WriteHeader(http.StatusBadRequest)
		if service == "ec2" {
			fmt.Fprintf(w, "<Response><Errors><Error><Code>%s</Code><Message>no</Message></Error></Errors><RequestID>1</RequestID></Response>", ofEC2(got.code))
			return
		}
		fmt.Fprintf(w, "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>no</Message></Error><RequestId>1</RequestId></ErrorResponse>", strings.TrimSuffix(got.code, "Exception"))
		return
	}
	var inside strings.Builder
	switch {
	case how.single && len(got.things) == 1:
		writeXML(&inside, how.list, got.things[0])
	case service == "ec2":
		writeXML(&inside, how.list, list{"item", got.things})
		writeXML(&inside, "nextToken", got.next)
	default:
		writeXML(&inside, how.list, list{how.of, got.things})
		writeXML(&inside, "IsTruncated", got.next != "")
		writeXML(&inside, map[bool]string{true: "NextMarker", false: "Marker"}[service == "elasticloadbalancing"], got.next)
	}
	if service != "ec2" {
		fmt.Fprintf(w, "<%[1]sResponse><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>", action, inside.String())
		return
	}
	fmt.Fprintf(w, "<%[1]sResponse>%[2]s</%[1]sResponse>", action, inside.String())
}

func ofEC2(code string) string {
	if code == "AccessDeniedException" {
		return "UnauthorizedOperation"
	}
	return code
}

func writeXML(out *strings.Builder, name string, value any) {
	if value == "" {
		return
	}
	fmt.Fprintf(out, "<%s>", name)
	switch value := value.(type) {
	case list:
		for _, inside := range value.items {
			writeXML(out, value.of, inside)
		}
	case item:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			writeXML(out, key, value[key])
		}
	default:
		_ = xml.EscapeText(out, []byte(fmt.Sprint(value))) // a builder takes everything
	}
	fmt.Fprintf(out, "</%s>", name)
}

// inJSON answers the services with AWS' JSON protocol.
func (a *account) inJSON(w http.ResponseWriter, r *http.Request, service string, body []byte) {
	var given map[string]any
	_ = json.Unmarshal(body, &given) // nothing is given, then
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	token, _ := given["NextToken"].(string)
	for _, name := range []string{"nextToken", "Marker"} {
		if text, is := given[name].(string); is {
			token = text
		}
	}
	how, got := a.ask(service+":"+action, func(param string) string { return picked(given[param]) }, token)
	if service == "servicequotas" && got.code == "" {
		got = a.quota(action, fmt.Sprint(given["QuotaCode"]))
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if got.code != "" {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"__type":%q,"message":"no"}`, got.code)
		return
	}
	_ = json.NewEncoder(w).Encode(answered(how, got)) // whoever does not listen any more has ended
}

// answered is an answer as JSON has it.
func answered(how operation, got answer) map[string]any {
	if how.single {
		if len(got.things) == 0 {
			return map[string]any{how.list: nil}
		}
		return map[string]any{how.list: plain(got.things[0])}
	}
	things := make([]any, len(got.things))
	for i, thing := range got.things {
		things[i] = plain(thing)
	}
	told := map[string]any{how.list: things}
	if got.next != "" {
		told["NextToken"], told["nextToken"], told["NextMarker"], told["Truncated"] = got.next, got.next, got.next, true
	}
	return told
}

func plain(value any) any {
	switch value := value.(type) {
	case list:
		return value.items
	case item:
		object := item{}
		for key, inside := range value {
			if key != "of" {
				object[key] = plain(inside)
			}
		}
		return object
	}
	return value
}

// picked is the name that a JSON request picks by: a text, or the first of a list.
func picked(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case []any:
		if len(value) > 0 {
			return picked(value[0])
		}
	case map[string]any:
		return picked(value["imageTag"])
	}
	return ""
}

// quota answers Service Quotas. What nobody raised has no value of its own.
func (a *account) quota(action, code string) answer {
	switch limit, raised := a.limits[code]; {
	case action == "ListRequestedServiceQuotaChangeHistoryByQuota" && a.asked[code] > 0:
		return answer{things: []any{item{"DesiredValue": a.asked[code], "Status": "CASE_OPENED"}}}
	case action == "ListRequestedServiceQuotaChangeHistoryByQuota":
		return answer{}
	case action == "GetAWSDefaultServiceQuota":
		return answer{things: []any{item{"Value": defaults[code]}}}
	case raised:
		return answer{things: []any{item{"Value": limit}}}
	}
	return answer{code: "NoSuchResourceException"}
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
