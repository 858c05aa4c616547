package kubeservice

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestASingletonIsNeverTwo(t *testing.T) {
	args := worker()
	args.Singleton = true
	recorder := run(t, args)
	assert.Empty(t, recorder.All(tokenDeployment))
	set := recorder.One(t, tokenSet)
	assert.EqualValues(t, 1, set.Get("spec", "replicas"))
	assert.Equal(t, "Parallel", set.Get("spec", "podManagementPolicy"))
	service := recorder.One(t, tokenService)
	assert.Equal(t, set.Get("spec", "serviceName"), service.Get("metadata", "name"))
	assert.Equal(t, "None", service.Get("spec", "clusterIP"))
	assert.Nil(t, service.Get("spec", "ports"))
	assertAfter(t, set, "svc-address", "svc-account", "svc-network")
}
