package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"groundwork/internal/rdsca"
)

// Tradeoffs tells what a system gave up for its price or its simplicity, each
// with what it risks and what to write to change it. It is for people who run
// the environment; nothing in it is wrong.
func Tradeoffs(sys *System) []string {
	var told []string
	say := func(is bool, sentence string, args ...any) {
		if is {
			told = append(told, fmt.Sprintf(sentence, args...))
		}
	}
	networkTradeoffs(sys, say)
	switch database := sys.Database; {
	case database == nil:
	case database.RunsOn == DatabaseCluster:
		clusterTradeoffs(database, say)
	default:
		databaseTradeoffs(database, sys.read, say)
		replicaTradeoffs(sys, say)
	}
	switch {
	case sys.Cache == nil:
	case sys.Cache.RunsOn == CacheCluster:
		say(true, "The cache is one pod on one volume: while its node is replaced there is no cache, and while its zone is down it stays away (groundwork:cache.runsOn: elasticache).")
	default:
		say(sys.Cache.Replicas == 0, "The cache has no replica: while its node is replaced there is no cache, and what it held is gone (groundwork:cache.replicas: 1).")
		say(sys.Cache.Snapshots == 0, "The cache has no snapshots: what it held cannot be brought back (groundwork:cache.snapshots: 7d).")
	}
	say(sys.Ingress.Kind == IngressNginx, "Requests do not pass Cloudflare: there is no WAF, and the load balancer's addresses are in the open (groundwork:ingress.kind: alb).")
	say(sys.Ingress.Kind == IngressNginx && sys.Ingress.ACME == ACMEStaging, "Certificates come from Let's Encrypt's staging service: no browser trusts them (groundwork:ingress.acme: production).")
	say(sys.Ingress.Kind == IngressNginx && sys.Ingress.Replicas == 1, "The ingress has one pod: while its node is replaced nothing answers (groundwork:ingress.replicas: 2).")
	say(!sys.Protection, "Nothing is protected from deletion: a destroy takes the data with it (groundwork:protection: true).")
	for _, thing := range sys.Unprotect {
		say(true, "%s is not protected from deletion (leave it out of groundwork:unprotect once it is gone, or to stay).", thing)
	}
	say(!sys.StartWorkloads, "No workload runs yet (groundwork:startWorkloads: true, once the images are pushed).")
	for _, name := range unknownTypes(sys) {
		say(true, "The type %s is newer than this program's tables: whether there is one, and what fits on it, only the cloud tells.", name)
	}
	for _, name := range staticBuckets(sys) {
		say(sys.Edge.CDN == nil || sys.Edge.CDN.Bucket != name, "Nothing serves the bucket %s: what is put there no browser gets (groundwork:edge.cdn: {host: %s.%s, bucket: %s}).", name, name, sys.Domain.Name, name)
	}
	imageTradeoffs(sys, say)
	serviceTradeoffs(sys, say)
	return told
}

// imageTradeoffs tell whose registries pods depend on: https://docs.docker.com/docker-hub/usage/
func imageTradeoffs(sys *System, say sayer) {
	cache, stores := sys.Compute.ImageCache, sys.keepsVolumes()
	images := publicImages(sys)
	say(cache == nil && (stores || len(images) > 0), "Pods pull images from public registries as strangers, through the network's addresses: beyond a registry's limit for strangers (Docker Hub's is 100 pulls in six hours for each address), or while it is down, a new pod does not start (groundwork:compute.imageCache: {}, and its dockerHub for what Docker Hub alone has).")
	timescale := sys.Database != nil && sys.Database.RunsOn == DatabaseCluster
	others := slices.ContainsFunc(images, func(image string) bool {
		return strings.HasPrefix(image, "docker.io/") && !strings.HasPrefix(image, "docker.io/library/")
	})
	say(cache != nil && cache.DockerHub == "" && (timescale || others), "Without a login the cache has only the official images of Docker Hub's: pods pull the others as strangers, of whom Docker Hub takes 100 pulls in six hours for each address (groundwork:compute.imageCache.dockerHub).")
}

// publicImages are the images of services and jobs that come from public registries.
func publicImages(sys *System) []string {
	var images []string
	for _, service := range sys.Services {
		images = append(images, service.Image)
	}
	for _, job := range sys.Jobs {
		images = append(images, job.Image)
	}
	return slices.DeleteFunc(images, func(image string) bool { return !Foreign(image) })
}

type sayer func(is bool, sentence string, args ...any)

func networkTradeoffs(sys *System, say sayer) {
	network, nodes := sys.Network, sys.Compute.EKS.Nodes
	say(!sys.named() && network.CIDR == defaultCIDRs[sys.Environment], "The network has the range %s, as every stack of the environment %s that names no other: networks of one range can't be peered, and a network keeps its range (groundwork:network.cidr, before the first up).", network.CIDR, sys.Environment)
	say(network.NAT == NATSingle, "One NAT gateway serves all zones: if its zone fails, nothing private reaches the internet (groundwork:network.nat: perZone, about 33 USD a month each).")
	say(network.NAT == NATNone, "There is no NAT gateway: nothing private reaches the internet, images outside ECR included (groundwork:network.nat: single, about 33 USD a month).")
	say(len(network.Zones) == 2, "The system stands in two zones: without one of them half of its capacity is gone (groundwork:network.zones: three ids; the services, their balancer and the data stores take the third, the control plane of a cluster that is there keeps its two).")
	say(network.FlowLogs == 0, "There are no flow logs: what happened on the network cannot be told afterwards (groundwork:network.flowLogs: 7d).")
	say(nodes.Max == nodes.Min, "The number of nodes is fixed at %d: pods that find no room wait until somebody raises it (groundwork:compute.eks.nodes.max: %d).", nodes.Min, nodes.Min*2)
	say(sys.keepsVolumes() && nodes.Groups == GroupsSingle, "One group of nodes spans all zones: a pod whose volume is in a zone without room waits, and the autoscaler can't choose that zone (groundwork:compute.eks.nodes.groups: perZone; new nodes come before the old ones are drained).")
	say(nodes.Max < len(network.Zones), "There are fewer nodes than zones: a zone without a node is of no use to the services (groundwork:compute.eks.nodes.min: %d).", len(network.Zones))
	say(len(nodes.Type) > 1 && nodes.Type[0] == 't', "The nodes are burstable (%s): under load that lasts they cost extra, or slow down (groundwork:compute.eks.nodes.type: m6i.large).", nodes.Type)
	say(len(sys.Compute.EKS.PublicAccessCIDRs) > 0, "The cluster's API answers on the internet to %s (control EKS.1; leave groundwork:compute.eks.publicAccessCidrs out to close it).", count(len(sys.Compute.EKS.PublicAccessCIDRs), "range"))
}

func databaseTradeoffs(database *Database, today time.Time, say sayer) {
	// https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html
	say(true, "The database has no TimescaleDB on RDS, which does not offer it: tables of time series are plain ones (groundwork:database.runsOn: cluster).")
	say(!database.MultiAZ, "The database has no standby: if its zone or its host fails, it is down until it is restored, and up to five minutes of data may be lost (groundwork:database.multiAz: true, doubles its price).")
	say(database.Backups == 0, "The database has no automatic backups: what is deleted by mistake is gone (groundwork:database.backups: 7d).")
	say(database.Backups > 0 && database.Backups.Days() < 7, "Database backups are kept for %s: a mistake that is found later cannot be undone (groundwork:database.backups: 7d).", database.Backups)
	say(database.Replicas == 0, "The database has no read replica: reports and the site share one machine (groundwork:database.replicas: 1).")
	say(database.MaxStorage == 0, "The database's storage does not grow by itself: when %s are full, writes stop (groundwork:database.maxStorage: %dGB).", database.Storage, database.Storage.GiB()*2)
	memory, known := classMemory(database.Class)
	say(known && memory < 2*Gi, "The database's class %s has %s of memory: good for trying things, not for load (groundwork:database.class: db.t4g.large).", database.Class, memory)
	buffers, set := sharedBuffers(database)
	// https://www.postgresql.org/docs/16/runtime-config-resource.html#GUC-SHARED-BUFFERS
	say(known && set && buffers*5 > memory*2, "shared_buffers takes more than 40 %% of the memory of %s, beyond which PostgreSQL's manual expects no gain and queries have less to work with (groundwork:database.parameters.shared_buffers: %dMB).", database.Class, memory/4/Mi)
	if i := find(postgresVersions, database.Version); i >= 0 && !postgresVersions[i].supported(today) {
		say(true, "PostgreSQL %s left RDS's standard support on %s: extended support is charged by the hour for each vCPU, standby and replicas included (groundwork:database.version: the next major, after a rehearsal).", database.Version, postgresVersions[i].until.Format("2006-01-02"))
	}
}

// replicaTradeoffs: a replica is one more machine, whoever asks it.
func replicaTradeoffs(sys *System, say sayer) {
	database := sys.Database
	read := false
	for _, service := range sys.Services {
		read = read || slices.Contains(service.Uses, UsesDatabaseRead)
	}
	for _, job := range sys.Jobs {
		read = read || slices.Contains(job.Uses, UsesDatabaseRead)
	}
	class := cmp.Or(database.ReplicaClass, database.Class)
	say(database.Replicas > 0 && !read, "The database's read replicas serve nobody: no workload says that it reads from them (%s of %s with %s each%s; groundwork:services.NAME.uses: [database.read], or groundwork:database.replicas: 0).", count(database.Replicas, "replica"), class, database.Storage, replicaPrice(sys.Region, class, database))
	say(rdsca.Of(sys.Region) == "", "Programs can't tell whether it is the database that answers: the connection is encrypted, and its authority in %s is not known here (groundwork:database: nothing to write, until this program knows it).", sys.Region)
}

// clusterTradeoffs are those of one pod on one volume; docs/screener.md has the
// times.
func clusterTradeoffs(database *Database, say sayer) {
	say(true, "The database is one pod on one volume in one zone: it is down for about ten minutes when its node is lost, and until that zone is back, or its last dump restored elsewhere, when its zone is (groundwork:database.runsOn: rds, which has no TimescaleDB).")
	say(true, "The database's backups are dumps (schedule %q): what was written since the last one is lost with the volume (groundwork:database.dumps.schedule: more often).", database.Dumps.Schedule)
}

func serviceTradeoffs(sys *System, say sayer) {
	behind := sys.Ingress.Kind == IngressALB
	logs := false
	for _, bucket := range sys.Buckets {
		logs = logs || bucket.Role == RoleLogs
	}
	say(!logs && sys.Ingress.Kind == IngressALB, "There is no bucket for access logs: who asked the load balancer for what cannot be told afterwards (groundwork:buckets.logs: {role: logs}).")
	for _, name := range sorted(sys.Services) {
		service := sys.Services[name]
		if scale := service.Autoscale; scale != nil && scale.RequestsPerMinute > 0 {
			say(true, "The service %s gets one more replica for each %d requests a minute, up to %d replicas: above %d a minute each takes more than that (groundwork:services.%s.autoscale.max, with nodes to hold them).", name, scale.RequestsPerMinute, scale.Max, scale.RequestsPerMinute*scale.Max, name)
		}
		say(service.Replicas == 1 && service.Kind != KindSingleton, "The service %s has one replica: while its node is replaced it is down (groundwork:services.%s.replicas: 2).", name, name)
	}
	say(behind && sys.Domain.ManageZone && sys.Edge.RateLimit.Count == 0, "There is no rate limit: one client can send as much as it likes (groundwork:edge.rateLimit: 100/s).")
	say(behind && sys.Domain.ManageZone && !sys.Edge.WAF, "Cloudflare's managed WAF rules are off (groundwork:edge.waf: true, from the pro plan on).")
}
