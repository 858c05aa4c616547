package preflight

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

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
