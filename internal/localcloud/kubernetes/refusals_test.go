package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud/cloudtest"
)

type props = cloudtest.Props

const (
	deploymentType = "kubernetes:apps/v1:Deployment"
	jobType        = "kubernetes:batch/v1:Job"
	cronJobType    = "kubernetes:batch/v1:CronJob"
	policyType     = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
	budgetType     = "kubernetes:policy/v1:PodDisruptionBudget"
	ingressType    = "kubernetes:networking.k8s.io/v1:Ingress"
	roleType       = "kubernetes:rbac.authorization.k8s.io/v1:Role"
	bindingType    = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"
)

const invalidDeployment = `Deployment.apps "web" is invalid: `

// refusedInPreview are objects that the check refuses, before anything exists.
var refusedInPreview = []struct {
	name, typ string
	inputs    props
	want      string
}{
	{"a misspelt field", deploymentType, deployment(func(_, c props) { c["imge"] = "x" }),
		`strict decoding error: unknown field "spec.template.spec.containers[0].imge"`},
	{"a text for a number", deploymentType, deploymentWith("replicas", "two"),
		"Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32"},
	{"half a replica", deploymentType, deploymentWith("replicas", 1.5), "cannot unmarshal number 1.5"},
	{"a quantity that is none", deploymentType, deployment(func(_, c props) {
		c["resources"] = props{"limits": props{"memory": "512 megabytes"}}
	}), "quantities must match the regular expression"},
	{"another kind's name in the data", deploymentType, props{"kind": "StatefulSet", "metadata": named("x")},
		"the kind in the data (StatefulSet) does not match the expected kind (Deployment)"},
	{"a list", "kubernetes:core/v1:ConfigMapList", props{"items": []any{}}, "list resources exist for compatibility"},
	{"a patch", "kubernetes:apps/v1:DeploymentPatch", props{"metadata": named("x")}, "the local cloud has no patch resources"},
	{"no selector", deploymentType, props{"metadata": named("web"), "spec": props{"template": pod(nil)}},
		invalidDeployment + "[spec.selector: Required value, spec.template.metadata.labels: Invalid value"},
	{"a selector that does not match", deploymentType, deploymentWith("selector", props{"matchLabels": props{"app": "other"}}),
		"spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`"},
	{"an empty selector", deploymentType, deploymentWith("selector", props{}), "empty selector is invalid for deployment"},
	{"no containers", deploymentType, deployment(func(s, _ props) { s["containers"] = []any{} }),
		invalidDeployment + "spec.template.spec.containers: Required value"},
	{"no image", deploymentType, deployment(func(_, c props) { delete(c, "image") }), "spec.template.spec.containers[0].image: Required value"},
	{"capitals in a container's name", deploymentType, deployment(func(_, c props) { c["name"] = "Web" }),
		`spec.template.spec.containers[0].name: Invalid value: "Web": a lowercase RFC 1123 label`},
	{"two containers of one name", deploymentType, deployment(func(s, c props) { s["containers"] = []any{c, c} }),
		`spec.template.spec.containers[1].name: Duplicate value: "web"`},
	{"a request above its limit", deploymentType, deployment(func(_, c props) {
		c["resources"] = props{"requests": props{"cpu": "2"}, "limits": props{"cpu": "500m"}}
	}), `spec.template.spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 500m`},
	{"a port out of range", deploymentType, deployment(func(_, c props) {
		c["ports"] = []any{props{"containerPort": 70000}}
	}), "spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535"},
	{"two ports of one name", deploymentType, deployment(func(_, c props) {
		c["ports"] = []any{props{"containerPort": 80, "name": "http"}, props{"containerPort": 81, "name": "http"}}
	}), `ports[1].name: Duplicate value: "http"`},
	{"a mount without its volume", deploymentType, deployment(func(_, c props) {
		c["volumeMounts"] = []any{props{"name": "tmp", "mountPath": "/tmp"}}
	}), `volumeMounts[0].name: Not found: "tmp"`},
	{"a probe without a handler", deploymentType, deployment(func(_, c props) { c["livenessProbe"] = props{"periodSeconds": 5} }),
		"livenessProbe: Required value: must specify a handler type"},
	{"a liveness probe that must succeed twice", deploymentType, deployment(func(_, c props) {
		c["livenessProbe"] = props{"successThreshold": 2, "tcpSocket": props{"port": 80}}
	}), "livenessProbe.successThreshold: Invalid value: 2: must be 1"},
	{"a restart policy that Deployments cannot have", deploymentType, deployment(func(s, _ props) { s["restartPolicy"] = "Never" }),
		`spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"`},
	{"a rolling update with Recreate", deploymentType,
		deploymentWith("strategy", props{"type": "Recreate", "rollingUpdate": props{"maxSurge": 1}}),
		"spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"},
	{"a rollout that cannot move", deploymentType,
		deploymentWith("strategy", props{"rollingUpdate": props{"maxSurge": 0, "maxUnavailable": 0}}),
		"may not be 0 when `maxSurge` is 0"},
	{"a Job that restarts always", jobType, props{"metadata": named("migrate"), "spec": props{"template": pod(nil)}},
		`spec.template.spec.restartPolicy: Unsupported value: "Always": supported values: "OnFailure", "Never"`},
	{"a schedule of four fields", cronJobType, cronJob("0 2 * *", nil), "expected exactly 5 fields, found 4"},
	{"a schedule at 25 o'clock", cronJobType, cronJob("0 25 * * *", nil), "end of range (25) above maximum (23): 25"},
	{"a Service without ports", serviceType, service(), `Service "web" is invalid: spec.ports: Required value`},
	{"two ports without names", serviceType, service(props{"port": 80}, props{"port": 81}),
		"[spec.ports[0].name: Required value, spec.ports[1].name: Required value]"},
	{"one port twice", serviceType, service(props{"port": 80, "name": "a"}, props{"port": 80, "name": "b"}), "spec.ports[1]: Duplicate value"},
	{"a node port on an inner Service", serviceType, service(props{"port": 80, "nodePort": 30080}),
		"spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"},
	{"a Service's name with a digit first", serviceType, props{"metadata": named("1web"), "spec": service(props{"port": 80})["spec"]},
		`metadata.name: Invalid value: "1web": a DNS-1035 label`},
	{"a name in capitals", configMapType, props{"metadata": named("Config")}, `metadata.name: Invalid value: "Config": a lowercase RFC 1123 subdomain`},
	{"a label that is too odd", configMapType, props{"metadata": props{"name": "x", "labels": props{"team": "a b"}}},
		`metadata.labels: Invalid value: "a b"`},
	{"a key with a slash", configMapType, props{"metadata": named("x"), "data": props{"a/b": "c"}}, `data[a/b]: Invalid value: "a/b"`},
	{"data that is not base64", secretType, props{"metadata": named("x"), "data": props{"a": "%%"}}, "illegal base64 data"},
	{"a TLS Secret without a key", secretType, props{"metadata": named("x"), "type": "kubernetes.io/tls", "stringData": props{"tls.crt": "x"}},
		"data[tls.key]: Required value"},
	{"more at least than at most", hpaType, autoscaler(5, 2), "spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`"},
	{"a calm of two hours", hpaType, func() props {
		h := autoscaler(1, 2)
		h["spec"].(props)["behavior"] = props{"scaleDown": props{"stabilizationWindowSeconds": 7200}}
		return h
	}(), "stabilizationWindowSeconds: Invalid value: 7200: must be less than or equal to 3600"},
	{"a budget of two minds", budgetType, props{"metadata": named("web"), "spec": props{"minAvailable": 1, "maxUnavailable": 1}},
		"minAvailable and maxUnavailable cannot be both set"},
	{"a budget of a word", budgetType, props{"metadata": named("web"), "spec": props{"minAvailable": "half"}}, "a valid percent string"},
	{"an address block that is none", policyType, props{"metadata": named("deny"), "spec": props{"podSelector": props{}, "egress": []any{
		props{"to": []any{props{"ipBlock": props{"cidr": "10.0.0.0"}}}},
	}}}, "spec.egress[0].to[0].ipBlock.cidr: Invalid value: \"10.0.0.0\": must be a valid CIDR value"},
	{"a peer of nothing", policyType, props{"metadata": named("deny"), "spec": props{"podSelector": props{}, "ingress": []any{
		props{"from": []any{props{}}},
	}}}, "spec.ingress[0].from[0]: Required value: must specify a peer"},
	{"an Ingress of nothing", ingressType, props{"metadata": named("web"), "spec": props{}}, "either `defaultBackend` or `rules` must be specified"},
	{"a rule without verbs", roleType, props{"metadata": named("r"), "rules": []any{props{"apiGroups": []any{""}, "resources": []any{"pods"}}}},
		"rules[0].verbs: Required value"},
	{"a binding to a user's role", bindingType, props{"metadata": named("b"), "roleRef": props{"kind": "User", "name": "x"}},
		`roleRef.kind: Unsupported value: "User": supported values: "Role", "ClusterRole"`},
	{"a claim without a size", claimType, props{"metadata": named("data"), "spec": props{"accessModes": []any{"ReadWriteOnce"}}},
		"spec.resources[storage]: Required value"},
	{"a class without a provisioner", storageClassType, props{"metadata": named("fast")}, "provisioner: Required value"},
	{"a class that keeps volumes oddly", storageClassType, props{"metadata": named("fast"), "provisioner": "ebs.csi.aws.com", "reclaimPolicy": "Recycle"},
		`reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"`},
	{"a default above its maximum", limitRangeType, props{"metadata": named("l"), "spec": props{"limits": []any{
		props{"type": "Container", "default": props{"memory": "2Gi"}, "max": props{"memory": "1Gi"}},
	}}}, "default value 2Gi is greater than max value 1Gi"},
	{"a priority of the system's", priorityClassType, props{"metadata": named("top"), "value": 2000000000},
		"maximum allowed value of a user defined priority is 1000000000"},
	{"a namespace with a dot", namespaceType, props{"metadata": named("a.b")}, `Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b"`},
	{"a generated name", configMapType, props{"metadata": props{"generateName": "x-"}}, "`.metadata.generateName` field is not supported"},
}

func TestRefusedInThePreview(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider(packageName, props{})
	for _, test := range refusedInPreview {
		t.Run(test.name, func(t *testing.T) {
			_, failures := provider.Check(test.typ, "r", localProps(test.inputs), nil)
			if assert.NotEmpty(t, failures) {
				assert.Contains(t, failures[0], test.want)
			}
		})
	}
}

func TestAPreviewPassesOverWhatIsNotKnownAndRefusesTheRest(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider(packageName, props{})
	hidden := cloudtest.Recorded(deployment(func(_, c props) { c["image"] = "<unknown>" }))
	_, failures := provider.Check(deploymentType, "web", hidden, nil)
	assert.Empty(t, failures)

	both := cloudtest.Recorded(deployment(func(_, c props) { c["image"], c["name"] = "<unknown>", "Web" }))
	_, failures = provider.Check(deploymentType, "web", both, nil)
	if assert.Len(t, failures, 1) {
		assert.Contains(t, failures[0], "containers[0].name")
		assert.NotContains(t, failures[0], "image")
	}
	labels := deployment(nil)
	labels["spec"].(props)["template"].(props)["metadata"] = props{"labels": props{"app": "<unknown>"}}
	_, failures = provider.Check(deploymentType, "web", cloudtest.Recorded(labels), nil)
	assert.Empty(t, failures, "labels that are not known may match")
}
