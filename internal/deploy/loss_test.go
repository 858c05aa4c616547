package deploy

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/danger"
	"groundwork/internal/review"
)

func TestALossMayHappenWhenEachPartOfItWasApproved(t *testing.T) {
	orders := danger.Finding{URN: "orders", Level: danger.DataLoss, Loss: "it is gone"}
	bills := danger.Finding{URN: "bills", Level: danger.DataLoss, Loss: "it is gone"}
	slow := danger.Finding{URN: "web", Level: danger.Downtime, Loss: "it is away for a minute"}
	first := review.Grant{Pull: 3, By: "mina", Losses: []string{review.Loss(orders)}}
	second := review.Grant{Pull: 4, By: "noa", Losses: []string{review.Loss(bills), review.Loss(orders)}}
	both := []danger.Finding{orders, bills, slow}

	allowed, used := Allowed(both, []review.Grant{first, second})
	assert.Equal(t, danger.Fingerprint(both), allowed, "two pull requests are deployed together")
	assert.Equal(t, []review.Grant{first, second}, used)
	allowed, used = Allowed(both, []review.Grant{first})
	assert.Empty(t, allowed, "a part of it is a part of it")
	assert.Empty(t, used)
	changed := orders
	changed.Loss = "it is replaced"
	allowed, _ = Allowed([]danger.Finding{changed}, []review.Grant{first})
	assert.Empty(t, allowed, "lost in another way it is another loss")
	allowed, _ = Allowed([]danger.Finding{slow}, []review.Grant{first})
	assert.Empty(t, allowed, "nothing is lost")
}
