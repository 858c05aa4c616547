package engine

import (
	"cmp"
	"slices"
	"strings"
)

// workloadTypes are what runs a program of the system's own. A Helm release is
// not among them: it brings what others wrote for the workloads to stand on.
var workloadTypes = []string{
	"kubernetes:apps/v1:Deployment",
	"kubernetes:apps/v1:StatefulSet",
	"kubernetes:apps/v1:DaemonSet",
	"kubernetes:batch/v1:Job",
	"kubernetes:batch/v1:CronJob",
	"kubernetes:core/v1:Pod",
	"aws:ecs/service:Service",
	"aws:lambda/function:Function",
}

// routeTypes are what leads requests to them.
var routeTypes = []string{
	"kubernetes:networking.k8s.io/v1:Ingress",
	"kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
	"kubernetes:core/v1:Service",
	"aws:lb/listener:Listener",
	"aws:lb/listenerRule:ListenerRule",
	"aws:alb/listener:Listener",
	"aws:alb/listenerRule:ListenerRule",
	"aws:route53/record:Record",
	"cloudflare:index/dnsRecord:DnsRecord",
}

// application tells whether a resource is part of the applications: a workload,
// or what leads to one.
func application(urn string) bool {
	kind, _ := splitURN(urn)
	return workload(urn) || slices.Contains(routeTypes, kind)
}

func workload(urn string) bool {
	kind, _ := splitURN(urn)
	return slices.Contains(workloadTypes, kind)
}

// tellApplications says when the applications are up, where an operation makes
// or changes a workload: everything of them is done by then, and what ends later
// is something else.
func (l *Timeline) tellApplications(course Course) {
	if !slices.ContainsFunc(course.Made(), workload) {
		return
	}
	ends := course.ends(every)
	up := course.Applications().last(ends)
	l.ApplicationsSeconds = up.Seconds()
	for _, urn := range course.Made() {
		if ends[urn] <= up {
			continue
		}
		kind, name := splitURN(urn)
		took := course.built[urn][len(course.built[urn])-1]
		l.Later = append(l.Later, Leg{
			Verb: took.Verb, Type: kind, Name: name, From: (ends[urn] - took.Time).Seconds(), Until: ends[urn].Seconds(),
		})
	}
	slices.SortFunc(l.Later, func(a, b Leg) int {
		return cmp.Or(cmp.Compare(a.Until, b.Until), strings.Compare(a.Type+a.Name, b.Type+b.Name))
	})
}
