package helmvalues

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type chart struct {
	Replicas int     `json:"replicas"`
	Section  section `json:"section"`
}

type section struct {
	Name string `json:"name"`
}

func TestAnOutputTakesItsPlaceInASection(t *testing.T) {
	address := pulumi.String("x").ToStringOutput()
	made, err := Map(chart{2, section{"s"}}, Output{[]string{"section", "address"}, address}, Output{[]string{"top"}, address})
	require.NoError(t, err)
	inner := made["section"].(pulumi.Map)
	assert.Equal(t, address, inner["address"])
	assert.Len(t, inner, 2)
	assert.Equal(t, address, made["top"])
}

func TestAnOutputWithoutAPlaceIsRefused(t *testing.T) {
	_, err := Map(chart{}, Output{[]string{"nothing", "address"}, pulumi.String("x")})
	assert.ErrorContains(t, err, `no section "nothing"`)
	_, err = Map(chart{}, Output{})
	assert.ErrorContains(t, err, "without a path")
}
