package engine

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"

	"groundwork/internal/backend"
)

// takeOver makes a stack of the state that Pulumi's file backend kept in the home
// before the states had a backend of their own; nil where there is none. The old
// file stays.
func (s *Session) takeOver(ctx context.Context, request Request) (*backend.Stack, error) {
	path := filepath.Join(s.home.State(), ".pulumi", "stacks", request.System.Name, request.Stack+".json")
	source, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the stack's earlier state: %w", err)
	}
	var stack *backend.Stack
	deployment, err := s.fromFileBackend(ctx, source)
	if err == nil {
		stack, err = s.states.MakeOf(request.name(), deployment)
	}
	if err != nil {
		return nil, fmt.Errorf("taking over the stack's earlier state in %s: %w; to go on without it, remove the file: the local cloud keeps what it holds, and the next up takes it over", path, err)
	}
	s.progress.Note("the state that an earlier groundwork wrote is taken over")
	return stack, nil
}

// fromFileBackend reads a checkpoint, and seals its secrets anew.
func (s *Session) fromFileBackend(ctx context.Context, source []byte) (apitype.UntypedDeployment, error) {
	var file struct {
		Version    int      `json:"version"`
		Features   []string `json:"features"`
		Checkpoint struct {
			Latest map[string]any `json:"latest"`
		} `json:"checkpoint"`
	}
	if err := json.Unmarshal(source, &file); err != nil {
		return apitype.UntypedDeployment{}, err
	}
	if len(file.Checkpoint.Latest) == 0 {
		return apitype.UntypedDeployment{}, nil // a stack that nothing was done to
	}
	crypter, err := passphraseOf(file.Checkpoint.Latest)
	if err != nil {
		return apitype.UntypedDeployment{}, err
	}
	if err := s.sealAnew(ctx, crypter, file.Checkpoint.Latest); err != nil {
		return apitype.UntypedDeployment{}, err
	}
	file.Checkpoint.Latest["secrets_providers"] = map[string]any{"type": backend.SealedByService}
	text, err := json.Marshal(file.Checkpoint.Latest)
	return apitype.UntypedDeployment{Version: file.Version, Features: file.Features, Deployment: text}, err
}

// passphraseOf opens the secrets of a state that a passphrase encrypts.
func passphraseOf(latest map[string]any) (config.Decrypter, error) {
	providers, _ := latest["secrets_providers"].(map[string]any)
	state, _ := providers["state"].(map[string]any)
	salt, _ := state["salt"].(string)
	parts := strings.Split(salt, ":") // v1:SALT:a proof of the passphrase
	if len(parts) < 2 {
		return nil, errors.New("it does not say how its secrets are encrypted")
	}
	bytes, err := base64.StdEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, fmt.Errorf("decoding its salt: %w", err)
	}
	return config.NewSymmetricCrypterFromPassphrase(Passphrase, bytes), nil
}

// sealAnew changes how the secrets in a value are encrypted.
func (s *Session) sealAnew(ctx context.Context, old config.Decrypter, value any) error {
	switch value := value.(type) {
	case map[string]any:
		if text, ok := value["ciphertext"].(string); ok && value[resource.SigKey] == resource.SecretSig {
			plain, err := old.DecryptValue(ctx, text)
			if err != nil {
				return fmt.Errorf("decrypting a secret: %w", err)
			}
			value["ciphertext"] = s.states.Encrypt(plain)
			return nil
		}
		for _, item := range value {
			if err := s.sealAnew(ctx, old, item); err != nil {
				return err
			}
		}
	case []any:
		for _, item := range value {
			if err := s.sealAnew(ctx, old, item); err != nil {
				return err
			}
		}
	}
	return nil
}
