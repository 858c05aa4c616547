package conformance

import (
	"groundwork/internal/localcloud"
)

const (
	schedulingDocs = kubeDocs + "concepts/scheduling-eviction/"
	kubeEndpoint   = "https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com"
)

// onNodes asks it of an EKS cluster whose node group is changed.
func onNodes(group, container, pod Props) func(*World) error {
	return func(w *World) error {
		w.startCluster(with(Props{
			"clusterName": "main", "nodeGroupName": "general", "instanceTypes": []any{"m7g.large"},
			"scalingConfig": Props{"desiredSize": 3, "maxSize": 3, "minSize": 3}, "labels": Props{"team": "web"},
		}, group))
		_, err := w.Create(kubeDeployment, "web", kubeWeb(kubeTemplate(container, pod), nil))
		return err
	}
}

// startCluster makes a cluster with a node group by hand, and points the case's
// provider at it.
func (w *World) startCluster(group Props) {
	w.t.Helper()
	err := w.cloud.Do("aws", "us-east-1", func(tx *localcloud.Tx) error {
		tx.Put(&localcloud.Object{Type: "aws:eks/cluster:Cluster", ID: "main", Name: "main", Outputs: localcloud.PropsOf(Props{
			"name": "main", "endpoint": kubeEndpoint,
		})})
		for zone, id := range map[string]string{"us-east-1a": "subnet-a", "us-east-1b": "subnet-b"} {
			tx.Put(&localcloud.Object{Type: "aws:ec2/subnet:Subnet", ID: id, Name: id, Outputs: localcloud.PropsOf(Props{"availabilityZone": zone})})
		}
		tx.Put(&localcloud.Object{Type: "aws:eks/nodeGroup:NodeGroup", ID: "main:general", Name: "general", Outputs: localcloud.PropsOf(group)})
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.providers["kubernetes"] = w.cloud.Provider("kubernetes", Props{"kubeconfig": Props{
		"apiVersion": "v1", "kind": "Config", "current-context": "c",
		"contexts": []any{Props{"name": "c", "context": Props{"cluster": "k"}}},
		"clusters": []any{Props{"name": "k", "cluster": Props{"server": kubeEndpoint}}},
	}})
}

func requesting(name, amount string) Props {
	return Props{"resources": Props{"requests": Props{name: amount}}}
}

func onArchitecture(name string) Props {
	return Props{"affinity": Props{"nodeAffinity": Props{"requiredDuringSchedulingIgnoredDuringExecution": Props{
		"nodeSelectorTerms": []any{Props{"matchExpressions": []any{
			Props{"key": "kubernetes.io/arch", "operator": "In", "values": []any{name}},
		}}},
	}}}}
}

func dedicated() Props {
	return Props{"taints": []any{Props{"key": "dedicated", "value": "batch", "effect": "NO_SCHEDULE"}}}
}

// onVolume runs a pod on a volume, on nodes in two zones; then they are in the zones
// that are left, and the pod is made again.
func onVolume(left func(zone string, subnets map[string]string) []any) func(*World) error {
	return func(w *World) error {
		subnets := map[string]string{"us-east-1a": "subnet-a", "us-east-1b": "subnet-b"}
		nodes := func(ids ...any) Props {
			return Props{"clusterName": "main", "nodeGroupName": "general", "instanceTypes": []any{"t3.large"},
				"scalingConfig": Props{"desiredSize": 2, "maxSize": 2, "minSize": 2}, "subnetIds": ids}
		}
		w.startCluster(nodes("subnet-a", "subnet-b"))
		w.Make(kubeClaim, "data", kubeSpec("data", kubeClaimSpec("1Gi")))
		pod := Props{"volumes": []any{Props{"name": "data", "persistentVolumeClaim": Props{"claimName": "data"}}}}
		web := w.Make(kubeDeployment, "web", kubeWeb(kubeTemplate(nil, pod), nil))
		err := w.cloud.Do("aws", "us-east-1", func(tx *localcloud.Tx) error {
			home := tx.World().Find(kubeClaim, nil).Notes["zone"]
			group := tx.Get("aws:eks/nodeGroup:NodeGroup", "main:general")
			group.Outputs = localcloud.PropsOf(nodes(left(home, subnets)...))
			tx.Put(group)
			return nil
		})
		if err != nil {
			return err
		}
		_, err = w.Change(kubeDeployment, "web", web, kubeWeb(kubeTemplate(Props{"image": "nginx:2"}, pod), nil))
		return err
	}
}

func sameZone(zone string, subnets map[string]string) []any { return []any{subnets[zone]} }

func otherZone(zone string, subnets map[string]string) []any {
	delete(subnets, zone)
	for _, subnet := range subnets {
		return []any{subnet}
	}
	return nil
}

var kubernetesScheduling = []Case{
	{"a volume's pod on another node of its zone", onVolume(sameZone), "", kubeDocs + "concepts/storage/storage-classes/#volume-binding-mode"},
	{"a volume's pod, and nodes in other zones", onVolume(otherZone), "2 node(s) didn't match PersistentVolume's node affinity",
		kubeDocs + "concepts/storage/storage-classes/#volume-binding-mode"},
	{"a pod that fits", onNodes(nil, requesting("cpu", "1"), nil), "", schedulingDocs + "kube-scheduler/"},
	{"more cores than a node has", onNodes(nil, requesting("cpu", "4"), nil),
		"[Unschedulable] 0/3 nodes are available: 3 Insufficient cpu.", schedulingDocs + "kube-scheduler/"},
	{"more cores than a node has for pods", onNodes(nil, requesting("cpu", "2"), nil), "3 Insufficient cpu",
		kubeDocs + "tasks/administer-cluster/reserve-compute-resources/#node-allocatable"},
	{"more memory than a node has", onNodes(nil, requesting("memory", "16Gi"), nil), "3 Insufficient memory", schedulingDocs + "kube-scheduler/"},
	{"a limit counts where no request does", onNodes(nil, Props{"resources": Props{"limits": Props{"memory": "16Gi"}}}, nil),
		"3 Insufficient memory", containerDocs},
	{"a machine that is not known may hold anything", onNodes(Props{"instanceTypes": []any{"u-6tb1.metal"}}, requesting("cpu", "100"), nil),
		"", schedulingDocs + "kube-scheduler/"},
	{"a label that no node has", onNodes(nil, nil, Props{"nodeSelector": Props{"team": "data"}}),
		"3 node(s) didn't match Pod's node affinity/selector", schedulingDocs + "assign-pod-node/#nodeselector"},
	{"a label that the nodes have", onNodes(nil, nil, Props{"nodeSelector": Props{"team": "web"}}), "", schedulingDocs + "assign-pod-node/#nodeselector"},
	{"the other architecture", onNodes(nil, nil, onArchitecture("amd64")),
		"3 node(s) didn't match Pod's node affinity/selector", schedulingDocs + "assign-pod-node/#node-affinity"},
	{"the nodes' architecture", onNodes(nil, nil, onArchitecture("arm64")), "", schedulingDocs + "assign-pod-node/#node-affinity"},
	{"a taint that the pod does not tolerate", onNodes(dedicated(), nil, nil),
		"3 node(s) had untolerated taint {dedicated: batch}", schedulingDocs + "taint-and-toleration/"},
	{"a taint that the pod tolerates", onNodes(dedicated(), nil, Props{"tolerations": []any{
		Props{"key": "dedicated", "operator": "Equal", "value": "batch", "effect": "NoSchedule"},
	}}), "", schedulingDocs + "taint-and-toleration/"},
}
