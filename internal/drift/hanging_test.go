package drift

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestWhatATrailSaysHangsOnOurs(t *testing.T) {
	cluster := other(eksCluster, object{"arn": "arn:cluster"})
	cluster.ID = "shop-prod"
	declared := other(accessEntry, object{"principalArn": "arn:deploy"})
	at := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	event := func(name, principal, of string, after time.Duration) Event {
		return Event{By: By{Who: "ann", At: at.Add(after), Event: name}, service: "eks",
			mentions: map[string]bool{of: true, principal: true}, said: map[string]string{"principalArn": principal}}
	}
	created := event("CreateAccessEntry", "arn:visitor", "shop-prod", 0)
	byProgram := created
	byProgram.program = true
	for name, test := range map[string]struct {
		events []Event
		told   int
	}{
		"an entry by hand":          {[]Event{created}, 1},
		"told once":                 {[]Event{created, created}, 1},
		"gone again":                {[]Event{created, event("DeleteAccessEntry", "arn:visitor", "shop-prod", time.Hour)}, 0},
		"made again":                {[]Event{event("DeleteAccessEntry", "arn:visitor", "shop-prod", -time.Hour), created}, 1},
		"a declared one":            {[]Event{event("CreateAccessEntry", "arn:deploy", "shop-prod", 0)}, 0},
		"one of another cluster":    {[]Event{event("CreateAccessEntry", "arn:visitor", "other", 0)}, 0},
		"what a program itself did": {[]Event{byProgram}, 0},
	} {
		set := inZone(false)
		set.Resources = with(cluster, declared)
		found := Look(set, Seen{Trail: test.events})
		assert.Len(t, found.Undeclared, test.told, name)
	}
}
