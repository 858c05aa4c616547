package generated

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"groundwork/internal/mocks"
)

func TestEachNameHasASecretOfItsOwn(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		made, err := New(ctx, "generated", Args{Names: []string{"A_KEY", "B_KEY"}})
		if err == nil {
			assert.Len(t, made.Values, 2)
			assert.True(t, pulumi.IsSecret(made.Values["A_KEY"]))
		}
		return err
	})
	key := recorder.Named(t, "random:index/randomBytes:RandomBytes", "generated-A_KEY")
	assert.EqualValues(t, 32, key.Get("length"))
}

func TestAKeyIsURLSafe(t *testing.T) {
	assert.Equal(t, "-_a=", urlSafe("+/a="))
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	assert.ErrorContains(t, Args{}.validate(), "a name is required")
	assert.ErrorContains(t, Args{Names: []string{"A", "A"}}.validate(), `name "A"`)
}
