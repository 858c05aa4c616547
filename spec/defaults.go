package spec

import (
	"reflect"
	"time"
)

// Defaults are safe for production; dev and staging relax them here and nowhere
// else. What they give up by it is told by Tradeoffs.

// Default is the value a section of type t has when it says nothing, in an
// environment and a region: the System itself, and the sections that are only
// there when the stack file names them. ok is false for other types.
func Default(t reflect.Type, env Environment, region string) (value any, ok bool) {
	switch t {
	case reflect.TypeFor[System]():
		return defaultSystem(env, region), true
	case reflect.TypeFor[Database]():
		return defaultDatabase(env), true
	case reflect.TypeFor[Cache]():
		return defaultCache(env), true
	case reflect.TypeFor[Bucket]():
		return Bucket{Versioning: true, OldVersions: Duration(30 * day)}, true
	case reflect.TypeFor[Autoscale]():
		return Autoscale{CPU: 70, Memory: 80, Calm: Duration(10 * time.Minute)}, true
	case reflect.TypeFor[Queue]():
		return Queue{Length: 100}, true
	case reflect.TypeFor[Probe]():
		return Probe{Period: Duration(10 * time.Second)}, true
	case reflect.TypeFor[Job]():
		return Job{Kind: JobScheduled, CPU: 250, Memory: 256 * Mi, Timeout: Duration(time.Hour)}, true
	}
	return nil, false
}

// defaultSystem is what a stack file that says nothing means.
func defaultSystem(env Environment, region string) System {
	prod := env == Prod
	return System{
		Environment:    env,
		Region:         region,
		Protection:     prod,
		StartWorkloads: true,
		Domain:         Domain{Plan: PlanFree, ManageZone: prod},
		Network:        defaultNetwork(env, region),
		Compute:        Compute{Platform: PlatformEKS, EKS: defaultEKS(env)},
		Ingress:        defaultIngress(env),
	}
}

// The three VPCs never overlap, so that they can be peered.
var defaultCIDRs = map[Environment]string{Dev: "10.10.0.0/16", Staging: "10.20.0.0/16", Prod: "10.30.0.0/16"}

func defaultNetwork(env Environment, region string) Network {
	network := Network{
		CIDR:     defaultCIDRs[env],
		Zones:    firstZones(region, 2),
		NAT:      NATSingle,
		FlowLogs: Duration(7 * day),
	}
	if env == Prod {
		network.Zones = firstZones(region, 3)
		network.NAT = NATPerZone
		network.FlowLogs = Duration(90 * day)
	}
	return network
}

func defaultEKS(env Environment) EKS {
	eks := EKS{
		Version: defaultKubernetes,
		// Whoever is in the network still has to sign in.
		PrivateAccessFrom: []string{FromVPC},
		LogRetention:      Duration(7 * day),
		Nodes:             Nodes{Type: "t3.medium", Min: 2, Max: 2, Disk: 30 * Gi},
	}
	if env == Prod {
		eks.LogRetention = Duration(90 * day)
		eks.Nodes = Nodes{Type: "t3.large", Min: 3, Max: 6, Disk: 50 * Gi}
	}
	return eks
}

func defaultIngress(env Environment) Ingress {
	ingress := Ingress{Kind: IngressALB, ACME: ACMEProduction, Replicas: 1}
	switch env {
	case Prod:
		ingress.Replicas = 2
	case Dev:
		// An environment that is made again and again would reach the weekly limit
		// of certificates for one set of names.
		ingress.ACME = ACMEStaging
	}
	return ingress
}

func defaultDatabase(env Environment) Database {
	database := Database{
		RunsOn:            DatabaseRDS,
		Version:           "16",
		Class:             "db.t4g.micro",
		Storage:           20 * Gi,
		Backups:           Duration(day),
		BackupWindow:      "02:00-03:00",
		MaintenanceWindow: "sun:04:00-sun:05:00",
		User:              "app",
		Port:              5432,
		LogRetention:      Duration(7 * day),
		ApplyImmediately:  true,
	}
	if env == Prod {
		database.ApplyImmediately = false
		database.Class = "db.t4g.large"
		database.Storage = 100 * Gi
		database.MultiAZ = true
		database.Backups = Duration(7 * day)
		database.KeepBackups = true
		database.LogRetention = Duration(90 * day)
	}
	return database
}

func defaultCache(env Environment) Cache {
	cache := Cache{RunsOn: CacheElastiCache, Version: "7.1", NodeType: "cache.t4g.micro", ApplyImmediately: true}
	if env == Prod {
		cache.ApplyImmediately = false
		cache.Replicas = 1
		cache.Snapshots = Duration(7 * day)
	}
	return cache
}
