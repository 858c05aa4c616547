package price

import (
	"math"
	"strconv"
	"strings"
)

// ebsDriver makes volumes of claims; its class says of which kind, gp3 unless told
// otherwise.
// https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
const ebsDriver = "ebs.csi.aws.com"

func priceClaim(q *quote) { q.claim(1, q.in.objects("spec")) }

// priceStatefulSet: each pod has a volume of each template.
func priceStatefulSet(q *quote) {
	for _, spec := range q.in.objects("spec") {
		pods, known := spec.number(1, "replicas")
		if !known {
			q.gap("how many pods have volumes isn't known yet")
			continue
		}
		for _, template := range spec.objects("volumeClaimTemplates") {
			q.claim(pods, template.objects("spec"))
		}
	}
}

// claim charges n volumes of what a claim asks for.
func (q *quote) claim(n int64, specs []inputs) {
	for _, spec := range specs {
		asked, known := spec.text("", "resources", "requests", "storage")
		gib, whole := gibibytes(asked)
		class, classKnown := spec.text("", "storageClassName")
		if !known || !whole || !classKnown {
			q.gap("the size or class of its volume isn't known yet")
			continue
		}
		d, known := q.classDisk(class)
		if !known {
			q.gap("its storage class %q isn't part of the stack", class)
			continue
		}
		d.gib = gib
		q.disks(n, d)
	}
}

// classDisk is what volumes of a storage class are.
func (q *quote) classDisk(name string) (disk, bool) {
	class, found := q.side.find(storageClass, name)
	if provisioner, _ := class.text("", "provisioner"); !found || provisioner != ebsDriver {
		return disk{}, false
	}
	parameters := inputs{}
	for _, given := range class.objects("parameters") {
		parameters = given
	}
	d := disk{}
	known := [3]bool{}
	d.kind, known[0] = parameters.text("gp3", "type")
	d.iops, known[1] = parameters.number(0, "iops")
	d.throughput, known[2] = parameters.number(0, "throughput")
	return d, known == [3]bool{true, true, true}
}

// ephemeralVolumes are told as a rate: such a volume lives as long as its pod.
func ephemeralVolumes(q *quote) {
	template := inputs{}
	for _, job := range q.in.objects("spec", "jobTemplate", "spec", "template", "spec") {
		template = job
	}
	for _, volume := range template.objects("volumes") {
		class, known := volume.text("", "ephemeral", "volumeClaimTemplate", "spec", "storageClassName")
		if !known || class == "" {
			continue
		}
		if d, known := q.classDisk(class); known {
			q.rate("the volume of "+q.resource.Name+" while it runs", "ebs", d.kind)
		}
	}
}

// priceService: a controller makes a load balancer of one that asks for it, and
// its kind is the controller's to decide.
func priceService(q *quote) {
	if kind, _ := q.in.text("ClusterIP", "spec", "type"); kind == "LoadBalancer" {
		q.gap("its load balancer is made by a controller in the cluster")
	}
}

// priceIngress: of the class alb a controller makes a load balancer.
func priceIngress(q *quote) {
	if class, _ := q.in.text("", "spec", "ingressClassName"); class == "alb" {
		q.gap("its load balancer is made by a controller in the cluster")
	}
}

// priceChart: what a chart makes runs on the nodes, but for load balancers and
// volumes.
func priceChart(q *quote) {
	values := q.in.at("values")
	if mentions(values, "LoadBalancer") {
		q.gap("the chart's load balancer is made by a controller in the cluster")
	}
	if persists(values) {
		q.gap("the chart asks for volumes, and how large they are is the chart's to say")
	}
}

// persists looks for what most charts call their volumes: persistence, enabled.
func persists(values any) bool {
	object, _ := values.(map[string]any)
	for key, inner := range object {
		if key == "persistence" && (inputs{"it": inner}).on("it", "enabled") || persists(inner) {
			return true
		}
	}
	return false
}

// mentions looks for a text as a value anywhere within a value.
func mentions(value any, text string) bool {
	switch value := value.(type) {
	case string:
		return value == text
	case map[string]any:
		for _, inner := range value {
			if mentions(inner, text) {
				return true
			}
		}
	case []any:
		for _, inner := range value {
			if mentions(inner, text) {
				return true
			}
		}
	}
	return false
}

// priceNodePool: Karpenter starts machines as the pods need them.
func priceNodePool(q *quote) { q.gap("the cluster starts its machines as it needs them") }

// sizes are what a quantity's suffix is worth in bytes.
var sizes = []struct {
	suffix string
	bytes  float64
}{
	{"Ki", 1 << 10}, {"Mi", 1 << 20}, {"Gi", 1 << 30}, {"Ti", 1 << 40},
	{"k", 1e3}, {"M", 1e6}, {"G", 1e9}, {"T", 1e12}, {"", 1},
}

// gibibytes reads a quantity in GiB, rounded up as the driver does.
func gibibytes(quantity string) (int64, bool) {
	for _, size := range sizes {
		number, fits := strings.CutSuffix(quantity, size.suffix)
		if !fits {
			continue
		}
		value, err := strconv.ParseFloat(number, 64)
		gib := math.Ceil(value * size.bytes / (1 << 30))
		if err != nil || !(0 < gib && gib <= most) {
			return 0, false
		}
		return int64(gib), true
	}
	return 0, false
}
