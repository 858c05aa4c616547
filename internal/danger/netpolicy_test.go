package danger

import (
	"testing"

	"groundwork/internal/changes"
)

func labels(pairs ...string) object {
	found := object{}
	for i := 0; i < len(pairs); i += 2 {
		found[pairs[i]] = pairs[i+1]
	}
	return found
}

func pods(pairs ...string) object {
	return object{"podSelector": object{"matchLabels": labels(pairs...)}}
}

func block(cidr string, except ...any) object {
	return object{"ipBlock": object{"cidr": cidr, "except": except}}
}

func tcp(port any) object { return object{"protocol": "TCP", "port": port} }

func TestNetworkPoliciesThatLetMoreThrough(t *testing.T) {
	in := func(ports []any, peers ...any) object {
		return object{"spec": object{"policyTypes": []any{"Ingress", "Egress"}, "ingress": []any{object{"from": peers, "ports": ports}}}}
	}
	web := []any{tcp(8000)}
	spec := func(keys ...any) object {
		made := object{}
		for i := 0; i < len(keys); i += 2 {
			made[keys[i].(string)] = keys[i+1]
		}
		return object{"spec": made}
	}
	everyone := []any{object{}}
	for _, change := range []struct {
		name          string
		before, after object
		level         Level
		losses        []string
	}{
		{"a peer is removed", in(web, block("10.0.0.0/24"), block("10.0.1.0/24")), in(web, block("10.0.0.0/24")), "", nil},
		{"the zones change places", in(web, block("10.0.0.0/24"), block("10.0.1.0/24")), in(web, block("10.0.1.0/24"), block("10.0.0.0/24")), "", nil},
		{"a peer is added", in(web, block("10.0.0.0/24")), in(web, block("10.0.0.0/24"), block("10.0.1.0/24")), Exposure, []string{"lets more through (spec.ingress)"}},
		{"the last peer is removed, so that everyone is let in", in(web, block("10.0.0.0/24")), in(web), Exposure, nil},
		{"the last rule is removed, so that nobody is let in", in(web, block("10.0.0.0/24")), spec("policyTypes", []any{"Ingress"}, "ingress", []any{}), Exposure, []string{"spec.policyTypes"}},
		{"a narrower block", in(web, block("10.0.0.0/16")), in(web, block("10.0.1.0/24")), "", nil},
		{"a block without its hole", in(web, block("0.0.0.0/0", "10.0.0.0/8")), in(web, block("0.0.0.0/0")), Exposure, nil},
		{"a block with a larger hole", in(web, block("0.0.0.0/0", "10.0.0.0/16")), in(web, block("0.0.0.0/0", "10.0.0.0/8")), "", nil},
		{"a block in the hole", in(web, block("0.0.0.0/0", "10.0.0.0/8")), in(web, block("10.1.0.0/16")), Exposure, nil},
		{"a block beside the hole", in(web, block("0.0.0.0/0", "10.0.0.0/8")), in(web, block("192.0.2.0/24")), "", nil},
		{"another port", in(web, block("10.0.0.0/24")), in([]any{tcp(8080)}, block("10.0.0.0/24")), Exposure, nil},
		{"a port less", in([]any{tcp(8000), tcp(9000)}, pods("app", "web")), in(web, pods("app", "web")), "", nil},
		{"a port of a range", in([]any{object{"port": 8000, "endPort": 9000}}, pods("app", "web")), in([]any{tcp(8080)}, pods("app", "web")), "", nil},
		{"beyond a range", in([]any{object{"port": 8000, "endPort": 9000}}, pods("app", "web")), in([]any{tcp(9001)}, pods("app", "web")), Exposure, nil},
		{"every port", in(web, pods("app", "web")), in(nil, pods("app", "web")), Exposure, nil},
		{"UDP too", in(web, pods("app", "web")), in([]any{tcp(8000), object{"protocol": "UDP", "port": 8000}}, pods("app", "web")), Exposure, nil},
		{"a port by its name", in([]any{tcp("http")}, pods("app", "web")), in([]any{tcp("admin")}, pods("app", "web")), Exposure, nil},
		{"pods with one label more", in(web, pods("app", "web")), in(web, pods("app", "web", "tier", "front")), "", nil},
		{"pods with one label less", in(web, pods("app", "web", "tier", "front")), in(web, pods("app", "web")), Exposure, nil},
		{"pods of every namespace", in(web, pods("app", "web")), in(web, object{"podSelector": pods("app", "web")["podSelector"], "namespaceSelector": object{}}), Exposure, nil},
		{"what is known only later", in(web, pods("app", "web")), object{"spec": object{"policyTypes": []any{"Ingress"}, "ingress": changes.Unknown}}, Exposure, nil},
		{"a peer that is known only later", in(web, pods("app", "web")), in(web, pods("app", "web"), changes.Unknown), Exposure, nil},
		{"a selector that is known only later", spec("podSelector", object{"matchLabels": labels("app", "web")}), spec("podSelector", changes.Unknown), Exposure, nil},
		{"a peer beside one that nobody could read", in(web, "odd"), in(web, "odd", block("10.0.0.0/24")), Exposure, nil},
		{"it holds for fewer pods", spec("podSelector", object{}), spec("podSelector", object{"matchLabels": labels("app", "web")}), Exposure, []string{"spec.podSelector"}},
		{"it holds for more pods", spec("podSelector", object{"matchLabels": labels("app", "web")}), spec("podSelector", object{}), "", nil},
		{"a direction isn't judged any more", spec("policyTypes", []any{"Ingress", "Egress"}), spec("policyTypes", []any{"Ingress"}), Exposure, []string{"spec.policyTypes"}},
		{"egress isn't judged without rules and a word", spec("egress", everyone), spec("egress", []any{}), Exposure, []string{"spec.policyTypes"}},
		{"a direction is judged from now on", spec("policyTypes", []any{"Ingress"}), spec("policyTypes", []any{"Ingress", "Egress"}, "egress", []any{object{"to": []any{block("10.0.0.0/8")}}}), "", nil},
	} {
		try(t, []trial{{name: change.name, kind: networkPolicy, operation: changes.Update, before: change.before, after: change.after, level: change.level, losses: change.losses}})
	}
}

func TestANetworkPolicyGoesWithItsPods(t *testing.T) {
	policy := object{"metadata": object{"namespace": "shop"}, "spec": pods("app", "worker")}
	workload := func(kind string, operation changes.Operation, namespace, app string) changes.Resource {
		inputs := object{"metadata": object{"namespace": namespace}, "spec": object{"template": object{"metadata": object{"labels": labels("app", app, "colour", "blue")}}}}
		made := changes.Resource{URN: kind + app, Type: kind, Name: app, Operation: operation}
		if operation == changes.Create {
			made.After = inputs
		} else {
			made.Before = inputs
		}
		return made
	}
	const deployment, set = "kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"
	gone := workload(deployment, changes.Delete, "shop", "worker")
	kept := gone
	kept.Retained = true
	for _, test := range []struct {
		name   string
		policy object
		others []changes.Resource
		level  Level
	}{
		{"that are its only ones", policy, []changes.Resource{gone, workload(deployment, changes.Same, "shop", "web")}, ""},
		{"while others with its labels stay", policy, []changes.Resource{gone, workload(set, changes.Same, "shop", "worker")}, Exposure},
		{"while others with its labels come", policy, []changes.Resource{gone, workload(set, changes.Create, "shop", "worker")}, Exposure},
		{"of another namespace, where the labels mean others", policy, []changes.Resource{workload(deployment, changes.Delete, "other", "worker")}, Exposure},
		{"that stay in the cluster", policy, []changes.Resource{kept}, Exposure},
		{"none of which the program knows", policy, nil, Exposure},
		{"though it holds for all pods", object{"metadata": object{"namespace": "shop"}, "spec": object{"podSelector": object{}}}, []changes.Resource{gone}, Exposure},
	} {
		try(t, []trial{{name: test.name, kind: networkPolicy, operation: changes.Delete, before: test.policy, others: test.others, level: test.level}})
	}
}

// What comes new with the stack itself is nobody that could not reach it before: its own
// subnets, and a program under another name.
func TestANewPeerThatTakesAnOldOnesPlaceIsNothingNew(t *testing.T) {
	policy := func(peers ...any) object {
		return object{"metadata": object{"namespace": "shop"}, "spec": object{"policyTypes": []any{"Ingress"}, "ingress": []any{object{"from": peers, "ports": []any{tcp(8000)}}}}}
	}
	job := func(operation changes.Operation, name, image string) changes.Resource {
		template := object{"metadata": object{"labels": labels("app", name)}, "spec": object{"containers": []any{object{"image": image}}}}
		inputs := object{"metadata": object{"namespace": "shop"}, "spec": object{"jobTemplate": object{"spec": object{"template": template}}}}
		made := changes.Resource{URN: name, Type: "kubernetes:batch/v1:CronJob", Name: name, Operation: operation}
		if operation == changes.Delete {
			made.Before = inputs
		} else {
			made.After = inputs
		}
		return made
	}
	subnet := func(operation changes.Operation, cidr string) changes.Resource {
		return changes.Resource{URN: cidr, Type: subnetType, Operation: operation, After: object{"cidrBlock": cidr}}
	}
	one, two := block("10.0.0.0/24"), block("10.0.1.0/24")
	old, renamed := job(changes.Delete, "report", "app:1"), job(changes.Create, "nightly", "app:1")
	for _, c := range []struct {
		name          string
		before, after object
		others        []changes.Resource
		level         Level
	}{
		{"a subnet that comes with it", policy(one), policy(one, two), []changes.Resource{subnet(changes.Create, "10.0.1.0/24")}, ""},
		{"a subnet that was there", policy(one), policy(one, two), []changes.Resource{subnet(changes.Same, "10.0.1.0/24")}, Exposure},
		{"more than the subnet that comes", policy(one), policy(one, block("10.0.0.0/16")), []changes.Resource{subnet(changes.Create, "10.0.1.0/24")}, Exposure},
		{"a renamed program", policy(pods("app", "report")), policy(pods("app", "nightly")), []changes.Resource{old, renamed}, ""},
		{"another program", policy(pods("app", "report")), policy(pods("app", "nightly")), []changes.Resource{old, job(changes.Create, "nightly", "other:1")}, Exposure},
		{"a renamed program of another one", policy(pods("app", "web")), policy(pods("app", "web"), pods("app", "nightly")), []changes.Resource{old, renamed}, Exposure},
		{"a copy beside the old one", policy(pods("app", "report")), policy(pods("app", "report"), pods("app", "nightly")), []changes.Resource{job(changes.Same, "report", "app:1"), renamed}, Exposure},
		{"a name that others have too", policy(pods("app", "report")), policy(pods("app", "nightly")), []changes.Resource{old, renamed, job(changes.Same, "nightly", "app:1")}, Exposure},
		{"of all namespaces", policy(pods("app", "report")), policy(object{"podSelector": pods("app", "nightly")["podSelector"], "namespaceSelector": object{}}), []changes.Resource{old, renamed}, Exposure},
	} {
		try(t, []trial{{name: c.name, kind: networkPolicy, operation: changes.Update, before: c.before, after: c.after, others: c.others, level: c.level}})
	}
}

// A port has a number or the name that the pods give it: the same port either way.
func TestAPortByItsNameIsThePortOfItsNumber(t *testing.T) {
	policy := func(port any) object {
		return object{"metadata": object{"namespace": "shop"}, "spec": object{"podSelector": object{"matchLabels": labels("app", "api")}, "policyTypes": []any{"Ingress", "Egress"},
			"ingress": []any{object{"from": []any{pods("app", "web")}, "ports": []any{tcp(port)}}},
			"egress":  []any{object{"to": []any{pods("app", "api")}, "ports": []any{tcp(port)}}}}}
	}
	deployment := func(name string, number any) changes.Resource {
		inputs := object{"metadata": object{"namespace": "shop"}, "spec": object{"template": object{"metadata": object{"labels": labels("app", "api")},
			"spec": object{"containers": []any{object{"image": "api", "ports": []any{object{"name": "http", "containerPort": number}}}}}}}}
		return changes.Resource{URN: name, Type: deploymentType, Name: name, Operation: changes.Update, Before: inputs, After: inputs}
	}
	for _, c := range []struct {
		name        string
		before, now any
		pods        []changes.Resource
		level       Level
	}{
		{"from the number to the name", 8000, "http", []changes.Resource{deployment("api", 8000)}, ""},
		{"from the name to the number", "http", 8000, []changes.Resource{deployment("api", 8000.0)}, ""},
		{"to the name of another port", 9000, "http", []changes.Resource{deployment("api", 8000)}, Exposure},
		{"to a name that nobody has", 8000, "admin", []changes.Resource{deployment("api", 8000)}, Exposure},
		{"to a name that means two ports", 8000, "http", []changes.Resource{deployment("api", 8000), deployment("api-green", 8080)}, Exposure},
		{"without pods to ask", 8000, "http", nil, Exposure},
	} {
		try(t, []trial{{name: c.name, kind: networkPolicy, operation: changes.Update, before: policy(c.before), after: policy(c.now), others: c.pods, level: c.level}})
	}
}
