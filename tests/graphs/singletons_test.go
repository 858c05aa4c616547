package graphs

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"groundwork/internal/engine"
	"groundwork/internal/graph"
)

// declared are the URNs of a program by what the cloud knows them by.
func declared(t *testing.T, recorded *graph.Graph) map[string]resource.URN {
	t.Helper()
	owners := map[string]resource.URN{}
	for _, r := range recorded.Resources {
		id := identity(t, r)
		if id == "" {
			continue
		}
		if first, twice := owners[id]; twice {
			t.Errorf("%s and %s are one and the same to the cloud: %s", first, r.URN, id)
		}
		owners[id] = r.URN
	}
	return owners
}

// switches are sections and their other values, besides those that are taken out.
var switches = []map[string]any{
	{"groundwork:edge": map[string]any{"cdn": map[string]any{"host": "cdn.DOMAIN", "bucket": "static"}}},
	{"groundwork:edge": map[string]any{"cdn": nil}},
	{"groundwork:edge": map[string]any{"waf": nil, "rateLimit": nil}},
	{"groundwork:domain": map[string]any{"manageZone": true, "plan": "pro"}, "groundwork:edge": map[string]any{"waf": true, "rateLimit": "100/s"}},
	{"groundwork:domain": map[string]any{"manageZone": false}, "groundwork:edge": nil},
	{"groundwork:network": map[string]any{"nat": "single"}},
	{"groundwork:network": map[string]any{"nat": "perZone"}},
	{"groundwork:network": map[string]any{"nat": "none", "interfaceEndpoints": true}},
	{"groundwork:network": map[string]any{"flowLogs": 0}},
	{"groundwork:network": map[string]any{"zones": []string{"use1-az1", "use1-az2", "use1-az4"}}},
	{"groundwork:database": map[string]any{"runsOn": "rds"}},
	{"groundwork:database": nil}, {"groundwork:cache": nil},
	{"groundwork:cache": map[string]any{"runsOn": "elasticache"}},
	{"groundwork:startWorkloads": false},
	{"groundwork:protection": false}, {"groundwork:protection": true},
	{"groundwork:services": map[string]any{"web": nil}},
	{"groundwork:services": map[string]any{"worker": nil}},
	{"groundwork:services": map[string]any{"web": map[string]any{"tag": nil, "release": map[string]any{"blue": "1.0.0"}}}},
	{"groundwork:services": map[string]any{"web": map[string]any{"release": nil, "tag": "1.0.0"}}},
	{"groundwork:services": map[string]any{"frontend": map[string]any{"tag": nil, "release": map[string]any{"blue": "1.0.0"}}}},
}

// What the cloud has once has one owner: no program declares it twice, and no switch
// of a section hands it from one resource to another. The engine would create the
// new one before it deletes the old one.
func TestWhatTheCloudHasOnceHasOneOwner(t *testing.T) {
	recorder := graph.NewRecorder()
	for _, stack := range all(t) {
		t.Run(stack.file(), func(t *testing.T) {
			t.Parallel()
			file := stack.stackFile(t)
			before, err := stack.try(t, recorder, file)
			require.NoError(t, err)
			owners, tried := declared(t, before), 0
			if stack.system.Name == "bootstrap" || stack.name == "staging" {
				return // the one has no sections, the other none that dev and prod lack
			}
			for _, change := range switches {
				after, err := stack.try(t, recorder, changed(file, change, domainOf(file)).(map[string]any))
				if err != nil {
					continue // not for this stack: its check refuses it
				}
				tried++
				for id, owner := range declared(t, after) {
					if was, there := owners[id]; there {
						assert.Equal(t, was, owner, "%s\n%v", id, change)
					}
				}
			}
			assert.Greater(t, tried, len(switches)/2, "most switches are legal")
		})
	}
}

func (s stack) stackFile(t *testing.T) map[string]any {
	t.Helper()
	source, err := os.ReadFile(s.system.StackFile(s.name))
	require.NoError(t, err)
	var file struct{ Config map[string]any }
	require.NoError(t, yaml.Unmarshal(source, &file))
	return file.Config
}

func (s stack) try(t *testing.T, recorder *graph.Recorder, config map[string]any) (*graph.Graph, error) {
	t.Helper()
	source, err := yaml.Marshal(map[string]any{"config": config})
	require.NoError(t, err)
	read, err := engine.ReadConfig(source, s.system.Name)
	require.NoError(t, err)
	return recorder.Record(t.Context(), graph.Program{
		Run: s.run, Project: s.system.Name, Stack: s.name, Config: read.Values, Secrets: read.Secrets,
	})
}

func domainOf(file map[string]any) string {
	domain, _ := file["groundwork:domain"].(map[string]any)
	name, _ := domain["name"].(string)
	return name
}

// changed is a value with a change merged in; nil takes a key out.
func changed(value, change any, domain string) any {
	wanted, isMap := change.(map[string]any)
	if !isMap {
		if text, is := change.(string); is {
			return strings.ReplaceAll(text, "DOMAIN", domain)
		}
		return change
	}
	result := map[string]any{}
	if existing, is := value.(map[string]any); is {
		for key, one := range existing {
			result[key] = one
		}
	}
	for key, one := range wanted {
		if one == nil {
			delete(result, key)
			continue
		}
		result[key] = changed(result[key], one, domain)
	}
	return result
}

// The order in which a stack file names its zones says where the single NAT gateway
// and a single database stand, and nothing else.
func TestZonesThatChangePlacesChangeNothing(t *testing.T) {
	recorder := graph.NewRecorder()
	for _, stack := range all(t) {
		if stack.name != "prod" {
			continue
		}
		file := stack.stackFile(t)
		first, err := stack.try(t, recorder, changed(file, map[string]any{"groundwork:network": map[string]any{"zones": []string{"use1-az1", "use1-az2", "use1-az4"}}}, "").(map[string]any))
		require.NoError(t, err)
		other, err := stack.try(t, recorder, changed(file, map[string]any{"groundwork:network": map[string]any{"zones": []string{"use1-az4", "use1-az2", "use1-az1"}}}, "").(map[string]any))
		require.NoError(t, err)
		for _, r := range other.Resources {
			before := first.Find(r.URN)
			if assert.NotNil(t, before, r.URN) && !r.Component && !strings.HasPrefix(string(r.URN.Type()), "pulumi:") {
				assert.Equal(t, fmt.Sprint(before.Inputs), fmt.Sprint(r.Inputs), r.URN)
			}
		}
	}
}
