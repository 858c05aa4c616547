package spec

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type noCloud struct{}

func (noCloud) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return args.Name, args.Inputs, nil
}

func (noCloud) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, nil }

// program loads the configuration the way a running program does.
func program(t *testing.T, stack string, config map[string]string, secrets ...string) (*System, error) {
	t.Helper()
	all, err := json.Marshal(config)
	require.NoError(t, err)
	t.Setenv(pulumi.EnvConfig, string(all))
	var sys *System
	err = pulumi.RunErr(func(ctx *pulumi.Context) (err error) {
		sys, err = LoadAt(ctx, today)
		return err
	}, pulumi.WithMocks("example", stack, noCloud{}), func(info *pulumi.RunInfo) {
		info.Config, info.ConfigSecretKeys = config, secrets
	})
	return sys, err
}

func minimalConfig(more map[string]string) map[string]string {
	config := map[string]string{
		"aws:region":        "us-east-1",
		"groundwork:domain": `{"name":"example.com","zoneId":"0da42c8d2132a9ddaf714f9e7c920711"}`,
	}
	for key, value := range more {
		config[key] = value
	}
	return config
}

func TestTheProgramReadsWhatTheEngineHandsOver(t *testing.T) {
	sys, err := program(t, "dev", minimalConfig(map[string]string{
		"groundwork:protection": "true",
		"groundwork:services":   `{"worker":{"kind":"worker","tag":"1","cpu":0.1,"memory":"64Mi","secrets":["TOKEN"],"replicas":2}}`,
		"groundwork:secrets":    `{"TOKEN":"s3cret"}`,
	}), "groundwork:secrets")
	require.NoError(t, err)
	assert.Equal(t, "example", sys.Name)
	assert.Equal(t, Dev, sys.Environment)
	assert.True(t, sys.Protection)
	assert.Equal(t, CPU(100), sys.Services["worker"].CPU)
	assert.Equal(t, "s3cret", string(sys.Secrets["TOKEN"]))
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", sys.Secrets, sys.Secrets, sys.Secrets), "s3cret")
}

func TestTheProgramFindsMistypedKeys(t *testing.T) {
	_, err := program(t, "dev", minimalConfig(map[string]string{
		"groundwork:databse": "{}", "example:cache": "{}", "kubernetes:context": "x",
	}))
	assert.ErrorContains(t, err, "groundwork:databse")
	assert.ErrorContains(t, err, "example:cache")
	assert.NotContains(t, err.Error(), "kubernetes:context")
}

func TestTheProgramRefusesSecretsInPlainText(t *testing.T) {
	_, err := program(t, "dev", minimalConfig(map[string]string{"groundwork:secrets": `{"TOKEN":"s3cret"}`}))
	assert.ErrorContains(t, err, "groundwork:secrets.TOKEN: [hidden]")
	assert.NotContains(t, err.Error(), "s3cret")
}

func TestTheProgramRefusesEncryptedValuesWhereTheyWouldLeak(t *testing.T) {
	_, err := program(t, "dev", minimalConfig(map[string]string{"groundwork:tags": `{"team":"s3cret"}`}), "groundwork:tags")
	assert.ErrorContains(t, err, "groundwork:tags: [hidden]")
	assert.NotContains(t, err.Error(), "s3cret")
}

func TestBothWaysOfLoadingGiveTheSameSystem(t *testing.T) {
	fromFile := read(t, "prod", minimal+`
  groundwork:startWorkloads: false
  groundwork:database: {storage: 500GB, iops: 12000}
`)
	fromEngine, err := program(t, "prod", minimalConfig(map[string]string{
		"groundwork:startWorkloads": "false",
		"groundwork:database":       `{"storage":"500GB","iops":12000}`,
	}))
	require.NoError(t, err)
	assert.Equal(t, fromFile, fromEngine)
}

func TestSecretsInAFileAreNamedAndEmpty(t *testing.T) {
	sys := read(t, "dev", minimal+"  groundwork:secrets: {TOKEN: {secure: AAAB}}\n")
	assert.Equal(t, map[string]Secret{"TOKEN": ""}, sys.Secrets)
}

func TestSecretsEncryptedAsAWholeMayHoldAnyName(t *testing.T) {
	sys := read(t, "dev", minimal+`
  groundwork:secrets: {secure: AAAB}
  groundwork:services: {worker: {kind: worker, tag: v1, cpu: 100m, memory: 64Mi, secrets: [TOKEN]}}
`)
	assert.Equal(t, []string{"TOKEN"}, sys.Services["worker"].Secrets)
}

func TestAFileThatIsNotThereIsNoProblemOfTheFile(t *testing.T) {
	_, err := LoadFile("testdata/none.yaml", "example", "dev")
	assert.ErrorContains(t, err, "reading the stack file")
}
