package databaseaccess

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/internal/pgroles"
)

const component = "groundwork:databaseaccess:Access"

func shop() Args {
	return Args{Owners: []string{"worker", "api"}, Readers: []string{"api"}}
}

func TestEachProgramHasALoginForEachRole(t *testing.T) {
	var encoded, name string
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		access, err := New(ctx, "access", shop())
		if err != nil {
			return err
		}
		assert.True(t, pulumi.IsSecret(access.Encoded))
		assert.True(t, pulumi.IsSecret(access.Logins[pgroles.Reader]["api"].Password))
		ctx.Export("done", pulumi.All(access.Encoded, access.Logins[pgroles.Reader]["api"].Name).ApplyT(func(values []any) string {
			encoded, name = values[0].(string), values[1].(string)
			return ""
		}))
		return nil
	})
	for _, password := range []string{"access-owner-api", "access-owner-worker", "access-reader-api"} {
		recorder.Named(t, "random:index/randomPassword:RandomPassword", password)
	}
	var logins []struct{ Name, Role, Verifier string }
	require.NoError(t, json.Unmarshal([]byte(encoded), &logins))
	require.Len(t, logins, 3)
	assert.Equal(t, name, logins[2].Name)
	assert.Equal(t, "groundwork_reader", logins[2].Role)
	assert.NotContains(t, encoded, "generated-password", "the server is told no password")
}

func TestEveryChildHasAParentAndTheName(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		_, err := New(ctx, "access", shop())
		return err
	}, mocks.Preview)
	assert.Len(t, recorder.Children(t, component, "access"), 3)
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{Owners: []string{"api", "api"}}.validate()
	assert.ErrorContains(t, err, `program "api"`)
	assert.ErrorContains(t, Args{}.validate(), "a program is required")
	assert.NoError(t, shop().validate())
}
