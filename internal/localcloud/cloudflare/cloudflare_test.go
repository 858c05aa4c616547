package cloudflare

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/cloudtest"
)

const (
	zoneA    = "023e105f4ecef8ad9ca31a8372d0c353"
	zoneB    = "123e105f4ecef8ad9ca31a8372d0c353"
	accountA = "0123456789abcdef0123456789abcdef"
)

func record(zone, name, kind, content string) cloudtest.Props {
	return cloudtest.Props{"zoneId": zone, "name": name, "type": kind, "content": content, "ttl": 1}
}

func TestARecordIsRefusedWhereTheAPIRefusesIt(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("cloudflare", nil)
	provider.Make(recordType, "a", record(zoneA, "www.example.com", "A", "192.0.2.1"))
	provider.Make(recordType, "a2", record(zoneA, "www.example.com", "A", "192.0.2.2"))
	provider.Make(recordType, "c", record(zoneA, "app.example.com", "CNAME", "origin.example.net"))
	provider.Make(recordType, "other", record(zoneB, "www.example.com", "A", "192.0.2.1"))
	slow := record(zoneA, "x.example.com", "A", "192.0.2.9")
	slow["proxied"], slow["ttl"] = true, 300
	mail := record(zoneA, "x.example.com", "MX", "mx.example.com")
	mail["proxied"], mail["priority"] = true, 1
	for _, c := range []struct {
		name   string
		inputs cloudtest.Props
		says   string
	}{
		{"the same record twice", record(zoneA, "www.example.com", "A", "192.0.2.1"), "81058"},
		{"an alias beside an address", record(zoneA, "www.example.com", "CNAME", "origin.example.net"), "81053"},
		{"an address beside an alias", record(zoneA, "app.example.com", "A", "192.0.2.1"), "81054"},
		{"a proxied record with a ttl", slow, "ttl must be set to 1 when `proxied` is true"},
		{"a type that cannot be proxied", mail, "9004"},
		{"a name for an address", record(zoneA, "x.example.com", "A", "origin.example.net"), "9005"},
		{"a zone id of another form", record("example.com", "x.example.com", "A", "192.0.2.1"), "Could not route to /client/v4/zones/example.com/dns_records, perhaps your object identifier is invalid?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Contains(t, provider.Refuse(recordType, "x", c.inputs), c.says)
		})
	}
}

func TestAPhaseOfAZoneHasOneRuleset(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("cloudflare", nil)
	set := func(zone string, refs ...any) cloudtest.Props {
		rules := []any{}
		for _, ref := range refs {
			rules = append(rules, cloudtest.Props{"action": "block", "expression": "true", "ref": ref, "description": "d", "enabled": true})
		}
		return cloudtest.Props{"zoneId": zone, "kind": "zone", "name": "waf", "phase": "http_request_firewall_custom", "rules": rules}
	}
	made := provider.Make(rulesetType, "a", set(zoneA, "one", "two"))
	provider.Make(rulesetType, "b", set(zoneB, "one"))
	assert.Contains(t, provider.Refuse(rulesetType, "c", set(zoneA, "one")), "exceeded maximum number of zone rulesets for phase http_request_firewall_custom")
	assert.Contains(t, provider.Refuse(rulesetType, "d", set(zoneB, "one", "one")), `"one" is the ref of rules[0] already`)

	inputs, _ := provider.Check(rulesetType, "a", cloudtest.Recorded(set(zoneA, "two")), made.Inputs)
	outputs, err := provider.Update(rulesetType, "a", made.ID, made.Outputs, inputs, false)
	require.NoError(t, err)
	assert.Equal(t, made.Outputs.String("rules.1.id"), outputs.String("rules.0.id"), "a rule keeps its id with its ref")
	inputs.Set("phase", "http_ratelimit")
	_, err = provider.Update(rulesetType, "a", made.ID, outputs, inputs, false)
	assert.ErrorContains(t, err, "cannot change the phase")
}

func TestSettingsOfTwoZonesAreTwoThings(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider("cloudflare", nil)
	strict := provider.Make(settingType, "a", cloudtest.Props{"zoneId": zoneA, "settingId": "ssl", "value": "strict"})
	full := provider.Make(settingType, "b", cloudtest.Props{"zoneId": zoneB, "settingId": "ssl", "value": "full"})
	assert.Equal(t, strict.ID, full.ID)
	_, outputs, _ := provider.Read(settingType, "a", strict.ID, strict.Inputs, strict.Outputs)
	assert.Equal(t, "strict", outputs.String("value"))
	id, outputs, _ := provider.Read(settingType, "imported", zoneB+"/ssl", nil, nil)
	assert.Equal(t, "ssl", id)
	assert.Equal(t, "full", outputs.String("value"))
	require.NoError(t, provider.Delete(settingType, "a", strict.ID, strict.Outputs))
	assert.Len(t, cloud.List(), 1)
}

func TestPagesAndAccessHoldTogether(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("cloudflare", nil)
	assert.Contains(t, provider.Refuse(domainType, "d", cloudtest.Props{"accountId": accountA, "projectName": "site", "name": "www.example.com"}), "Project not found")
	project := provider.Make(projectType, "p", cloudtest.Props{"accountId": accountA, "name": "site", "productionBranch": "main"})
	assert.Equal(t, "site.pages.dev", project.Outputs.String("subdomain"))
	provider.Make(domainType, "d", cloudtest.Props{"accountId": accountA, "projectName": "site", "name": "www.example.com"})
	assert.ErrorContains(t, provider.Delete(projectType, "p", project.ID, project.Outputs), "custom domains")
	assert.Contains(t, provider.Refuse(projectType, "q", cloudtest.Props{"accountId": accountA, "name": "Site"}), "small letters")

	policy := provider.Make(policyType, "staff", cloudtest.Props{
		"accountId": accountA, "name": "staff", "decision": "allow",
		"includes": []any{cloudtest.Props{"emailDomain": cloudtest.Props{"domain": "example.com"}}},
	})
	app := func(id string) cloudtest.Props {
		return cloudtest.Props{
			"zoneId": zoneA, "name": "admin", "type": "self_hosted", "domain": "admin.example.com",
			"policies": []any{cloudtest.Props{"id": id, "precedence": 1}},
		}
	}
	assert.Contains(t, provider.Refuse(applicationType, "bad", app("none")), "policy none not found")
	provider.Make(applicationType, "admin", app(policy.ID))
	assert.ErrorContains(t, provider.Delete(policyType, "staff", policy.ID, policy.Outputs), "in use by application")
}

func TestDataSourcesKnowTheAddressesAndEveryZone(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("cloudflare", nil)
	ranges, _, err := provider.Invoke("cloudflare:index/getIpRanges:getIpRanges", nil)
	require.NoError(t, err)
	assert.Len(t, ranges.Strings("ipv4Cidrs"), 15)
	assert.Len(t, ranges.Strings("ipv6Cidrs"), 7)
	byID, _, err := provider.Invoke("cloudflare:index/getZone:getZone", cloudtest.Props{"zoneId": zoneA})
	require.NoError(t, err)
	assert.Equal(t, zoneA, byID.String("id"))
	byName, _, err := provider.Invoke("cloudflare:index/getZone:getZone", cloudtest.Props{"filter": cloudtest.Props{"name": "example.com"}})
	require.NoError(t, err)
	listed, _, err := provider.Invoke("cloudflare:index/getZones:getZones", cloudtest.Props{"name": "example.com"})
	require.NoError(t, err)
	assert.Equal(t, byName.String("id"), listed.String("results.0.id"))
	_, _, err = provider.Invoke("cloudflare:index/getZone:getZone", cloudtest.Props{"zoneId": "example.com"})
	assert.ErrorContains(t, err, "7003")
}
