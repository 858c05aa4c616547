package stacks

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/eks"
	"groundwork/components/keda"
	"groundwork/components/kubeservice"
	"groundwork/internal/iampolicy"
	"groundwork/internal/podspec"
	"groundwork/spec"
)

// autoscale turns what a stack file says of scaling into what a service takes.
func (d *deployment) autoscale(scale *spec.Autoscale) *kubeservice.Autoscale {
	if scale == nil {
		return nil
	}
	made := &kubeservice.Autoscale{
		Min: scale.Min, Max: scale.Max, CPUPercent: scale.CPU, MemoryPercent: scale.Memory, Calm: time.Duration(scale.Calm),
		Scaler: d.scaler,
	}
	if scale.RequestsPerMinute > 0 {
		made.Requests = &kubeservice.Requests{PerMinute: scale.RequestsPerMinute, BalancerARN: d.balancer.ARN, Region: d.system.Region}
	}
	if queue := scale.Queue; queue != nil {
		made.Queue = &kubeservice.Queue{List: queue.List, Length: queue.Length, URL: d.stores[usesCache].url}
	}
	return made
}

// scales tells whether a service scales by something.
func (d *deployment) scales(by func(*spec.Autoscale) bool) bool {
	for _, service := range d.system.Services {
		if scale := service.Autoscale; scale != nil && by(scale) {
			return true
		}
	}
	return false
}

// queueWatchers are whom the cache in the cluster lets in for KEDA.
func (d *deployment) queueWatchers() []podspec.Outsider {
	if !d.scales(func(s *spec.Autoscale) bool { return s.Queue != nil }) {
		return nil
	}
	return []podspec.Outsider{{Namespace: keda.Namespace, Labels: podspec.AppSelector(keda.Operator)}}
}

// installKEDA installs KEDA where a service scales by what it measures. Pods do
// not wait for it, only what tells it about them.
func (d *deployment) installKEDA() error {
	if !d.scales((*spec.Autoscale).Events) {
		return nil
	}
	replicas := 1
	if d.production() {
		replicas = 2
	}
	installed, err := keda.New(d.ctx, "keda", keda.Args{Names: d.names, Watch: d.namespace.Name, Replicas: replicas},
		append(d.inNamespace(), pulumi.DependsOn(d.podRole(kedaRole)))...)
	if err != nil {
		return err
	}
	d.scaler = installed.Ready
	return nil
}

// kedaRole is the name of the role of KEDA's operator.
const kedaRole = "keda"

// measuringRole lets KEDA's operator read the load balancer's figures.
func (d *deployment) measuringRole() []eks.PodRole {
	if !d.system.StartWorkloads || !d.scales(func(s *spec.Autoscale) bool { return s.RequestsPerMinute > 0 }) {
		return nil
	}
	return []eks.PodRole{{
		Name: kedaRole, Namespace: keda.Namespace, ServiceAccount: keda.Operator,
		Policy: iampolicy.Output(func([]string) iampolicy.Document { return keda.Policy() }),
	}}
}
