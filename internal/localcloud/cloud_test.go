package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/facts"
)

const boxType = "test:index/box:Box"

// boxes is a package with one type, whose objects count what was asked.
func boxes(kind localcloud.Kind) *localcloud.Schematic {
	schema := &facts.Resource{Token: boxType, Framework: facts.SDK, Auto: []string{"name"}, Properties: facts.Properties{
		"name":   {Name: "name", Element: facts.String, Optional: true, Computed: true, ForceNew: true},
		"size":   {Name: "size", Element: facts.Int, Optional: true, Default: 1.0},
		"inside": {Name: "inside", Element: facts.String, Optional: true},
		"code":   {Name: "code", Element: facts.String, Computed: true, Sensitive: true},
		"serial": {Name: "serial", Element: facts.String, Computed: true},
	}}
	return &localcloud.Schematic{
		Title: "test", Release: "1.0.0",
		Schema: func(token string) (*facts.Resource, bool) { return schema, token == boxType },
		Kinds:  map[string]localcloud.Kind{boxType: kind},
		Settings: func(config localcloud.Props) (*localcloud.Instance, error) {
			return &localcloud.Instance{Scope: config.String("region"), Config: config}, nil
		},
		Identity: func(tx *localcloud.Tx, obj *localcloud.Object) {
			obj.ID, obj.Name = "box-"+tx.Hex(8), obj.String("name")
		},
	}
}

func TestSeveralProvidersOfOnePackageKeepTheirOwnConfiguration(t *testing.T) {
	cloud := cloudtest.Start(t, boxes(localcloud.Kind{
		Create: func(tx *localcloud.Tx, box *localcloud.Object) error {
			box.Set("serial", tx.Region())
			return nil
		},
	}))
	east := cloud.Provider("test", cloudtest.Props{"region": "east"})
	west := cloud.Provider("test", cloudtest.Props{"region": "west"})
	for range 3 {
		assert.Equal(t, "west", west.Make(boxType, "w", nil).Outputs.String("serial"))
		assert.Equal(t, "east", east.Make(boxType, "e", nil).Outputs.String("serial"))
	}
	made := east.Make(boxType, "one", nil)
	id, _, _ := west.Read(boxType, "one", made.ID, made.Inputs, made.Outputs)
	assert.Empty(t, id, "what is in one region is not in another")
	id, _, _ = east.Read(boxType, "one", made.ID, made.Inputs, made.Outputs)
	assert.Equal(t, made.ID, id)
}

func TestAutomaticNamesAreStableAndGiveWayToAReplacement(t *testing.T) {
	provider := cloudtest.Start(t, boxes(localcloud.Kind{})).Provider("test", nil)
	first, _ := provider.Check(boxType, "one", nil, nil)
	again, _ := provider.Check(boxType, "one", nil, nil)
	assert.Regexp(t, `^one-[0-9a-f]{7}$`, first.String("name"))
	assert.Equal(t, first, again, "preview and update agree")

	made := provider.Make(boxType, "one", nil)
	kept, _ := provider.Check(boxType, "one", nil, made.Inputs)
	assert.Equal(t, made.Inputs, kept, "the name is kept")
	replacement, _ := provider.Check(boxType, "one", nil, nil)
	assert.NotEqual(t, made.Inputs.String("name"), replacement.String("name"), "old and new stand side by side")
}

func TestTheSameProgramOnAnEmptyCloudGetsTheSameIDs(t *testing.T) {
	run := func(seed string) []string {
		cloud := cloudtest.Open(t, localcloud.Options{Dir: t.TempDir(), Seed: seed}, boxes(localcloud.Kind{}))
		provider := cloud.Provider("test", nil)
		return []string{provider.Make(boxType, "a", nil).ID, provider.Make(boxType, "a", nil).ID, provider.Make(boxType, "b", nil).ID}
	}
	first := run("x")
	assert.Equal(t, first, run("x"))
	assert.NotEqual(t, first, run("y"))
	assert.NotEqual(t, first[0], first[1], "made twice is two things")
}

func TestWhatAKindPutsIsRecordedOnlyWhenTheOperationSucceeds(t *testing.T) {
	fail := true
	cloud := cloudtest.Start(t, boxes(localcloud.Kind{
		Create: func(tx *localcloud.Tx, box *localcloud.Object) error {
			tx.Put(&localcloud.Object{Type: boxType, ID: "lid-" + box.ID, Outputs: localcloud.Props{}})
			if fail {
				return tx.Fail(400, "BoxLimitExceeded", "no more than %d boxes", 0)
			}
			return nil
		},
		Delete: func(tx *localcloud.Tx, box *localcloud.Object) error {
			tx.Remove(boxType, "lid-"+box.ID)
			return nil
		},
	}))
	provider := cloud.Provider("test", nil)
	assert.Contains(t, provider.Refuse(boxType, "one", nil), "BoxLimitExceeded: no more than 0 boxes")
	assert.Empty(t, cloud.List())
	fail = false
	made := provider.Make(boxType, "one", nil)
	assert.Len(t, cloud.List(), 2)
	require.NoError(t, provider.Delete(boxType, "one", made.ID, made.Outputs))
	require.NoError(t, provider.Delete(boxType, "one", made.ID, made.Outputs), "deleting twice is no error")
	assert.Empty(t, cloud.List())
}

func TestACreateThatWasCutShortIsFoundAgain(t *testing.T) {
	cloud := cloudtest.Start(t, boxes(localcloud.Kind{}))
	provider := cloud.Provider("test", nil)
	known := provider.Make(boxType, "one", nil)
	lost := provider.Make(boxType, "one", cloudtest.Props{"size": 3})

	cloud.Recover(map[string][]string{cloudtest.URN(boxType, "one"): {known.ID}})
	found := provider.Make(boxType, "one", cloudtest.Props{"size": 3})
	assert.Equal(t, lost.ID, found.ID)
	assert.Equal(t, lost.Outputs, found.Outputs)
	assert.Len(t, cloud.List(), 2, "none doubled")
	assert.NotEqual(t, lost.ID, provider.Make(boxType, "one", nil).ID, "it is found once")
}

func TestACreateThatWasCutShortTakesWhatTheProgramSaysNow(t *testing.T) {
	cloud := cloudtest.Start(t, boxes(localcloud.Kind{}))
	provider := cloud.Provider("test", nil)
	lost := provider.Make(boxType, "one", cloudtest.Props{"size": 3})
	cloud.Recover(map[string][]string{cloudtest.URN(boxType, "one"): nil})
	found := provider.Make(boxType, "one", cloudtest.Props{"size": 5})
	assert.Equal(t, lost.ID, found.ID)
	assert.Equal(t, 5.0, found.Outputs.Number("size"))
}

func TestRefreshShowsAChangeBehindPulumisBackAndNothingElse(t *testing.T) {
	cloud := cloudtest.Start(t, boxes(localcloud.Kind{}))
	provider := cloud.Provider("test", nil)
	made := provider.Make(boxType, "one", cloudtest.Props{"size": 3, "inside": "tea"})
	_, _, inputs := provider.Read(boxType, "one", made.ID, made.Inputs, made.Outputs)
	assert.Equal(t, made.Inputs, inputs)

	require.NoError(t, cloud.Do("test", "", func(tx *localcloud.Tx) error {
		box := tx.Get(boxType, made.ID)
		box.Set("size", 4.0)
		tx.Put(box)
		return nil
	}))
	_, outputs, inputs := provider.Read(boxType, "one", made.ID, made.Inputs, made.Outputs)
	assert.Equal(t, 4.0, outputs.Number("size"))
	assert.Equal(t, 4.0, inputs.Number("size"))
	assert.Equal(t, "tea", inputs.String("inside"))
	diff := provider.Diff(boxType, "one", made.ID, inputs, outputs, made.Inputs)
	assert.Equal(t, []string{"size"}, diff.GetDiffs())

	_, _, imported := provider.Read(boxType, "other", made.ID, nil, nil)
	assert.Equal(t, 4.0, imported.Number("size"), "an import asks for what there is")
	gone, _, _ := provider.Read(boxType, "one", "box-none", made.Inputs, made.Outputs)
	assert.Empty(t, gone)
}

func TestListingsHideSecretsAndResetForgetsEverything(t *testing.T) {
	dir := t.TempDir()
	cloud := cloudtest.Open(t, localcloud.Options{Dir: dir}, boxes(localcloud.Kind{
		Create: func(_ *localcloud.Tx, box *localcloud.Object) error {
			box.Set("code", localcloud.Secret("1234"))
			return nil
		},
	}))
	made := cloud.Provider("test", nil).Make(boxType, "one", nil)
	assert.True(t, made.Outputs["code"].IsSecret())
	reader, err := localcloud.Read(localcloud.Options{Dir: dir})
	require.NoError(t, err)
	list := reader.List()
	require.Len(t, list, 1)
	assert.Equal(t, localcloud.Redacted, list[0].Properties["code"])
	assert.Equal(t, made.Inputs.String("name"), list[0].Name)

	require.NoError(t, cloud.Reset())
	assert.Empty(t, cloud.List())
	assert.Equal(t, made.ID, cloud.Provider("test", nil).Make(boxType, "one", nil).ID, "as from an empty cloud")
}

func TestAnUnknownTypeFailsInCheck(t *testing.T) {
	provider := cloudtest.Start(t, boxes(localcloud.Kind{})).Provider("test", nil)
	_, failures := provider.Check("test:index/bag:Bag", "one", nil, nil)
	assert.Equal(t, []string{`the test provider has no resource type "test:index/bag:Bag"`}, failures)
}

func TestAnIncompleteResourceIsKeptAndReported(t *testing.T) {
	cloud := cloudtest.Start(t, boxes(localcloud.Kind{
		Create: func(*localcloud.Tx, *localcloud.Object) error {
			return &localcloud.Incomplete{Reasons: []string{"the lid does not close"}}
		},
	}))
	provider := cloud.Provider("test", nil)
	checked, _ := provider.Check(boxType, "one", nil, nil)
	_, _, err := provider.Create(boxType, "one", checked)
	assert.ErrorContains(t, err, "the lid does not close")
	assert.Len(t, cloud.List(), 1)
}
