package stacks

import (
	"maps"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/alb"
	"groundwork/components/kubejob"
	"groundwork/components/kubeservice"
	"groundwork/components/nginxingress"
	"groundwork/internal/podspec"
	"groundwork/spec"
)

// The colours of a blue-green pair.
const (
	blue  = "blue"
	green = "green"
)

// drain is how long the load balancer takes to let go of a pod that stops; the
// pod keeps answering as long.
const drain = 30 * time.Second

// serviceNames are the services' names in a fixed order.
func (d *deployment) serviceNames() []string {
	return slices.Sorted(maps.Keys(d.system.Services))
}

// startWorkloads starts the services and the jobs in the cluster.
func (d *deployment) startWorkloads() error {
	if !d.system.StartWorkloads {
		return d.openRoutes()
	}
	if err := d.installKEDA(); err != nil {
		return err
	}
	if err := d.rollOut(); err != nil {
		return err
	}
	if err := d.openRoutes(); err != nil {
		return err
	}
	return d.openHosts()
}

// openRoutes lets the load balancer send requests to each web service, and in the
// shares of its release, once its pods are healthy.
func (d *deployment) openRoutes() error {
	if d.balancer == nil {
		return nil
	}
	after := map[string][]pulumi.Resource{}
	for name, service := range d.running {
		after[name] = service.Ready
	}
	return d.balancer.Open(d.ctx, after)
}

// startService starts one service.
func (d *deployment) startService(name string, after []pulumi.Resource) ([]pulumi.Resource, error) {
	service := d.system.Services[name]
	wiring := d.wire(service.Uses, service.Env, service.Secrets)
	args := kubeservice.Args{
		Names:         d.names,
		Namespace:     d.namespace.Name,
		App:           name,
		Variants:      d.variants(name),
		Live:          live(service.Release),
		Command:       service.Command,
		Port:          service.Port,
		CPURequest:    int(service.CPU),
		CPULimit:      int(service.CPULimit),
		MemoryRequest: int64(service.Memory),
		MemoryLimit:   int64(service.MemLimit),
		Singleton:     service.Kind == spec.KindSingleton,
		Replicas:      service.Replicas,
		Autoscale:     d.autoscale(service.Autoscale),
		Startup:       probe(service.Startup),
		Liveness:      probe(service.Liveness),
		Readiness:     probe(service.Readiness),
		Writable:      service.Writable,
		Token:         service.Token,
		Grace:         time.Duration(service.Grace),
		Env:           wiring.env,
		Secrets:       wiring.secrets,
		Access:        wiring.access,
	}
	args.Access.FromApps, args.Access.Named = d.callersOf(name), true
	if service.Kind == spec.KindWeb {
		args.Drain = drain
		if d.throughNginx() {
			args.Access.FromApps = append(args.Access.FromApps, nginxingress.App)
		} else {
			args.Access.FromCIDRs = d.publicCIDRs()
			// Its pods become ready through their target group: once a rule of the load
			// balancer names it, and the controller puts them into it. Requests come once
			// they are (openRoutes).
			after = slices.Concat(after, d.balancer.Ready, d.cluster.Balancing)
		}
	}
	made, err := kubeservice.New(d.ctx, name, args, d.workload(name, service.Uses, after...)...)
	if err != nil {
		return nil, err
	}
	d.running[name] = made
	return made.Ready, nil
}

// variants are the versions that run: one, or those of a blue-green release.
func (d *deployment) variants(name string) []kubeservice.Variant {
	service := d.system.Services[name]
	var pair alb.Pair
	if d.balancer != nil {
		pair = d.balancer.TargetGroups[name]
	}
	if service.Release == nil {
		variant := kubeservice.Variant{Image: d.image(service.Image, service.Tag)}
		if service.Kind == spec.KindWeb && d.balancer != nil {
			variant.TargetGroupARN = pair.Blue
		}
		return []kubeservice.Variant{variant}
	}
	var variants []kubeservice.Variant
	if tag := service.Release.Blue; tag != "" {
		variants = append(variants, kubeservice.Variant{Colour: blue, Image: d.image(service.Image, tag), TargetGroupARN: pair.Blue})
	}
	if tag := service.Release.Green; tag != "" {
		variants = append(variants, kubeservice.Variant{Colour: green, Image: d.image(service.Image, tag), TargetGroupARN: pair.Green})
	}
	return variants
}

// live is the colour that most requests go to; callers inside the cluster
// follow it.
func live(release *spec.Release) string {
	switch {
	case release == nil:
		return ""
	case release.Green != "" && (release.Blue == "" || release.GreenWeight > 50):
		return green
	default:
		return blue
	}
}

// startJob starts a job or its schedule.
func (d *deployment) startJob(name string, after []pulumi.Resource) ([]pulumi.Resource, error) {
	job := d.system.Jobs[name]
	wiring := d.wire(job.Uses, job.Env, job.Secrets)
	made, err := kubejob.New(d.ctx, name, kubejob.Args{
		Names:         d.names,
		Namespace:     d.namespace.Name,
		App:           name,
		Schedule:      job.Schedule,
		Image:         d.image(job.Image, job.Tag),
		Command:       job.Command,
		CPURequest:    int(job.CPU),
		MemoryRequest: int64(job.Memory),
		Timeout:       time.Duration(job.Timeout),
		Retries:       1,
		Writable:      job.Writable,
		Env:           wiring.env,
		Secrets:       wiring.secrets,
		Access:        wiring.access,
	}, d.workload(name, job.Uses, after...)...)
	if err != nil {
		return nil, err
	}
	return made.Ready, nil
}

func probe(probe *spec.Probe) *podspec.Probe {
	if probe == nil {
		return nil
	}
	return &podspec.Probe{
		Path: probe.Path, Command: probe.Command, Failures: probe.Failures,
		Delay: time.Duration(probe.Delay), Period: time.Duration(probe.Period), Timeout: time.Duration(probe.Timeout),
	}
}
