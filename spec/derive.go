package spec

import "strings"

// derive fills in the values that follow from others, so that no reader of a
// System has to know what an empty field means. A derived value never breaks a
// rule that the written ones keep.
func derive(sys *System) {
	nodes := &sys.Compute.EKS.Nodes
	if nodes.Desired == 0 {
		nodes.Desired = nodes.Min
	}
	if nodes.Groups == "" {
		nodes.Groups = GroupsSingle
		if sys.keepsVolumes() {
			nodes.Groups = GroupsPerZone
		}
	}
	setEmpty(&sys.Compute.EKS.Namespace, sys.Name+"-"+sys.Stack)
	if database := sys.Database; database != nil {
		setEmpty(&database.Name, strings.ReplaceAll(sys.Name, "-", "_"))
		setEmpty(&database.ReplicaClass, database.Class)
	}
	deriveStores(sys)
	for name, service := range sys.Services {
		deriveService(name, service)
	}
	for name, job := range sys.Jobs {
		setEmpty(&job.Image, name)
	}
}

func deriveService(name string, service *Service) {
	setEmpty(&service.Image, name)
	if service.Kind == KindWeb {
		setEmpty(&service.Path, "/")
	}
	if service.MemLimit == 0 {
		service.MemLimit = service.Memory
	}
	if service.Grace == 0 {
		service.Grace = Duration(30 * second)
	}
	deriveProbe(service.Startup, 30)
	deriveProbe(service.Liveness, 3)
	deriveProbe(service.Readiness, 3)
	switch {
	case service.Replicas != 0:
	case service.Autoscale != nil:
		service.Replicas = service.Autoscale.Min
	default:
		service.Replicas = 1
	}
}

// deriveProbe fills in how long a check may take and how many may fail.
func deriveProbe(probe *Probe, failures int) {
	if probe == nil {
		return
	}
	if probe.Timeout == 0 {
		probe.Timeout = min(probe.Period, Duration(5*second))
	}
	if probe.Failures == 0 {
		probe.Failures = failures
	}
}

func setEmpty(field *string, value string) {
	if *field == "" {
		*field = value
	}
}
