package danger

import (
	"testing"

	"groundwork/internal/changes"
)

// program is a Deployment of an app in a namespace.
func program(app, name, image string, replicas any) object {
	return object{
		"metadata": object{"name": name, "namespace": "shop", "labels": object{nameLabel: app}},
		"spec":     object{"replicas": replicas, "template": object{"spec": object{"containers": []any{object{"image": image, "ports": []any{object{"containerPort": 8000}}}}}}},
	}
}

func other(kind string, operation changes.Operation, before, after object) changes.Resource {
	name, _ := at(before, "metadata.name").(string)
	made, _ := at(after, "metadata.name").(string)
	return changes.Resource{URN: "urn:" + kind + name + made, Type: kind, Name: name + made, Operation: operation, Before: before, After: after}
}

// The step from a tag to a release and back leaves nobody alone, and neither does a
// rename that says so.
func TestWhatAnotherOneTakesOverIsNotMissed(t *testing.T) {
	api, blue := program("api", "api", "repo:1", 1), program("api", "api-blue", "repo:1", 1)
	backend, worker := program("backend", "backend", "repo:1", 1), program("worker", "worker", "other:1", 1)
	group := other(targetGroupType, changes.Delete, object{"name": "alb-api-blue"}, nil)
	entry := object{"metadata": api["metadata"]}
	try(t, []trial{
		{name: "a colour", kind: deploymentType, operation: changes.Delete, before: api, others: []changes.Resource{other(deploymentType, changes.Create, nil, blue)}},
		{name: "a colour's way in", kind: serviceType, operation: changes.Delete, before: entry, others: []changes.Resource{other(deploymentType, changes.Same, blue, blue)}},
		{name: "a former name that is told", kind: deploymentType, operation: changes.Delete, before: api, others: []changes.Resource{other(deploymentType, changes.Create, nil, backend)}},
		{name: "a former name that is not told", kind: deploymentType, operation: changes.Delete, before: api, others: []changes.Resource{other(deploymentType, changes.Create, nil, backend), group},
			level: Downtime, losses: []string{"api goes, and backend comes with the same program"}},
		{name: "a renamed one's address", kind: serviceType, operation: changes.Delete, before: entry,
			others: []changes.Resource{other(deploymentType, changes.Delete, api, nil), other(deploymentType, changes.Create, nil, backend)}},
		{name: "another program beside it", kind: deploymentType, operation: changes.Delete, before: api, others: []changes.Resource{other(deploymentType, changes.Create, nil, worker)},
			level: Downtime, losses: []string{"the Deployment api is deleted, whoever still uses it goes without"}},
		{name: "the same app in another namespace", kind: serviceType, operation: changes.Delete, before: entry,
			others: []changes.Resource{other(deploymentType, changes.Same, nil, object{"metadata": object{"namespace": "x", "labels": object{nameLabel: "api"}}})},
			level:  Downtime, losses: []string{"the Service api is deleted"}},
		{name: "its role", kind: "aws:iam/role:Role", operation: changes.Delete, before: object{"name": "shop-api"},
			others: []changes.Resource{other("aws:eks/podIdentityAssociation:PodIdentityAssociation", changes.Delete, object{"roleArn": "arn:aws:iam::1:role/shop-api"}, nil)}},
		{name: "a role that others have", kind: "aws:iam/role:Role", operation: changes.Delete, before: object{"name": "api"},
			others: []changes.Resource{other("aws:eks/podIdentityAssociation:PodIdentityAssociation", changes.Delete, object{"roleArn": "arn:aws:iam::1:role/shop-api"}, nil)}, level: Downtime},
		{name: "an app that goes whole", kind: deploymentType, operation: changes.Delete, before: api, others: []changes.Resource{other(deploymentType, changes.Delete, blue, nil)}, level: Downtime},
	})
}

func TestARuleWhoseRequestsAnotherOneTakesIsNotMissed(t *testing.T) {
	host := func(name string) []any { return []any{object{"hostHeader": object{"values": []any{name}}}} }
	rule := func(of, group string) object {
		return object{"conditions": host(of), "actions": []any{object{"forward": object{"targetGroups": []any{object{"arn": group}}}}}}
	}
	identified := func(r *changes.Resource) { r.ID = "arn:api" }
	api, standing := rule("api.example.com", "arn:api"), rule("api.invalid", "arn:api")
	try(t, []trial{
		{name: "by another", kind: listenerRuleType, operation: changes.Delete, before: api, others: []changes.Resource{other(listenerRuleType, changes.Create, nil, rule("api.example.com", "arn:backend"))}},
		{name: "by none", kind: listenerRuleType, operation: changes.Delete, before: api, others: []changes.Resource{other(listenerRuleType, changes.Create, nil, rule("web.example.com", "arn:web"))}, level: Downtime},
		{name: "that nobody asks", kind: listenerRuleType, operation: changes.Delete, before: standing},
		{name: "its target group", kind: targetGroupType, operation: changes.Delete, adjust: identified, before: object{},
			others: []changes.Resource{other(listenerRuleType, changes.Delete, api, nil), other(listenerRuleType, changes.Delete, standing, nil), other(listenerRuleType, changes.Create, nil, rule("api.example.com", "arn:backend"))}},
		{name: "the target group of a host that goes", kind: targetGroupType, operation: changes.Delete, adjust: identified, before: object{},
			others: []changes.Resource{other(listenerRuleType, changes.Delete, api, nil)}, level: Downtime},
	})
}

func TestReplacedNodesNameWhatStops(t *testing.T) {
	nodes := func(image, version string) object {
		return object{"amiType": image, "launchTemplate": object{"version": version}, "scalingConfig": object{"minSize": 2}}
	}
	const intel, arm = "AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD"
	same := func(kind string, inputs object) changes.Resource { return other(kind, changes.Same, inputs, inputs) }
	scaler := func(of string, least int) changes.Resource {
		return same("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", object{"metadata": object{"name": of}, "spec": object{"minReplicas": least, "scaleTargetRef": object{"name": of}}})
	}
	redis, api := same(statefulSetType, program("redis", "redis", "r:1", 1)), same(deploymentType, program("api", "api", "a:1", 2))
	scaled, alone := same(deploymentType, program("web", "web", "w:1", nil)), same(deploymentType, program("job", "job", "w:1", nil))
	all := []changes.Resource{redis, api, scaled, scaler("web", 3), alone, scaler("job", 1)}
	try(t, []trial{
		{name: "another instance type", kind: nodeGroupType, operation: changes.Replace, before: nodes(intel, "1"), after: nodes(intel, "1"), others: all,
			level: Downtime, losses: []string{"every node is replaced: job, redis stop while their only pods move"}},
		{name: "another disk or tag", kind: nodeGroupType, operation: changes.Update, before: nodes(intel, "1"), after: nodes(intel, changes.Unknown), others: []changes.Resource{redis, api},
			level: Downtime, losses: []string{"every node is replaced: redis stops while its only pod moves"}},
		{name: "another processor", kind: nodeGroupType, operation: changes.Replace, before: nodes(intel, "1"), after: nodes(arm, "1"), others: []changes.Resource{redis},
			level: Downtime, losses: []string{"the nodes become arm64: images for amd64 alone don't start", "every node is replaced"}},
		{name: "one group makes way for several", kind: nodeGroupType, operation: changes.Delete, before: object{"clusterName": "c", "scalingConfig": object{"minSize": 4}},
			others: []changes.Resource{other(nodeGroupType, changes.Create, nil, object{"clusterName": "c"}), redis, api},
			level:  Downtime, losses: []string{"every node is replaced: redis stops while its only pod moves"}},
		{name: "and nothing has one pod", kind: nodeGroupType, operation: changes.Delete, before: object{"clusterName": "c"},
			others: []changes.Resource{other(nodeGroupType, changes.Create, nil, object{"clusterName": "c"}), api}},
		{name: "a group goes and none comes", kind: nodeGroupType, operation: changes.Delete, before: object{"clusterName": "c"},
			others: []changes.Resource{redis, api}, level: Downtime, losses: []string{"the node group is deleted, whoever still uses it goes without"}},
		{name: "nothing with one pod", kind: nodeGroupType, operation: changes.Replace, before: nodes(intel, "1"), after: nodes(intel, "1"), others: []changes.Resource{api, scaled, scaler("web", 3)}},
		{name: "one more node at the most", kind: nodeGroupType, operation: changes.Update, before: nodes(intel, "1"), after: object{"amiType": intel, "launchTemplate": object{"version": "1"}, "scalingConfig": object{"minSize": 3}}, others: all},
	})
}

func TestAProgramWithoutAnImageIsRefused(t *testing.T) {
	space := object{"metadata": object{"name": "shop"}}
	lives, begins := other(kubernetesSpace, changes.Same, space, space), other(kubernetesSpace, changes.Create, nil, space)
	made := func(image string) changes.Resource {
		return other(deploymentType, changes.Create, nil, program("admin", "admin", image, 1))
	}
	drawn := other(deploymentType, changes.Create, nil, program("admin", changes.Unknown, changes.Unknown, 1))
	drawn.Parents = []string{"migrate"}
	repository := object{"name": "shop-prod/admin"}
	try(t, []trial{
		{name: "with its repository", kind: repositoryType, operation: changes.Create, after: repository, others: []changes.Resource{lives, made(changes.Unknown)},
			level: Refused, losses: []string{"the repository admin is new and empty: the pods of admin would not start"}},
		{name: "a service that changes its image", kind: repositoryType, operation: changes.Create, after: repository,
			others: []changes.Resource{lives, other(deploymentType, changes.Update, program("api", "api", "a/b:1", 1), program("api", "api", "x/shop-prod/admin:1", 1))}, level: Refused},
		{name: "a job, whose name is drawn", kind: repositoryType, operation: changes.Create, after: repository,
			others: []changes.Resource{lives, drawn},
			level:  Refused, losses: []string{"the pods of migrate would not start"}},
		{name: "one that the cache of another registry fills", kind: repositoryType, operation: changes.Create, after: object{"name": "shop-prod/hub/admin"},
			others: []changes.Resource{lives, made("x/shop-prod/hub/admin:1"), other("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", changes.Same, nil, object{"ecrRepositoryPrefix": "shop-prod/hub"})}},
		{name: "one that the cache of another prefix does not fill", kind: repositoryType, operation: changes.Create, after: object{"name": "shop-prod/hubs/admin"},
			others: []changes.Resource{lives, made("x/shop-prod/hubs/admin:1"), other("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", changes.Create, nil, object{"ecrRepositoryPrefix": "shop-prod/hub"})}, level: Refused},
		{name: "a repository before", kind: repositoryType, operation: changes.Create, after: repository, others: []changes.Resource{lives, made("docker.io/library/nginx:1")}},
		{name: "a system that begins", kind: repositoryType, operation: changes.Create, after: repository, others: []changes.Resource{begins, made(changes.Unknown)}},
		{name: "a repository that is there", kind: repositoryType, operation: changes.Same, before: repository, after: repository, others: []changes.Resource{lives, made("x/shop-prod/admin:1")}},
	})
}

func TestAnotherPortIsMissedByCallersInside(t *testing.T) {
	port := func(n int) object {
		return object{"metadata": object{"name": "api"}, "spec": object{"ports": []any{object{"port": n}}}}
	}
	caller := other(configType, changes.Create, nil, object{"metadata": object{"name": "web-2"}, "data": object{"API_URL": "http://api:8080"}})
	try(t, []trial{
		{name: "that one calls", kind: serviceType, operation: changes.Update, before: port(8000), after: port(8080), others: []changes.Resource{caller},
			level: Downtime, losses: []string{"callers of api at port 8000 get no answer until they have the new one"}},
		{name: "that nobody calls", kind: serviceType, operation: changes.Update, before: port(8000), after: port(8080)},
		{name: "another label", kind: serviceType, operation: changes.Update, before: port(8080), after: port(8080), others: []changes.Resource{caller}},
	})
}
