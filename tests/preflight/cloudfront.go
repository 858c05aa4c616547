package preflight

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// edges answers CloudFront, whose operations are paths and whose lists are XML.
func (a *account) edges(w http.ResponseWriter, r *http.Request) {
	name, root := "cloudfront:ListDistributions", "DistributionList"
	if strings.HasSuffix(r.URL.Path, "/tagging") {
		name, root = "cloudfront:ListTagsForResource", "Tags"
	}
	_, got := a.ask(name, func(string) string { return "" }, r.URL.Query().Get("Marker"))
	if got.code != "" {
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>")
		return
	}
	var out strings.Builder
	if root == "Tags" {
		writeXML(&out, root, item{"Items": list{"Tag", got.things}})
	} else {
		writeXML(&out, root, item{"IsTruncated": strconv.FormatBool(got.next != ""), "NextMarker": got.next, "Items": list{"DistributionSummary", got.things}})
	}
	fmt.Fprint(w, out.String())
}
