package stacks

import (
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/kubejob"
	"groundwork/components/kubeservice"
	"groundwork/components/nginxingress"
	"groundwork/internal/podspec"
	"groundwork/workload"
)

// drain is how long the load balancer takes to let go of a pod that stops; the
// pod keeps answering as long.
const drain = 30 * time.Second

// startWorkloads starts the services and the jobs in the cluster.
func (d *deployment) startWorkloads() error {
	if !d.system.StartWorkloads {
		return d.openRoutes()
	}
	if err := d.installKEDA(); err != nil {
		return err
	}
	if err := d.makeAccess(); err != nil {
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
func (d *deployment) startService(one workload.Workload, after []pulumi.Resource) ([]pulumi.Resource, error) {
	wiring := d.wire(one)
	args := kubeservice.Args{
		Names:         d.names,
		Namespace:     d.namespace.Name,
		App:           one.Name,
		Variants:      d.variants(one),
		Live:          string(one.Live),
		Command:       one.Command,
		Port:          one.Port,
		CPURequest:    one.Size.CPU,
		CPULimit:      one.Size.CPULimit,
		MemoryRequest: one.Size.Memory,
		MemoryLimit:   one.Size.MemoryLimit,
		Singleton:     one.Kind == workload.Singleton,
		Replicas:      one.Scale.Replicas,
		Autoscale:     d.autoscale(*one.Scale),
		Startup:       probe(one.Health.Startup),
		Liveness:      probe(one.Health.Liveness),
		Readiness:     probe(one.Health.Readiness),
		Writable:      one.Writable,
		Mounts:        wiring.mounts,
		Token:         one.KubernetesToken,
		Grace:         one.Grace,
		Env:           wiring.env,
		Secrets:       wiring.secrets,
		Access:        wiring.access,
	}
	if one.Route != nil {
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
	made, err := kubeservice.New(d.ctx, one.Name, args, d.placed(one, after...)...)
	if err != nil {
		return nil, err
	}
	d.running[one.Name] = made
	return made.Ready, nil
}

// variants are the versions that run, with the target groups of those that people
// reach through the load balancer.
func (d *deployment) variants(one workload.Workload) []kubeservice.Variant {
	var variants []kubeservice.Variant
	for _, version := range one.Versions {
		variant := kubeservice.Variant{Colour: string(version.Colour), Image: d.image(version.Image)}
		if one.Route != nil && d.balancer != nil {
			pair := d.balancer.TargetGroups[one.Name]
			variant.TargetGroupARN = pair.Blue
			if version.Colour == workload.Green {
				variant.TargetGroupARN = pair.Green
			}
		}
		variants = append(variants, variant)
	}
	return variants
}

// startJob starts a job or its schedule.
func (d *deployment) startJob(one workload.Workload, after []pulumi.Resource) ([]pulumi.Resource, error) {
	wiring := d.wire(one)
	made, err := kubejob.New(d.ctx, one.Name, kubejob.Args{
		Names:         d.names,
		Namespace:     d.namespace.Name,
		App:           one.Name,
		Schedule:      one.Run.Schedule,
		Image:         d.image(one.Versions[0].Image),
		Command:       one.Command,
		CPURequest:    one.Size.CPU,
		MemoryRequest: one.Size.Memory,
		Timeout:       one.Run.Timeout,
		Retries:       one.Run.Retries,
		Writable:      one.Writable,
		Mounts:        wiring.mounts,
		Env:           wiring.env,
		Secrets:       wiring.secrets,
		Access:        wiring.access,
	}, d.placed(one, after...)...)
	if err != nil {
		return nil, err
	}
	return made.Ready, nil
}

func probe(check *workload.Check) *podspec.Probe {
	if check == nil {
		return nil
	}
	return &podspec.Probe{
		Path: check.Path, Command: check.Command, Failures: check.Failures,
		Delay: check.Delay, Period: check.Period, Timeout: check.Timeout,
	}
}
