package localcloud_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/rules"
)

const boxProvider = "urn:pulumi:dev::shop::pulumi:providers:test::default"

// planning is a planner of a package with one type and one data source.
func planning(t *testing.T, config localcloud.Props) *localcloud.Planner {
	t.Helper()
	pkg := boxes(localcloud.Kind{})
	pkg.Functions = map[string]localcloud.Function{"test:index/where:where": where}
	planner, err := localcloud.Imagine(localcloud.Options{}, pkg).Planner(boxProvider, config)
	require.NoError(t, err)
	return planner
}

func where(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	switch {
	case args.Has("wrong"):
		return nil, &localcloud.ArgumentError{Failures: []rules.Failure{{Path: "wrong", Reason: "it is"}}}
	case args.Has("absent"):
		return nil, tx.Fail(404, "Absent", "it is")
	}
	return localcloud.Props{"region": resource.NewProperty(tx.Region())}, nil
}

func east() localcloud.Props { return localcloud.Props{"region": resource.NewProperty("east")} }

func TestAPlannerShowsWhatAPreviewShows(t *testing.T) {
	inputs := localcloud.Props{"size": resource.NewProperty(2.0)}
	provider := cloudtest.Start(t, boxes(localcloud.Kind{})).Provider("test", cloudtest.Props{"region": "east"})
	checked, reasons := provider.Check(boxType, "one", inputs, nil)
	require.Empty(t, reasons)
	got, err := planning(t, east()).Create(cloudtest.URN(boxType, "one"), inputs)
	require.NoError(t, err)
	assert.Equal(t, provider.Preview(boxType, "one", checked), got)
	assert.True(t, got.Unknown("serial"), "only the cloud can tell")
	assert.Len(t, inputs, 1, "what it was given stays as it was")
}

func TestAPlannerRefusesWhatAProviderRefuses(t *testing.T) {
	var refused *localcloud.Refusal
	_, err := planning(t, east()).Create(cloudtest.URN(boxType, "one"), localcloud.Props{"size": resource.NewProperty("big"), "serial": resource.NewProperty("1")})
	require.ErrorAs(t, err, &refused)
	assert.Len(t, refused.Reasons, 2, "all at once: %s", refused)

	_, err = planning(t, east()).Invoke(t.Context(), "test:index/where:where", localcloud.Props{"wrong": resource.NewProperty(true)})
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, []string{"it is. Examine values at 'test:index/where:where.wrong'."}, refused.Reasons)
	_, err = planning(t, east()).Invoke(t.Context(), "test:index/where:where", localcloud.Props{"absent": resource.NewProperty(true)})
	assert.ErrorContains(t, err, "it is")
	_, err = planning(t, east()).Invoke(t.Context(), "test:index/who:who", nil)
	assert.ErrorContains(t, err, "test:index/who:who")
}

func TestAPlannerAnswersADataSource(t *testing.T) {
	answer, err := planning(t, east()).Invoke(t.Context(), "test:index/where:where", nil)
	require.NoError(t, err)
	assert.Equal(t, "east", answer.String("region"))
}

func TestAProviderWhoseConfigurationIsUnknownIsNotAsked(t *testing.T) {
	planner := planning(t, localcloud.Props{"region": rules.Unknown()})
	shown, err := planner.Create(cloudtest.URN(boxType, "one"), localcloud.Props{"size": resource.NewProperty("big")})
	require.NoError(t, err)
	assert.Empty(t, shown)
	answer, err := planner.Invoke(t.Context(), "test:index/where:where", nil)
	require.NoError(t, err)
	assert.Empty(t, answer)
}

func TestAPlannerOfAConfigurationThatIsRefused(t *testing.T) {
	pkg := boxes(localcloud.Kind{})
	pkg.Settings = func(localcloud.Props) (*localcloud.Instance, error) { return nil, errors.New("no such region") }
	cloud := localcloud.Imagine(localcloud.Options{}, pkg)
	var refused *localcloud.Refusal
	_, err := cloud.Planner(boxProvider, east())
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, []string{"no such region"}, refused.Reasons)
	_, err = cloud.Planner("urn:pulumi:dev::shop::pulumi:providers:other::default", nil)
	assert.ErrorContains(t, err, `no package "other"`)
}

func TestAnImaginedCloudIsForPlansOnly(t *testing.T) {
	pkg := boxes(localcloud.Kind{})
	cloud := localcloud.Imagine(localcloud.Options{}, pkg)
	_, err := cloud.CreateByHand(boxType, "one", "east", nil)
	assert.ErrorIs(t, err, localcloud.ErrReadOnly)
	assert.NoError(t, cloud.Close())
}

func TestAPlannerServesSeveralAtOnce(t *testing.T) {
	planner := planning(t, east())
	var running sync.WaitGroup
	for range 8 {
		running.Go(func() {
			for range 50 {
				_, err := planner.Create(cloudtest.URN(boxType, "one"), localcloud.Props{"size": resource.NewProperty(2.0)})
				assert.NoError(t, err)
			}
		})
	}
	running.Wait()
}
