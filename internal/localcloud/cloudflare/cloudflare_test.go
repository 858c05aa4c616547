package cloudflare

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/cloudtest"
)

const (
	zoneA = "023e105f4ecef8ad9ca31a8372d0c353"
	zoneB = "123e105f4ecef8ad9ca31a8372d0c353"
)

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
