package preflight

import (
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

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
