package stacks

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/databaseaccess"
	"groundwork/components/kubejob"
	"groundwork/internal/pgroles"
	"groundwork/internal/pgurl"
	"groundwork/internal/podspec"
	"groundwork/internal/rdsca"
	"groundwork/naming"
	"groundwork/spec"
	"groundwork/workload"
)

const (
	// rolesTimeout is how long the roles may take, all tries together: tables that are
	// in use are handed over by a later try.
	rolesTimeout = 15 * time.Minute
	rolesRetries = 5

	authorityObject = "database-ca-"
	authorityFolder = "/etc/database"
	authorityFile   = "ca.pem"
)

// rolesApps are the programs that go about as the database's master user.
var rolesApps = []string{databaseaccess.App, databaseaccess.Retiring}

// makeAccess makes a login for each workload that uses the database.
func (d *deployment) makeAccess() (err error) {
	owners, readers := workload.UsersOf(workload.Database, d.workloads), workload.UsersOf(workload.DatabaseRead, d.workloads)
	if len(owners)+len(readers) == 0 {
		return nil
	}
	d.access, err = databaseaccess.New(d.ctx, "access", databaseaccess.Args{Owners: owners, Readers: readers})
	return err
}

// authority is the certificate, in PEM, by which programs know the database; "" of one
// without TLS, and in a region whose authority is not known here.
func (d *deployment) authority() string {
	if d.system.Database == nil || d.system.Database.RunsOn != spec.DatabaseRDS {
		return ""
	}
	return rdsca.Of(d.system.Region)
}

// authorityMount is the folder of the authority's certificate.
func (d *deployment) authorityMount() []podspec.Mount {
	if d.authority() == "" {
		return nil
	}
	return []podspec.Mount{{ConfigMap: authorityObject + naming.Hash(d.authority()), Path: authorityFolder}}
}

// sharedFiles are what any pod may mount.
func (d *deployment) sharedFiles() map[string]map[string]string {
	files := map[string]map[string]string{}
	for _, mount := range d.authorityMount() {
		files[mount.ConfigMap] = map[string]string{authorityFile: d.authority()}
	}
	return files
}

// startRoles runs one of the jobs of the database's roles, as the master user: before
// everything the one that makes them, after everything the one that takes away what no
// pod uses any more. docs/decisions/0049 says why in two.
func (d *deployment) startRoles(app string, after []pulumi.Resource) ([]pulumi.Resource, error) {
	if d.access == nil {
		return nil, nil
	}
	store, database := d.stores[workload.Database], d.system.Database
	script, env := pgroles.Make(), d.tlsVariables()
	maps.Copy(env, map[string]string{"PGUSER": database.User, "PGDATABASE": database.Name, "PGPORT": strconv.Itoa(database.Port)})
	if app == databaseaccess.Retiring {
		script = pgroles.Retire()
		env[pgroles.WaitVariable] = strconv.Itoa(int(d.longestStop() / time.Second))
	}
	made, err := kubejob.New(d.ctx, app, kubejob.Args{
		Names:         d.names,
		Namespace:     d.namespace.Name,
		App:           app,
		Image:         pulumi.String(d.fromCache(tagged(databaseaccess.Image))),
		User:          databaseaccess.User,
		Command:       []string{"/bin/sh", "-c", script},
		CPURequest:    50,
		MemoryRequest: 64 << 20,
		Timeout:       rolesTimeout + d.longestStop(),
		Retries:       rolesRetries,
		Mounts:        d.authorityMount(),
		After:         after,
		Env:           env,
		Secrets: map[string]pulumi.StringInput{
			"PGHOST": store.hosts[0], "PGPASSWORD": store.password, pgroles.LoginsVariable: d.access.Encoded,
		},
		Access: podspec.Access{To: []podspec.Peer{store.peer}},
	}, append(d.inNamespace(), pulumi.DependsOn(slices.Concat(store.ready, d.imagesReady())))...)
	if err != nil {
		return nil, err
	}
	return made.Ready, nil
}

// longestStop is how long a pod that is told to stop may still use its login.
func (d *deployment) longestStop() time.Duration {
	longest := 30 * time.Second
	for _, one := range d.workloads {
		longest = max(longest, one.Grace)
	}
	return drain + longest
}

// tlsVariables tell programs what the URL does: for those that put a connection
// together from its parts.
func (d *deployment) tlsVariables() map[string]string {
	server := d.databaseServer()
	env := map[string]string{"PGSSLMODE": server.TLS}
	if server.Authority != "" {
		env["PGSSLROOTCERT"] = server.Authority
	}
	return env
}

// databaseServer is how the database is known; its hosts are told once it has them.
func (d *deployment) databaseServer() pgurl.Server {
	database := d.system.Database
	server := pgurl.Server{Port: database.Port, Database: database.Name, TLS: pgurl.Plain}
	if database.RunsOn == spec.DatabaseRDS {
		server.TLS = pgurl.Encrypted
	}
	if d.authority() != "" {
		server.TLS, server.Authority = pgurl.Verified, authorityFolder+"/"+authorityFile
	}
	return server
}

// roleOf is what a login acts as, by what a workload uses.
var roleOf = map[workload.Store]pgroles.Role{workload.Database: pgroles.Owner, workload.DatabaseRead: pgroles.Reader}

// databaseURL is with what a workload gets in: its own login, and the primary, or the
// replicas to read from.
func (d *deployment) databaseURL(name string, store workload.Store) pulumi.StringOutput {
	login, server := d.access.Logins[roleOf[store]][name], d.databaseServer()
	parts := []any{login.Name, login.Password}
	for _, host := range d.databaseHosts(name, store) {
		parts = append(parts, host)
	}
	url := pulumi.All(parts...).ApplyT(func(parts []any) string {
		at := server
		for _, host := range parts[2:] {
			at.Hosts = append(at.Hosts, host.(string))
		}
		return at.For(parts[0].(string), parts[1].(string))
	}).(pulumi.StringOutput)
	return pulumi.ToSecret(url).(pulumi.StringOutput)
}

// databaseHosts are the primary, or the replicas in the order in which a reader asks
// them, where there are some: each reader asks another one first.
func (d *deployment) databaseHosts(name string, store workload.Store) []pulumi.StringInput {
	hosts := d.stores[store].hosts
	if store == workload.Database || len(hosts) == 1 {
		return hosts[:1]
	}
	replicas := hosts[1:]
	first := slices.Index(workload.UsersOf(store, d.workloads), name) % len(replicas)
	return slices.Concat(replicas[first:], replicas[:first])
}

// knowDatabase gives a workload that uses the database what it knows the server by.
func (d *deployment) knowDatabase(w *wiring, one workload.Workload) {
	reads := one.Uses(workload.DatabaseRead)
	if !reads && !one.Uses(workload.Database) {
		return
	}
	w.mounts = d.authorityMount()
	maps.Copy(w.env, d.tlsVariables())
	if reads {
		// libpq 16 and later ask the hosts in any order, and spread a workload's pods.
		w.env["PGLOADBALANCEHOSTS"] = "random"
	}
}

func addPeer(peers []podspec.Peer, peer podspec.Peer) []podspec.Peer {
	if slices.ContainsFunc(peers, func(p podspec.Peer) bool { return p.Name == peer.Name }) {
		return peers
	}
	return append(peers, peer)
}
