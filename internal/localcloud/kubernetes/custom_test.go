package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCustomResourcesNeedADefinition(t *testing.T) {
	provider := start(t)
	const widget = "kubernetes:example.com/v1:Widget"
	inputs := props{"metadata": named("w"), "spec": props{"size": 3}}
	assert.Contains(t, provider.Refuse(widget, "w", inputs), `no matches for kind "Widget" in version "example.com/v1"`)
	crd := provider.Make(crdType, "crd", props{"metadata": named("widgets.example.com"), "spec": props{
		"group": "example.com", "scope": "Cluster", "names": props{"kind": "Widget", "plural": "widgets"},
		"versions": []any{props{"name": "v1", "served": true, "storage": true, "schema": props{"openAPIV3Schema": props{
			"type": "object", "properties": props{"spec": props{"type": "object", "required": []any{"size"}, "properties": props{
				"size": props{"type": "integer", "minimum": 1}, "mode": props{"type": "string", "default": "std", "enum": []any{"std", "pro"}},
			}}},
		}}}},
	}})
	made := provider.Make(widget, "w", inputs)
	assert.Equal(t, "w", made.ID, "the kind lives outside namespaces")
	assert.Equal(t, "std", made.Outputs.String("spec.mode"))
	for want, wrong := range map[string]props{
		`strict decoding error: unknown field "spec.colour"`: {"size": 1, "colour": "red"},
		"spec.size: Required value":                          {"mode": "pro"},
		"spec.size in body must be of type integer":          {"size": "big"},
		"should be greater than or equal to 1":               {"size": 0},
		`spec.mode: Unsupported value: "x"`:                  {"size": 1, "mode": "x"},
	} {
		assert.Contains(t, provider.Refuse(widget, "w2", props{"metadata": named("w2"), "spec": wrong}), want)
	}
	require.NoError(t, provider.Delete(crdType, "crd", crd.ID, nil))
	id, _, _ := provider.Read(widget, "w", made.ID, nil, nil)
	assert.Empty(t, id, "objects go with their definition")
}

func release(chart string, more props) props {
	inputs := props{"chart": chart, "version": "1.2.3", "name": chart, "namespace": "kube-system"}
	for name, value := range more {
		inputs[name] = value
	}
	return inputs
}

func binding(port any) props {
	return props{"metadata": named("web"), "spec": props{
		"targetGroupARN": groupARN, "targetType": "ip", "serviceRef": props{"name": "web", "port": port},
	}}
}

func TestABindingNeedsItsControllerServiceAndTargetGroup(t *testing.T) {
	_, provider := startEKS(t)
	assert.Contains(t, provider.Refuse(targetGroupBindingType, "web", binding("http")), "no matches for kind \"TargetGroupBinding\"")
	provider.Make(releaseType, "lbc", release("aws-load-balancer-controller", nil))
	assert.Contains(t, provider.Refuse(targetGroupBindingType, "web", binding("http")), `backend not found: Service "web" not found`)
	require.NoError(t, provider.Delete(targetGroupBindingType, "web", "default/web", nil))
	provider.Make(serviceType, "web", service(props{"port": 80, "name": "http"}))
	assert.Contains(t, provider.Refuse(targetGroupBindingType, "web", binding("grpc")), "unable to find port grpc on service default/web")
	require.NoError(t, provider.Delete(targetGroupBindingType, "web", "default/web", nil))
	made := provider.Make(targetGroupBindingType, "web", binding("http"))
	assert.Equal(t, "vpc-0123456789abcdef0", made.Outputs.String("spec.vpcID"))

	third := binding("http")
	third["metadata"], third["spec"].(props)["multiClusterTargetGroup"] = named("third"), true
	shares := localProps(props{
		"apiVersion": "elbv2.k8s.aws/v1beta1", "kind": "TargetGroupBinding", "metadata": props{"name": "web", "namespace": "default"},
		"spec": props{"targetGroupARN": groupARN, "targetType": "ip", "multiClusterTargetGroup": true, "serviceRef": props{"name": "web", "port": "http"}},
	})
	shared, err := provider.Update(targetGroupBindingType, "web", made.ID, made.Outputs, shares, false)
	require.NoError(t, err)
	provider.Make(targetGroupBindingType, "third", third)
	delete(shares["spec"].ObjectValue(), "multiClusterTargetGroup")
	_, err = provider.Update(targetGroupBindingType, "web", made.ID, shared, shares, false)
	assert.ErrorContains(t, err, "is already bound to following TargetGroupBindings [default/third]")
	require.NoError(t, provider.Delete(targetGroupBindingType, "third", "default/third", nil))
	made.Outputs, err = provider.Update(targetGroupBindingType, "web", made.ID, shared, shares, false)
	require.NoError(t, err)

	second := binding("http")
	second["metadata"] = named("second")
	assert.Contains(t, provider.Refuse(targetGroupBindingType, "second", second), "is already bound to following TargetGroupBindings [default/web]. Please enable MultiCluster mode on all")
	second["spec"].(props)["multiClusterTargetGroup"] = true
	assert.Contains(t, provider.Refuse(targetGroupBindingType, "second", second), "is already bound", "the first one does not say so")
	delete(second["spec"].(props), "multiClusterTargetGroup")
	_, err = provider.Update(targetGroupBindingType, "web", made.ID, made.Outputs, localProps(props{
		"apiVersion": "elbv2.k8s.aws/v1beta1", "kind": "TargetGroupBinding", "metadata": props{"name": "web", "namespace": "default"},
		"spec": props{"targetGroupARN": groupARN, "targetType": "instance", "serviceRef": props{"name": "web", "port": "http"}},
	}), false)
	assert.ErrorContains(t, err, "TargetGroupBinding update may not change these fields: spec.targetType")
	require.NoError(t, provider.Delete(targetGroupBindingType, "web", made.ID, nil))
	second["spec"].(props)["targetType"] = "instance"
	assert.Contains(t, provider.Refuse(targetGroupBindingType, "second", second), `targets of type "instance" do not fit`)
	require.NoError(t, provider.Delete(targetGroupBindingType, "second", "default/second", nil))
	second["spec"].(props)["targetGroupARN"] = groupARN + "0"
	assert.Contains(t, provider.Refuse(targetGroupBindingType, "second", second), "TargetGroupNotFound")
	second["spec"].(props)["serviceReff"] = "x"
	assert.Contains(t, provider.Refuse(targetGroupBindingType, "second", second), `unknown field "spec.serviceReff"`)
}

func TestReleases(t *testing.T) {
	provider := start(t)
	made := provider.Make(releaseType, "metrics", release("metrics-server", props{"atomic": true, "skipCrds": false, "compat": "true"}))
	assert.Equal(t, "kube-system/metrics-server", made.ID)
	assert.Equal(t, "deployed", made.Outputs.String("status.status"))
	assert.InDelta(t, releaseTimeout, made.Inputs.Number("timeout"), 0)
	assert.False(t, made.Inputs.Has("skipCrds") || made.Inputs.Has("compat"))
	assert.Contains(t, provider.Refuse(releaseType, "again", release("metrics-server", nil)), "cannot re-use a name that is still in use")
	assert.Contains(t, provider.Refuse(releaseType, "x", release("keda", props{"namespace": "keda"})), `namespaces "keda" not found`)
	assert.Contains(t, provider.Refuse(releaseType, "x", release("keda", props{"valuse": props{}})), `did you mean "values"?`)
	provider.Make(releaseType, "keda", release("keda", props{"namespace": "keda", "createNamespace": true}))
	id, _, _ := provider.Read(namespaceType, "keda", "keda", nil, nil)
	assert.Equal(t, "keda", id)

	shown := provider.Preview(releaseType, "r", localProps(release("keda", nil)))
	assert.True(t, shown.Unknown("status") && shown.Unknown("resourceNames"))
	news := made.Inputs.Clone()
	news.Set("version", "2.0.0")
	diff := provider.Diff(releaseType, "metrics", made.ID, made.Inputs, made.Outputs, news)
	assert.Equal(t, []string{"version"}, diff.GetDiffs())
	assert.Empty(t, diff.GetReplaces())
	after, err := provider.Update(releaseType, "metrics", made.ID, made.Outputs, news, false)
	require.NoError(t, err)
	assert.Equal(t, 2, after.Int("status.revision"))
	_, live, asked := provider.Read(releaseType, "metrics", made.ID, news, after)
	assert.Empty(t, provider.Diff(releaseType, "metrics", made.ID, asked, live, news).GetDetailedDiff())
	news.Set("namespace", "default")
	assert.Equal(t, []string{"namespace"}, provider.Diff(releaseType, "metrics", made.ID, asked, live, news).GetReplaces())
}

func TestYAMLIsDecoded(t *testing.T) {
	answer, failures, err := start(t).Invoke("kubernetes:yaml:decode", props{
		"text": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: Namespace\n", "defaultNamespace": "team",
	})
	require.NoError(t, err)
	require.Empty(t, failures)
	assert.Equal(t, "team", answer.String("result.0.metadata.namespace"))
	assert.False(t, answer.Has("result.1.metadata"))
}

func TestWhatIsNotRenderedSaysWhatToDoInstead(t *testing.T) {
	for _, token := range []string{"kubernetes:helm:template", "kubernetes:kustomize:directory"} {
		_, _, err := start(t).Invoke(token, props{})
		assert.ErrorContains(t, err, "ConfigGroup", token)
	}
}
