package apiserver

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"

	"groundwork/spec"
	"groundwork/tests/apiserver/crosscheck"
)

// arrows are what the stack file says: who uses what, and whom the load balancer
// reaches.
func (s stack) arrows(t *testing.T, cluster *crosscheck.Cluster, parties []crosscheck.Party) []crosscheck.Arrow {
	t.Helper()
	d := drawing{t: t, system: s.system, cluster: cluster, parties: parties}
	for name, service := range s.system.Services {
		d.uses(name, service.Uses)
		if service.Kind == spec.KindWeb {
			d.draw(d.front(), d.pods(name), service.Port)
		}
		if scale := service.Autoscale; scale != nil && scale.Queue != nil && s.system.Cache.RunsOn == spec.CacheCluster {
			d.draw([]string{keda}, d.pods("redis"), 6379)
		}
	}
	if s.system.Ingress.Kind == spec.IngressNginx {
		d.controller()
	}
	for name, job := range s.system.Jobs {
		d.uses(name, job.Uses)
	}
	if database := s.system.Database; database != nil && database.RunsOn == spec.DatabaseCluster {
		d.uses("postgres-dump", []string{"database", database.Dumps.Bucket})
	}
	for _, app := range []string{"database-roles", "database-roles-retire"} {
		if len(d.pods(app)) > 0 { // they give the others their logins, and take them away
			d.uses(app, []string{"database"})
		}
	}
	for _, workload := range cluster.Workloads {
		if workload.Name == solver { // it is asked for a file, and asks nobody
			continue
		}
		d.draw([]string{workload.Name}, []string{dns}, 53)
		d.arrows = append(d.arrows, crosscheck.Arrow{From: workload.Name, To: dns, Route: crosscheck.Route{Protocol: corev1.ProtocolUDP, Port: 53}})
	}
	return d.arrows
}

// drawing collects arrows.
type drawing struct {
	t       *testing.T
	system  *spec.System
	cluster *crosscheck.Cluster
	parties []crosscheck.Party
	arrows  []crosscheck.Arrow
}

func (d *drawing) uses(name string, uses []string) {
	d.t.Helper()
	for _, use := range uses {
		_, bucket := d.system.Buckets[use]
		service, isService := d.system.Services[use]
		switch {
		case use == "database", use == "database.read":
			d.draw(d.pods(name), d.store(d.system.Database.RunsOn == spec.DatabaseCluster, "postgres"), d.system.Database.Port)
		case use == "cache":
			d.draw(d.pods(name), d.store(d.system.Cache.RunsOn == spec.CacheCluster, "redis"), 6379)
		case use == "internet":
			d.draw(d.pods(name), []string{internet}, 443)
		case bucket: // S3 has public addresses; who may ask it is the pod's identity
			d.draw(d.pods(name), []string{internet}, 443)
			d.draw(d.pods(name), []string{identity}, 80)
		case isService:
			d.draw(d.pods(name), d.pods(use), service.Port)
		default:
			require.Fail(d.t, fmt.Sprintf("%s uses %q, of which no arrow is known", name, use))
		}
	}
}

// front is what hands requests to the web services.
func (d *drawing) front() []string {
	if d.system.Ingress.Kind == spec.IngressNginx {
		return []string{controller}
	}
	return d.named(balancer)
}

// controller draws what NGINX needs besides the web services. Everybody may ask
// it, since the load balancer keeps the client's address. The Kubernetes API
// answers at interfaces among the nodes, whose addresses nobody knows beforehand:
// what has an address there and is closed by nothing itself is reached with it.
func (d *drawing) controller() {
	d.t.Helper()
	itself := []string{controller}
	for _, party := range d.parties {
		d.draw([]string{party.Name}, itself, 80)
		d.draw([]string{party.Name}, itself, 443)
		if party.Address.IsPrivate() && !strings.HasPrefix(party.Name, balancer) && !strings.HasPrefix(party.Name, data) {
			d.draw(itself, []string{party.Name}, 443)
		}
	}
	d.draw(d.named(balancer), itself, 8081)
	d.draw(itself, itself, 443)
	d.draw(itself, []string{solver}, 8089)
}

// draw draws an arrow from each to each.
func (d *drawing) draw(from, to []string, port int) {
	d.t.Helper()
	require.NotEmpty(d.t, from, "an arrow to %v on %d begins nowhere", to, port)
	require.NotEmpty(d.t, to, "an arrow from %v on %d ends nowhere", from, port)
	for _, one := range from {
		for _, other := range to {
			arrow := crosscheck.Arrow{From: one, To: other, Route: crosscheck.Route{Protocol: corev1.ProtocolTCP, Port: int32(port)}}
			if !slices.Contains(d.arrows, arrow) {
				d.arrows = append(d.arrows, arrow)
			}
		}
	}
}

// store is a data store's pods, or the subnets of one that AWS runs.
func (d *drawing) store(inCluster bool, app string) []string {
	if inCluster {
		return d.pods(app)
	}
	return d.named(data)
}

// pods are the workloads of an app, in all its colours.
func (d *drawing) pods(app string) []string {
	var names []string
	for _, workload := range d.cluster.Workloads {
		if workload.Labels["app"] == app {
			names = append(names, workload.Name)
		}
	}
	return names
}

// named are the parties whose names begin so.
func (d *drawing) named(beginning string) []string {
	var names []string
	for _, party := range d.parties {
		if strings.HasPrefix(party.Name, beginning+" ") {
			names = append(names, party.Name)
		}
	}
	return names
}
