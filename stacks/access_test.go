package stacks

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"groundwork/internal/pgurl"
	"groundwork/spec"
	"groundwork/workload"
)

func reader(name string) workload.Workload {
	return workload.Workload{Name: name, Reaches: []workload.Reach{{Store: workload.DatabaseRead}}, Grace: 45 * time.Second}
}

// withHosts is a deployment of two readers, and of a database with these hosts.
func withHosts(database spec.Database, region string, hosts ...string) *deployment {
	made := store{}
	for _, host := range hosts {
		made.hosts = append(made.hosts, pulumi.String(host))
	}
	return &deployment{
		system:    &spec.System{Region: region, Database: &database},
		workloads: []workload.Workload{reader("chart"), reader("report")},
		stores:    map[workload.Store]store{workload.Database: made, workload.DatabaseRead: made},
	}
}

func hostsOf(inputs []pulumi.StringInput) []string {
	var hosts []string
	for _, input := range inputs {
		hosts = append(hosts, string(input.(pulumi.String)))
	}
	return hosts
}

func TestEachReaderAsksAnotherReplicaFirst(t *testing.T) {
	d := withHosts(spec.Database{RunsOn: spec.DatabaseRDS}, "us-east-1", "primary", "one", "two")
	assert.Equal(t, []string{"one", "two"}, hostsOf(d.databaseHosts("chart", workload.DatabaseRead)))
	assert.Equal(t, []string{"two", "one"}, hostsOf(d.databaseHosts("report", workload.DatabaseRead)))
	assert.Equal(t, []string{"primary"}, hostsOf(d.databaseHosts("chart", workload.Database)))
}

func TestWithoutReplicasReadersAskThePrimary(t *testing.T) {
	d := withHosts(spec.Database{RunsOn: spec.DatabaseRDS}, "us-east-1", "primary")
	assert.Equal(t, []string{"primary"}, hostsOf(d.databaseHosts("report", workload.DatabaseRead)))
}

func TestTheDatabaseIsKnownWhereItHasAnAuthority(t *testing.T) {
	for _, test := range []struct {
		name, region, mode, rootcert string
		home                         spec.DatabaseHost
	}{
		{"on RDS", "us-east-1", pgurl.Verified, "/etc/database/ca.pem", spec.DatabaseRDS},
		{"in a region whose authority is not known here", "mx-central-1", pgurl.Encrypted, "", spec.DatabaseRDS},
		{"in the cluster", "us-east-1", pgurl.Plain, "", spec.DatabaseCluster},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := withHosts(spec.Database{RunsOn: test.home, Name: "shop", Port: 5432}, test.region, "primary")
			w := wiring{env: map[string]string{}}
			d.knowDatabase(&w, d.workloads[0])
			assert.Equal(t, test.mode, w.env["PGSSLMODE"])
			assert.Equal(t, test.rootcert, w.env["PGSSLROOTCERT"])
			assert.Equal(t, "random", w.env["PGLOADBALANCEHOSTS"])
			assert.Equal(t, test.rootcert != "", len(w.mounts) == 1 && len(d.sharedFiles()) == 1)
		})
	}
}

func TestALoginStaysAsLongAsAPodMayTakeToStop(t *testing.T) {
	d := withHosts(spec.Database{}, "us-east-1", "primary")
	assert.Equal(t, drain+45*time.Second, d.longestStop())
	d.workloads = nil
	assert.Equal(t, drain+30*time.Second, d.longestStop())
}
