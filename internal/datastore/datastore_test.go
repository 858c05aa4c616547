package datastore_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"groundwork/internal/datastore"
	"groundwork/internal/mocks"
)

const (
	ruleType   = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	secretType = "aws:secretsmanager/secret:Secret"
)

func run(t *testing.T, clients map[string]pulumi.StringInput, recoverable bool) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		owner := datastore.Owner{
			Context: ctx, Name: "db", Parent: pulumi.Protect(false), Part: "store",
			Tags: func(part string) pulumi.StringMap { return pulumi.StringMap{"Part": pulumi.String(part)} },
		}
		_, err := owner.SecurityGroup(datastore.Door{
			Engine: "PostgreSQL", System: "shop-prod", VPCID: pulumi.String("vpc-1"), Port: 5432, Clients: clients,
		})
		if err != nil {
			return err
		}
		password, err := owner.Password("password", 32, "-")
		if err != nil {
			return err
		}
		assert.True(t, pulumi.IsSecret(password))
		_, err = owner.Secret("How to connect", pulumi.Map{"password": password}, recoverable)
		return err
	})
}

func TestEachClientHasARuleOfItsOwn(t *testing.T) {
	recorder := run(t, map[string]pulumi.StringInput{"nodes": pulumi.String("sg-1"), "jobs": pulumi.String("sg-2")}, true)
	rule := recorder.Named(t, ruleType, "db-from-jobs")
	assert.Equal(t, "sg-2", rule.Get("referencedSecurityGroupId"))
	assert.Equal(t, "PostgreSQL from jobs", rule.Get("description"))
	assert.Equal(t, "store-from-jobs", rule.Get("tags", "Part"))
	assert.Len(t, recorder.All(ruleType), 2)
}

func TestWithoutClientsNobodyGetsIn(t *testing.T) {
	assert.Empty(t, run(t, nil, true).All(ruleType))
}

func TestADeletedSecretIsRecoverableWhenAskedFor(t *testing.T) {
	assert.Equal(t, 7.0, run(t, nil, true).One(t, secretType).Get("recoveryWindowInDays"))
	assert.Equal(t, 0.0, run(t, nil, false).One(t, secretType).Get("recoveryWindowInDays"))
}
