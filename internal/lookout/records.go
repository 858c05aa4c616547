package lookout

import (
	"context"
	"encoding/json"
	"fmt"

	"groundwork/internal/changes"
	"groundwork/internal/drift"
	"groundwork/internal/engine"
	"groundwork/internal/redact"
)

// mostRecords is more than a zone on any plan but Enterprise may have.
// https://developers.cloudflare.com/dns/troubleshooting/faq/#is-there-a-limit-to-the-number-of-dns-records-i-can-add
const mostRecords = 5000

// records are those of the zones in which the stack has some.
func records(ctx context.Context, cloud Watched, request engine.Request, set changes.Set) ([]drift.Record, error) {
	var questions []engine.Question
	zones := drift.Zones(set)
	for _, zone := range zones {
		questions = append(questions, engine.Question{
			Token: "cloudflare:index/getDnsRecords:getDnsRecords",
			Args:  map[string]any{"zoneId": zone, "maxItems": mostRecords},
		})
	}
	if len(questions) == 0 {
		return nil, nil
	}
	answers, err := cloud.Ask(ctx, request, set.Region, questions)
	if err != nil {
		return nil, err
	}
	var found []drift.Record
	for i, answer := range answers {
		var read struct {
			Results []drift.Record `json:"results"`
		}
		text, err := json.Marshal(answer)
		if err == nil {
			err = json.Unmarshal(text, &read)
		}
		if err != nil {
			return nil, fmt.Errorf("reading the records of zone %s: %w", zones[i], err)
		}
		for _, one := range read.Results {
			found = append(found, drift.Record{
				Zone: zones[i], ID: one.ID, Name: redact.Text(one.Name), Type: redact.Text(one.Type),
				Content: redact.Text(one.Content), Comment: redact.Text(one.Comment),
			})
		}
	}
	return found, nil
}
