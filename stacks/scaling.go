package stacks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/eks"
	"groundwork/components/keda"
	"groundwork/components/kubeservice"
	"groundwork/internal/iampolicy"
	"groundwork/internal/podspec"
	"groundwork/workload"
)

// autoscale is how a service scales; nil for a fixed number.
func (d *deployment) autoscale(scale workload.Scale) *kubeservice.Autoscale {
	if scale.Max == 0 {
		return nil
	}
	made := &kubeservice.Autoscale{
		Min: scale.Min, Max: scale.Max, CPUPercent: scale.CPUPercent, MemoryPercent: scale.MemoryPercent, Calm: scale.Calm,
		Scaler: d.scaler,
	}
	if scale.RequestsPerMinute > 0 {
		made.Requests = &kubeservice.Requests{PerMinute: scale.RequestsPerMinute, BalancerARN: d.balancer.ARN, Region: d.system.Region}
	}
	if queue := scale.Queue; queue != nil {
		made.Queue = &kubeservice.Queue{List: queue.List, Length: queue.Length, URL: d.stores[workload.Cache].url}
	}
	return made
}

// queueWatchers are whom the cache in the cluster lets in for KEDA.
func (d *deployment) queueWatchers() []podspec.Outsider {
	if !workload.Any(d.workloads, func(s workload.Scale) bool { return s.Queue != nil }) {
		return nil
	}
	return []podspec.Outsider{{Namespace: keda.Namespace, Labels: podspec.AppSelector(keda.Operator)}}
}

// installKEDA installs KEDA where a service scales by what it measures. Pods do
// not wait for it, only what tells it about them.
func (d *deployment) installKEDA() error {
	if !workload.Any(d.workloads, workload.Scale.ByEvents) {
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
	if !d.system.StartWorkloads || !workload.Any(d.workloads, func(s workload.Scale) bool { return s.RequestsPerMinute > 0 }) {
		return nil
	}
	return []eks.PodRole{{
		Name: kedaRole, Namespace: keda.Namespace, ServiceAccount: keda.Operator,
		Policy: iampolicy.Output(func([]string) iampolicy.Document { return keda.Policy() }),
	}}
}
