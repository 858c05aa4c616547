package random

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
)

func TestAPasswordHasTheLengthAndCharactersItWasAskedFor(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("random", nil)
	made := provider.Make(passwordType, "db", cloudtest.Props{
		"length": 24, "minUpper": 3, "minNumeric": 4, "special": false,
	})
	result := made.Outputs.String("result")
	assert.Len(t, result, 24)
	assert.True(t, made.Outputs["result"].IsSecret())
	assert.True(t, made.Outputs["bcryptHash"].IsSecret())
	assert.Zero(t, strings.Count(result, "!"))
	digits := 0
	for _, r := range result {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	assert.GreaterOrEqual(t, digits, 4)
	assert.NotContains(t, made.ID, result)
}

func TestValuesFollowFromTheSeedAndTheResource(t *testing.T) {
	values := map[string]bool{}
	for range 2 {
		provider := cloudtest.Start(t, New()).Provider("random", nil)
		values[provider.Make(passwordType, "db", cloudtest.Props{"length": 16}).Outputs.String("result")] = true
		values[provider.Make(passwordType, "cache", cloudtest.Props{"length": 16}).Outputs.String("result")] = true
	}
	assert.Len(t, values, 2, "two resources, the same in both runs")
}

func TestPreviewShowsTheResultAsUnknownAndChangedInputsReplace(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("random", nil)
	for _, typ := range []string{passwordType, stringType, bytesType} {
		checked, failures := provider.Check(typ, "x", localcloud.PropsOf(cloudtest.Props{"length": 16}), nil)
		assert.Empty(t, failures)
		shown := provider.Preview(typ, "x", checked)
		for _, name := range []string{"result", "hex"} {
			if _, ok := shown[resource.PropertyKey(name)]; ok {
				assert.True(t, shown.Unknown(name), "%s of %s", name, typ)
			}
		}
		made := provider.Make(typ, "x", cloudtest.Props{"length": 16})
		longer := localcloud.PropsOf(cloudtest.Props{"length": 20})
		answer := provider.Diff(typ, "x", made.ID, made.Inputs, made.Outputs, longer)
		assert.Equal(t, []string{"length"}, answer.GetReplaces())
		same := provider.Diff(typ, "x", made.ID, made.Inputs, made.Outputs, made.Inputs)
		assert.Empty(t, same.GetDiffs())
	}
}

func TestEveryTypeIsMadeReadAndDeleted(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider("random", nil)
	for typ, inputs := range map[string]cloudtest.Props{
		passwordType: {"length": 8}, stringType: {"length": 8}, idType: {"byteLength": 4}, petType: {},
		integerType: {"min": 3, "max": 3}, uuidType: {}, bytesType: {"length": 8}, shuffleType: {"inputs": []string{"a", "b"}},
	} {
		made := provider.Make(typ, "one", inputs)
		id, outputs, asked := provider.Read(typ, "one", made.ID, made.Inputs, made.Outputs)
		assert.Equal(t, made.ID, id)
		assert.Equal(t, made.Outputs, outputs)
		assert.Equal(t, made.Inputs, asked)
		assert.NoError(t, provider.Delete(typ, "one", made.ID, made.Outputs))
	}
	assert.Empty(t, cloud.List())
}

func TestImpossibleInputsAreRefused(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("random", nil)
	assert.Contains(t, provider.Refuse(passwordType, "x", cloudtest.Props{"length": 2, "minUpper": 3}), "expected length to be at least 3")
	assert.Contains(t, provider.Refuse(integerType, "x", cloudtest.Props{"min": 5, "max": 2}), "smaller than or equal")
	assert.Contains(t, provider.Refuse(petType, "x", cloudtest.Props{"words": 2}), `unknown property "words"`)
}
