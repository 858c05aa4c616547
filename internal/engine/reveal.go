package engine

import (
	"encoding/json"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
)

// revealed are the properties of a state as a cloud holds them, nil where a secret is
// sealed.
func revealed(values map[string]any) localcloud.Props {
	props := localcloud.Props{}
	for name, value := range values {
		plain, open := reveal(value)
		if !open {
			return nil
		}
		props.Set(name, plain)
	}
	return props
}

// reveal opens the secrets in a value; the cloud knows that they are.
func reveal(value any) (any, bool) {
	switch value := value.(type) {
	case map[string]any:
		if value[resource.SigKey] == resource.SecretSig {
			text, is := value["plaintext"].(string)
			var plain any
			if !is || json.Unmarshal([]byte(text), &plain) != nil {
				return nil, false
			}
			return localcloud.Secret(plain), true
		}
		all := make(map[string]any, len(value))
		for key, item := range value {
			plain, open := reveal(item)
			if !open {
				return nil, false
			}
			all[key] = plain
		}
		return all, true
	case []any:
		all := make([]any, len(value))
		for i, item := range value {
			var open bool
			if all[i], open = reveal(item); !open {
				return nil, false
			}
		}
		return all, true
	}
	return value, true
}

// sealed closes the secrets in a value with the home's secret.
func (s *Session) sealed(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if value == nil {
			return map[string]any(nil)
		}
		if text, is := value["plaintext"].(string); is && value[resource.SigKey] == resource.SecretSig {
			return map[string]any{resource.SigKey: resource.SecretSig, "ciphertext": s.states.Encrypt(text)}
		}
		all := make(map[string]any, len(value))
		for key, item := range value {
			all[key] = s.sealed(item)
		}
		return all
	case []any:
		all := make([]any, len(value))
		for i, item := range value {
			all[i] = s.sealed(item)
		}
		return all
	}
	return value
}
