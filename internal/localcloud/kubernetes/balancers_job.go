package kubernetes

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

// job is a controller's work on one Service or Ingress.
type job struct {
	controller *controller
	// tx is the cluster, aws the account behind it.
	tx, aws *localcloud.Tx
	cluster *localcloud.Object
	token   string
	object  fields
}

func newJob(tx *localcloud.Tx, t *resourceType, object fields, c *controller) job {
	cluster := eks(tx)
	return job{c, tx, tx.Of("aws", cluster.Scope), cluster, t.token(), object}
}

func (j job) note(name string) string {
	prefix := serviceNotes
	if j.token == ingressType {
		prefix = ingressNotes
	}
	return textAt(j.object, "metadata", "annotations", prefix+name)
}

// kind is the load balancer's. The control plane makes Classic Load Balancers
// unless it is told otherwise.
// https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
func (j job) kind() string {
	switch {
	case j.token == ingressType:
		return "application"
	case j.controller == builtIn && j.note("type") != "nlb":
		return "classic"
	}
	return "network"
}

func (j job) balancerType() string {
	if j.kind() == "classic" {
		return classicType
	}
	return elasticType
}

// internal: the installed controller faces the internet only when it is told
// to, the control plane's unless it is told not to.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/#lb-scheme
func (j job) internal() bool {
	inner := j.note("internal")
	if j.controller == builtIn {
		return inner != "" && inner != "false"
	}
	return j.note("scheme") != "internet-facing" && inner != "false"
}

// stack is what the tags call the load balancer's users: an Ingress, those of
// a group, or a Service.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#group.name
func (j job) stack() string {
	if j.shared() {
		return j.note("group.name")
	}
	return objectID(textAt(j.object, "metadata", "namespace"), textAt(j.object, "metadata", "name"))
}

// shared: several Ingresses of a group have one load balancer.
func (j job) shared() bool { return j.token == ingressType && j.note("group.name") != "" }

// others are the Ingresses of the same group.
func (j job) others() []*localcloud.Object {
	return j.tx.Select(ingressType, func(o *localcloud.Object) bool {
		other := live(o.Outputs)
		return textAt(other, "metadata", "annotations", ingressNotes+"group.name") == j.note("group.name") &&
			textAt(other, "metadata", "uid") != textAt(j.object, "metadata", "uid") && finalizing(ingressType, other) != nil
	})
}

func (j job) tags() map[string]string {
	kind := "service"
	if j.token == ingressType {
		kind = "ingress"
	}
	name := j.cluster.String("name")
	switch j.controller {
	case builtIn:
		return map[string]string{"kubernetes.io/cluster/" + name: "owned", "kubernetes.io/service-name": j.stack()}
	case automatic:
		return map[string]string{"eks:eks-cluster-name": name, kind + ".eks.amazonaws.com/stack": j.stack()}
	}
	return map[string]string{"elbv2.k8s.aws/cluster": name, kind + ".k8s.aws/stack": j.stack()}
}

var notAlphanumeric = regexp.MustCompile(`[^0-9A-Za-z]`)

// name is the load balancer's: the control plane's is the Service's uid.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#load-balancer-name
func (j job) name() string {
	uid := textAt(j.object, "metadata", "uid")
	if j.controller == builtIn {
		return ("a" + strings.ReplaceAll(uid, "-", ""))[:32]
	}
	given := j.note("name")
	if j.token == ingressType {
		given = j.note("load-balancer-name")
	}
	if given != "" {
		return given
	}
	return j.generated(fmt.Sprint(j.internal()))
}

// generated are the parts of the object's name and a hash.
func (j job) generated(salt string) string {
	sum := sha256.Sum256([]byte(j.cluster.String("name") + j.stack() + salt))
	part := func(text string, length int) string {
		text = notAlphanumeric.ReplaceAllString(text, "")
		return text[:min(len(text), length)]
	}
	hash := hex.EncodeToString(sum[:])[:10]
	if j.shared() {
		return "k8s-" + part(j.stack(), 17) + "-" + hash
	}
	return "k8s-" + part(textAt(j.object, "metadata", "namespace"), 8) + "-" + part(textAt(j.object, "metadata", "name"), 8) + "-" + hash
}

// listeners are a Classic Load Balancer's: one for each port.
func (j job) listeners() []localcloud.Props {
	var list []localcloud.Props
	ports, _ := at(j.object, "spec", "ports").([]any)
	for _, port := range ports {
		list = append(list, localcloud.PropsOf(map[string]any{
			"lbPort": int(numberAt(port, "port")), "lbProtocol": "TCP",
			"instancePort": int(max(numberAt(port, "nodePort"), 1)), "instanceProtocol": "TCP",
		}))
	}
	return list
}

// event is how the controllers report what AWS refused them.
func (j job) event(err error) string {
	if j.controller == builtIn {
		return "[SyncLoadBalancerFailed] Error syncing load balancer: failed to ensure load balancer: " + err.Error()
	}
	return "[FailedBuildModel] Failed build model due to " + err.Error()
}
