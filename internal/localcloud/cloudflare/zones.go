package cloudflare

import (
	"net/http"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/facts"
)

const (
	zoneType        = "cloudflare:index/zone:Zone"
	healthcheckType = "cloudflare:index/healthcheck:Healthcheck"
)

func zoneKinds() map[string]localcloud.Kind {
	return map[string]localcloud.Kind{
		zoneType:        {Create: createZone, Delete: deleteZone},
		healthcheckType: {Create: createHealthcheck},
	}
}

// nameServers are the pair that every zone here gets.
var nameServers = []string{"ada.ns.cloudflare.com", "bob.ns.cloudflare.com"}

// createZone adds a domain: it waits for its registrar to name Cloudflare's
// servers, and is on the free plan.
// https://developers.cloudflare.com/dns/zone-setups/full-setup/setup/
// https://developers.cloudflare.com/dns/zone-setups/reference/domain-status/
func createZone(tx *localcloud.Tx, zone *localcloud.Object) error {
	name := zone.String("name")
	for _, other := range tx.World().Where(zoneType, "name", name) {
		if other.ID != zone.ID {
			return tx.Fail(http.StatusBadRequest, "1061", "%s already exists", name)
		}
	}
	zone.Set("plan", map[string]any{
		"id": "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "name": "Free Website", "legacyId": planNames[free],
		"price": 0, "currency": "USD", "frequency": "", "isSubscribed": false, "canSubscribe": false,
		"legacyDiscount": false, "externallyManaged": false,
	})
	zone.Set("status", "pending")
	zone.Set("nameServers", nameServers)
	zone.Set("developmentMode", 0)
	return nil
}

// deleteZone takes along what is in it.
// https://developers.cloudflare.com/fundamentals/manage-domains/remove-domain/
func deleteZone(tx *localcloud.Tx, zone *localcloud.Object) error {
	inside := tx.In(zone.ID)
	for _, token := range facts.Cloudflare.Resources() {
		for _, object := range inside.Where(token, "zoneId", zone.ID) {
			inside.Remove(token, object.ID)
		}
	}
	return nil
}

// healthchecks are how many a zone has, by plan.
// https://developers.cloudflare.com/health-checks/#availability
var healthchecks = [enterprise + 1]int{0, 10, 50, 1000}

func createHealthcheck(tx *localcloud.Tx, check *localcloud.Object) error {
	most := healthchecks[planOf(tx, check.String("zoneId"))]
	if len(tx.Select(healthcheckType, nil)) >= most {
		return tx.Fail(http.StatusBadRequest, "1002", "health check limit of %d reached", most)
	}
	return nil
}
