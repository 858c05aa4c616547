package spec

import (
	"cmp"
	"fmt"
	"regexp"

	"groundwork/internal/limits"
)

var emailForm = regexp.MustCompile(`^[^@\s]+@([a-z0-9-]+\.)+[a-z]+$`)

// ingressReplicasLimit: more pods of a proxy are a sign of something else.
const ingressReplicasLimit = 20

// storeNames are the names in the namespace that data stores in the cluster
// have: what is called so is reached so.
var storeNames = map[string]string{"postgres": "the database's", "redis": "the cache's", "postgres-dump": "the database's backup's", "database-roles": "that of the job that makes the database's roles", "database-roles-retire": "that of the job that takes the database's roles away", "ingress": "the ingress controller's",
	// Of the namespace's own: what is not allowed, and an account that there is in each.
	// https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts
	"deny-all": "the network rule's that denies all", "default": "the account's that every namespace has", "ingress-acme-solver": "the network rule's for certificates",
}

func (v *validator) ingress() {
	ingress := v.sys.Ingress
	if ingress.Kind == IngressALB {
		v.strayKeys("ingress", "kind", string(ingress.Kind), []storeKey{
			{"nginx", "acme", "nothing: certificates come from AWS"},
			{"nginx", "acmeEmail", "nothing: certificates come from AWS"},
			{"nginx", "replicas", "nothing: AWS scales the load balancer"},
		})
		return
	}
	v.between(at("ingress", "replicas"), ingress.Replicas, 1, ingressReplicasLimit, "one pod carries thousands of requests a second")
	if ingress.ACMEEmail != "" && !emailForm.MatchString(ingress.ACMEEmail) {
		v.add(at("ingress", "acmeEmail"), ingress.ACMEEmail, "Let's Encrypt refuses an account whose contact is no address", "acmeEmail: ops@"+v.sys.Domain.Name)
	}
	v.notBehindCloudflare()
	for _, name := range sorted(v.sys.Services) {
		if host := v.sys.Services[name].Host; len(host)+len("-")+len(name) > limits.ObjectName {
			v.add(at("services", name, "host"), host, fmt.Sprintf("the way to it is an object in the cluster that is called by both, and names there have at most %d characters", limits.ObjectName), "host: "+name+"."+v.sys.Domain.Name)
		}
		if v.sys.Services[name].Release != nil {
			v.add(at("services", name, "release"), raw("(a release)"), "the weights of blue and green are the AWS load balancer's; through this ingress a service rolls, pod by pod", fmt.Sprintf("tag: %q (in place of release), or groundwork:ingress.kind: alb", cmp.Or(v.sys.Services[name].Release.Blue, v.sys.Services[name].Release.Green, "1.4.2")))
		}
	}
}

// notBehindCloudflare refuses what only Cloudflare's proxy does: with nginx the
// names lead to the network load balancer itself, since Let's Encrypt has to
// reach it.
func (v *validator) notBehindCloudflare() {
	edge := v.sys.Edge
	if edge.WAF {
		v.add(at("edge", "waf"), true, "requests do not pass Cloudflare with groundwork:ingress.kind: nginx, so its WAF would see none", "waf: false, or groundwork:ingress.kind: alb")
	}
	if edge.RateLimit.Count > 0 {
		v.add(at("edge", "rateLimit"), edge.RateLimit, "requests do not pass Cloudflare with groundwork:ingress.kind: nginx, so its limit would count none", "nothing: leave the key out (each web service has a rateLimit), or groundwork:ingress.kind: alb")
	}
}

// takenNames refuses services and jobs with the name of a data store in the
// cluster: both would be one address and one set of network rules.
func (v *validator) takenNames() {
	for _, section := range []string{"services", "jobs"} {
		names := sorted(v.sys.Services)
		if section == "jobs" {
			names = sorted(v.sys.Jobs)
		}
		for _, name := range names {
			owner, taken := storeNames[name]
			if taken && v.inCluster(name) {
				v.add(at(section, name), raw("(its name)"), fmt.Sprintf("in the cluster this name is %s", owner), "app-"+name+":")
			}
		}
	}
}

// inCluster tells whether the store that has the name runs in the cluster.
func (v *validator) inCluster(name string) bool {
	switch name {
	case "default", "deny-all":
		return true
	case "ingress", "ingress-acme-solver":
		return v.sys.Ingress.Kind == IngressNginx
	case "database-roles", "database-roles-retire":
		return v.sys.Database != nil
	case "redis":
		return v.sys.Cache != nil && v.sys.Cache.RunsOn == CacheCluster
	}
	return v.sys.Database != nil && v.sys.Database.RunsOn == DatabaseCluster
}
