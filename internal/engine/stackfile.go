package engine

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"gopkg.in/yaml.v3"
)

// The user's own files are never written to: each run works on a copy of the
// Pulumi.yaml and the stack file in the home, in which every secret is
// replaced by a made-up one, since the key of the real ones is not here.

// materialise writes the copy and returns its folder. Overrides are
// configuration keys with plain values that win over the file's.
func (h Home) materialise(ctx context.Context, system System, stack string, overrides map[string]string) (string, error) {
	source, err := os.ReadFile(system.StackFile(stack))
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("no stack %q in system %q: %s is missing; there are: %s",
			stack, system.Name, system.StackFile(stack), strings.Join(system.Stacks(), ", "))
	}
	if err != nil {
		return "", fmt.Errorf("reading the stack file: %w", err)
	}
	local, err := localStackFile(ctx, source, overrides)
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", system.StackFile(stack), err)
	}
	project, err := os.ReadFile(filepath.Join(system.Dir, "Pulumi.yaml"))
	if err != nil {
		return "", fmt.Errorf("reading the project file: %w", err)
	}
	dir := h.workDir(system.Name, stack)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("making the working folder: %w", err)
	}
	for name, content := range map[string][]byte{"Pulumi.yaml": project, "Pulumi." + stack + ".yaml": local} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return "", fmt.Errorf("writing the working copy: %w", err)
		}
	}
	return dir, nil
}

// localStackFile is the stack file as the local cloud uses it.
func localStackFile(ctx context.Context, source []byte, overrides map[string]string) ([]byte, error) {
	var file map[string]any
	if err := yaml.Unmarshal(source, &file); err != nil {
		return nil, err
	}
	values, _ := file["config"].(map[string]any)
	if values == nil {
		values = map[string]any{}
	}
	stand := &standIn{ctx: ctx}
	for key, value := range values {
		values[key] = stand.replace(key, value)
	}
	if stand.err != nil {
		return nil, stand.err
	}
	for key, value := range overrides {
		values[key] = value
	}
	return yaml.Marshal(map[string]any{"encryptionsalt": localSalt, "config": values})
}

// standIn replaces `secure:` leaves. The key is derived at the first one: it
// takes a good part of a second, which a stack without secrets need not pay.
type standIn struct {
	ctx     context.Context
	crypter config.Crypter
	err     error
}

func (s *standIn) replace(path string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		if _, secret := value["secure"]; secret && len(value) == 1 {
			return map[string]any{"secure": s.encrypt("local-" + path)}
		}
		for key, item := range value {
			value[key] = s.replace(path+"."+key, item)
		}
	case []any:
		for i, item := range value {
			value[i] = s.replace(fmt.Sprintf("%s[%d]", path, i), item)
		}
	}
	return value
}

func (s *standIn) encrypt(plain string) string {
	if s.crypter == nil {
		salt, err := base64.StdEncoding.DecodeString(strings.Split(localSalt, ":")[1])
		if err != nil {
			s.err = fmt.Errorf("decoding the local salt: %w", err)
			return ""
		}
		s.crypter = config.NewSymmetricCrypterFromPassphrase(Passphrase, salt)
	}
	encrypted, err := s.crypter.EncryptValue(s.ctx, plain)
	if err != nil {
		s.err = fmt.Errorf("encrypting a stand-in secret: %w", err)
	}
	return encrypted
}
