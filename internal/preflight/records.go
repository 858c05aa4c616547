package preflight

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

type record struct{ Type, Name, Content, Comment string }

// records looks at the hosts' records, and at those that say who may issue certificates.
func (l *look) records(ctx context.Context, id string) {
	var found []record
	err := l.everyPage(ctx, "/zones/"+id+"/dns_records", &found)
	if !l.unseen("the zone's DNS records", err) {
		l.report.Wants = append(l.report.Wants, recordWants(l.Stack, found)...)
	}
}

// everyPage reads lists of records, a thousand at a time.
func (l *look) everyPage(ctx context.Context, path string, all *[]record) error {
	const size = 1000
	for page := 1; ; page++ {
		var some []record
		if err := l.Zones.ask(ctx, fmt.Sprintf("%s?per_page=%d&page=%d", path, size, page), &some); err != nil {
			return err
		}
		if *all = append(*all, some...); len(some) < size {
			return nil
		}
	}
}

// amazon are the names by which a CAA record lets ACM issue certificates:
// https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html
var amazon = []string{"amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"}

func recordWants(stack Stack, found []record) []Want {
	var wants []Want
	for _, declared := range stack.of(recordType) {
		for _, has := range found {
			pointing := has.Type == "A" || has.Type == "AAAA" || has.Type == "CNAME"
			if name := declared.text("name"); pointing && name == has.Name && has.Comment != declared.text("comment") {
				wants = append(wants, Want{"name", fmt.Sprintf("%s has a %s record already, to %s", name, has.Type, has.Content),
					"delete it at Cloudflare when its visitors may go to this stack: Cloudflare takes no second one beside it"})
			}
		}
	}
	issuers := false
	for _, has := range found {
		if has.Type == "CAA" && strings.Contains(has.Content, " issue ") {
			issuers = true
			if slices.ContainsFunc(amazon, func(name string) bool { return strings.Contains(has.Content, name) }) {
				return wants
			}
		}
	}
	if issuers && len(stack.of("aws:acm/certificate:Certificate")) > 0 {
		wants = append(wants, Want{"zone", "the zone's CAA records don't let Amazon issue certificates", `add one at Cloudflare: CAA, the domain, 0 issue "amazon.com"`})
	}
	return wants
}
