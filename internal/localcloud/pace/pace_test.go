package pace

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/facts"
)

func op(verb, typ string, inputs, outputs cloudtest.Props) localcloud.Operation {
	return localcloud.Operation{
		Verb: verb, Package: "aws", Type: typ, URN: cloudtest.URN(typ, "x"),
		Inputs: localcloud.PropsOf(inputs), Outputs: localcloud.PropsOf(outputs),
	}
}

func TestWhatDecidesHowLongItTakes(t *testing.T) {
	type props = cloudtest.Props
	large := props{"instanceClass": "db.r5.xlarge", "applyImmediately": true}
	for _, c := range []struct {
		name  string
		op    localcloud.Operation
		takes time.Duration
	}{
		{"a small database", op(create, instanceType, props{}, nil), 7 * minute},
		{"one with a standby", op(create, instanceType, props{"multiAz": true}, nil), 17 * minute},
		{"its replica", op(create, instanceType, props{"multiAz": true, "replicateSourceDb": "db"}, nil), 12 * minute},
		{"another class at once", op(update, instanceType, large, props{"instanceClass": "db.r5.large"}), 390 * sec},
		{"another class in the window", op(update, instanceType, props{"instanceClass": "db.r5.xlarge"}, props{"instanceClass": "db.r5.large"}), 2 * sec},
		{"the same class", op(update, instanceType, large, large), 2 * sec},
		{"deleting one with a standby", op(remove, instanceType, nil, props{"multiAz": true}), 385 * sec},
		{"new nodes, one after the other", op(update, nodeGroupType, props{"version": "1.36", "scalingConfig": props{"desiredSize": 3}}, props{"version": "1.35"}), 30 * minute},
		{"other bounds of nodes, whose template has a name too", op(update, nodeGroupType,
			props{"launchTemplate": props{"__defaults": []any{}, "id": "lt-1", "version": "1"}, "scalingConfig": props{"desiredSize": 8}},
			props{"launchTemplate": props{"id": "lt-1", "name": "nodes", "version": "1"}}), 2 * sec},
		{"another version of their template", op(update, nodeGroupType,
			props{"launchTemplate": props{"id": "lt-1", "version": "2"}, "scalingConfig": props{"desiredSize": 2}},
			props{"launchTemplate": props{"id": "lt-1", "name": "nodes", "version": "1"}}), 20 * minute},
		{"a distribution that is not waited for", op(create, "aws:cloudfront/distribution:Distribution", props{"waitForDeployment": false}, nil), 2 * sec},
		{"what no table names", op(create, "aws:sns/topic:Topic", props{}, nil), 2 * sec},
		{"a reading", op("read", instanceType, nil, props{}), 0},
		{"a pod with a probe", op(create, deploymentType, props{"spec": props{"template": props{"spec": props{"containers": []any{
			props{"readinessProbe": props{"initialDelaySeconds": 10}},
		}}}}}, nil), 25 * sec},
		{"three pods in turn", op(create, statefulSetType, props{"spec": props{"replicas": 3}}, nil), 45 * sec},
	} {
		assert.Equal(t, c.takes, Of(c.op), c.name)
	}
}

func TestEveryRowIsOfATypeThereIsAndNamesItsSource(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range [][]row{awsRows, datastoreRows, kubernetesRows} {
		for _, r := range table {
			assert.NotEmpty(t, r.source, r.typ)
			assert.Contains(t, []string{create, update, remove}, r.verb, r.typ)
			assert.False(t, seen[r.typ+r.verb], "a row of %s %s after the one that always fits", r.verb, r.typ)
			seen[r.typ+r.verb] = r.when == nil
			if strings.HasPrefix(r.typ, "aws:") {
				_, known := facts.AWS.Resource(r.typ)
				assert.True(t, known, "there is no type %s", r.typ)
			}
		}
	}
}

func TestARefusalTakesNoTime(t *testing.T) {
	p := New(NewClock(0, 0))
	refused := errors.New("no")
	require.ErrorIs(t, p.Intercept(t.Context(), op(create, instanceType, nil, nil), func() error { return refused }), refused)
	assert.Empty(t, p.Took())
	require.NoError(t, p.Intercept(t.Context(), op(create, instanceType, nil, nil), func() error { return nil }))
	assert.Equal(t, []Took{{URN: cloudtest.URN(instanceType, "x"), Verb: create, Time: 7 * minute}}, p.Took())
	assert.Empty(t, p.Took(), "it is handed over once")
}
