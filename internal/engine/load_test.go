package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud"
)

const secretSig = "1b47061264138c4ac30d75fd1eb44270"

func TestASecretOfAStateIsOneOfTheClouds(t *testing.T) {
	secret := map[string]any{"4dabf18193072939515e22adb298388d": secretSig, "plaintext": `{"a":"b"}`}
	props := revealed(map[string]any{"plain": "x", "list": []any{1.0, secret}, "none": nil})
	assert.Equal(t, "x", props.String("plain"))
	assert.True(t, props["list"].ArrayValue()[1].IsSecret())
	assert.Equal(t, localcloud.Props{}, revealed(nil))
	sealed := map[string]any{"4dabf18193072939515e22adb298388d": secretSig, "ciphertext": "AAAA"}
	assert.Nil(t, revealed(map[string]any{"deep": map[string]any{"list": []any{sealed}}}), "what is sealed can't be taken over")
}

// Where a structured value of the configuration holds secrets, each is found by its
// place, as the stack file has it.
func TestSecretsOfAStackFileAreFoundByTheirPlace(t *testing.T) {
	state := State{Secrets: map[string]string{}}
	state.secret("cloudflare:apiToken", "token")
	state.secret("groundwork:services", `{"api":{"environment":{"KEY":"k"},"args":["a"]},"n":1}`)
	assert.Equal(t, "token", state.Secrets["cloudflare:apiToken"])
	assert.Equal(t, "k", state.Secrets["groundwork:services.api.environment.KEY"])
	assert.Equal(t, "a", state.Secrets["groundwork:services.api.args[0]"])
}
