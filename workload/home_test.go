package workload_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/workload"
)

// A second home: services in the form of a Compose file, made from the list of workloads
// and nothing else. It is here to show that the list says all that a home needs; what
// docker compose runs is another matter.
type composed struct {
	image, command, restart string
	environment             map[string]string
	ports, tmpfs, networks  []string
	dependsOn               map[string]string
	cpus                    float64
	memory                  int64
	replicas                int
	stopSeconds             int
	readOnly                bool
	healthcheck             string
}

// compose renders all workloads: a version each, named for its colour.
func compose(all []workload.Workload) map[string]composed {
	made := map[string]composed{}
	for at, one := range all {
		for _, version := range one.Versions {
			made[nameOf(one, version.Colour)] = composeOne(one, version, all[:at])
		}
	}
	return made
}

func nameOf(one workload.Workload, colour workload.Colour) string {
	return strings.TrimSuffix(one.Name+"-"+string(colour), "-")
}

func composeOne(one workload.Workload, version workload.Version, before []workload.Workload) composed {
	c := composed{
		image: version.Image.Name + ":" + version.Image.Tag, command: strings.Join(one.Command, " "),
		restart: "unless-stopped", readOnly: true, tmpfs: append([]string{"/tmp"}, one.Writable...),
		environment: map[string]string{}, dependsOn: map[string]string{},
		cpus: float64(one.Size.CPU) / 1000, memory: max(one.Size.Memory, one.Size.MemoryLimit),
		replicas: 1, stopSeconds: int(one.Grace.Seconds()),
	}
	if one.Run != nil {
		c.restart = "no"
	} else {
		c.replicas = max(one.Scale.Replicas, 1)
	}
	for name, value := range one.Variables {
		c.environment[name] = variableOf(value)
	}
	if one.Route != nil {
		c.ports = []string{fmt.Sprintf("%s%s -> %d", one.Route.Host, one.Route.Path, one.Port)}
	}
	if check := one.Health.Readiness; check != nil {
		c.healthcheck = fmt.Sprintf("http://localhost:%d%s", one.Port, check.Path)
	} else if check := one.Health.Liveness; check != nil {
		c.healthcheck = strings.Join(check.Command, " ")
	}
	c.networks, c.dependsOn = waysOf(one, before)
	return c
}

func variableOf(value workload.Value) string {
	switch {
	case value.Secret != "":
		return "${" + value.Secret + "}"
	case value.Store != "":
		return "${" + strings.ToUpper(string(value.Store)) + "_URL}"
	case value.Bucket != "":
		return "${BUCKET_" + value.Bucket + "}"
	case value.Workload != "":
		return "http://" + value.Workload + ":" + strconv.Itoa(value.Port)
	}
	return value.Text
}

// waysOf are the networks that it shares with what it reaches and with its callers, and
// what must be there before it: stores that are healthy, and what was started earlier.
func waysOf(one workload.Workload, before []workload.Workload) (networks []string, after map[string]string) {
	after = map[string]string{}
	for _, to := range one.Reaches {
		switch {
		case to.Store != "":
			networks, after[string(to.Store)] = append(networks, string(to.Store)), "service_healthy"
		case to.Workload != "":
			networks = append(networks, "to-"+to.Workload)
		case to.Internet, to.Bucket != "":
			networks = append(networks, "outside")
		}
	}
	if len(one.Callers) > 0 {
		networks = append(networks, "to-"+one.Name)
	}
	for _, earlier := range before {
		if earlier.Kind == workload.BeforeRelease && one.Kind != workload.BeforeRelease {
			after[earlier.Name] = "service_completed_successfully"
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(networks))), after
}

func TestASecondHomeRendersEveryStackFromTheListAlone(t *testing.T) {
	for _, stack := range stacks(t) {
		t.Run(stack.system+"/"+stack.name, func(t *testing.T) {
			system := stack.load(t)
			all := workload.Of(system)
			made := compose(all)
			require.GreaterOrEqual(t, len(made), len(system.Services)+len(system.Jobs))
			for _, one := range all {
				for _, version := range one.Versions {
					c := made[nameOf(one, version.Colour)]
					assert.NotContains(t, c.image, "latest")
					assert.Equal(t, slices.Sorted(maps.Keys(one.Variables)), slices.Sorted(maps.Keys(c.environment)))
					assert.Positive(t, c.memory, one.Name)
					if one.Route != nil {
						assert.Len(t, c.ports, 1, one.Name)
						assert.NotEmpty(t, c.healthcheck, "%s: what people reach tells that it is healthy", one.Name)
					}
					for earlier := range c.dependsOn {
						_, isWorkload := made[earlier]
						assert.True(t, isWorkload || earlier == "database" || earlier == "cache", "%s waits for %s", one.Name, earlier)
					}
				}
				for _, called := range one.Calls() {
					i := slices.IndexFunc(all, func(w workload.Workload) bool { return w.Name == called })
					network := "to-" + called
					assert.Contains(t, made[nameOf(one, one.Live)].networks, network)
					assert.Contains(t, made[nameOf(all[i], all[i].Live)].networks, network, "the way from %s to %s has two ends", one.Name, called)
				}
			}
		})
	}
}
