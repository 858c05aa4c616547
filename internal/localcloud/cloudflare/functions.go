package cloudflare

import (
	"net/http"

	"groundwork/internal/localcloud"
)

func functions() map[string]localcloud.Function {
	return map[string]localcloud.Function{
		"cloudflare:index/getIpRanges:getIpRanges":     ipRanges,
		"cloudflare:index/getZone:getZone":             zone,
		"cloudflare:index/getZones:getZones":           zones,
		"cloudflare:index/getAccount:getAccount":       account,
		"cloudflare:index/getDnsRecords:getDnsRecords": records,
		"cloudflare:index/getAccounts:getAccounts":     accounts,
	}
}

// Cloudflare's addresses as published on https://www.cloudflare.com/ips-v4 and
// https://www.cloudflare.com/ips-v6; they last changed in September 2023.
var (
	ipv4 = []string{
		"173.245.48.0/20", "103.21.244.0/22", "103.22.200.0/22", "103.31.4.0/22", "141.101.64.0/18",
		"108.162.192.0/18", "190.93.240.0/20", "188.114.96.0/20", "197.234.240.0/22", "198.41.128.0/17",
		"162.158.0.0/15", "104.16.0.0/13", "104.24.0.0/14", "172.64.0.0/13", "131.0.72.0/22",
	}
	ipv6 = []string{
		"2400:cb00::/32", "2606:4700::/32", "2803:f800::/32", "2405:b500::/32", "2405:8100::/32",
		"2a06:98c0::/29", "2c0f:f248::/32",
	}
)

func ipRanges(_ *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	result := args.Clone()
	result.Set("etag", "38f79d050aa027e3be3865e495dcc9bc")
	result.Set("ipv4Cidrs", ipv4)
	result.Set("ipv6Cidrs", ipv6)
	return result, nil
}

// accountID is the account that every zone belongs to.
func accountID(tx *localcloud.Tx) string { return tx.Seeded("cloudflare account").Hex(32) }

// zone answers for any well-formed id, and for any name with the id that the
// seed gives it.
func zone(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	id, name := args.String("zoneId"), args.String("filter.name")
	switch {
	case id == "" && !args.Has("filter"), id != "" && args.Has("filter"):
		return nil, tx.Fail(http.StatusBadRequest, "1001", "Exactly one of these attributes must be configured: [zone_id,filter]")
	case id != "" && !wellFormed(id):
		return nil, tx.Fail(http.StatusNotFound, "7003",
			"Could not route to /client/v4/zones/%s, perhaps your object identifier is invalid?", id)
	}
	result := findZone(tx, id, name)
	for given, value := range args {
		result[given] = value
	}
	result.Set("zoneId", result.String("id"))
	return result, nil
}

func zones(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	result := args.Clone()
	list := []localcloud.Props{}
	if name := args.String("name"); name != "" {
		list = append(list, findZone(tx, "", name))
	}
	result.Set("results", list)
	return result, nil
}

// findZone prefers a zone that was made here.
func findZone(tx *localcloud.Tx, id, name string) localcloud.Props {
	found := tx.World().Get(zoneType, id)
	if id == "" {
		found = tx.World().Named(zoneType, name)
	}
	if found == nil {
		return describeZone(tx, id, name)
	}
	shown := describeZone(tx, found.ID, found.Name)
	for _, property := range []string{"status", "type", "plan", "nameServers", "account", "createdOn", "modifiedOn"} {
		shown.Set(property, found.Outputs.Get(property))
	}
	return shown
}

func describeZone(tx *localcloud.Tx, id, name string) localcloud.Props {
	if id == "" {
		id = tx.Seeded("zone", name).Hex(32)
	}
	if name == "" {
		name = "zone-" + id[:8] + ".example"
	}
	return localcloud.PropsOf(map[string]any{
		"id": id, "name": name, "status": "active", "type": "full", "paused": false, "developmentMode": 0,
		"account":     map[string]any{"id": accountID(tx), "name": "local"},
		"nameServers": nameServers,
		"owner":       map[string]any{"type": "user"}, "createdOn": "2025-07-01T00:00:00Z",
		"modifiedOn": "2025-07-01T00:00:00Z", "activatedOn": "2025-07-01T00:00:00Z",
		"permissions": []any{"#zone:read", "#zone:edit"}, "originalNameServers": []any{}, "vanityNameServers": []any{},
	})
}

func account(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	id := args.String("accountId")
	if id == "" {
		id = accountID(tx)
	}
	if !wellFormed(id) {
		return nil, tx.Fail(http.StatusNotFound, "7003",
			"Could not route to /client/v4/accounts/%s, perhaps your object identifier is invalid?", id)
	}
	result := args.Clone()
	result.Set("accountId", id)
	result.Set("id", id)
	result.Set("name", "local")
	result.Set("createdOn", "2025-07-01T00:00:00Z")
	result.Set("settings", map[string]any{"enforceTwofactor": false})
	return result, nil
}

func accounts(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	result := args.Clone()
	result.Set("results", []localcloud.Props{localcloud.PropsOf(map[string]any{
		"id": accountID(tx), "name": "local", "createdOn": "2025-07-01T00:00:00Z",
		"settings": map[string]any{"enforceTwofactor": false},
	})})
	return result, nil
}
