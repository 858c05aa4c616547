// The modules that carry the custom resource definitions which the API server
// of tests/apiserver gets. No package of theirs is compiled: the files are read
// from the module cache, checked against go.sum. So do not tidy this module.
module groundwork/tools/definitions

go 1.26

require (
	github.com/cert-manager/cert-manager v1.21.2
	github.com/kedacore/keda/v2 v2.20.2
	github.com/prometheus-operator/prometheus-operator v0.85.0
	// The controller's releases are not versions of its module; this commit
	// is the newest that the proxy is known to have.
	sigs.k8s.io/aws-load-balancer-controller v0.0.0-20221203001353-edeb4f1c1312
)
