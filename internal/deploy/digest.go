package deploy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// digestDigits are enough to tell plans apart and short enough to be typed.
const digestDigits = 16

// Plan is what an update would do, as `pulumi preview --save-plan` writes it.
type Plan struct {
	// Commit is what would be deployed, Written when the state was written that the
	// plan starts from.
	Commit  string
	Written time.Time
	// Saved is the plan's file.
	Saved []byte
}

// Digest stands for the commit, the state that the plan starts from, and what is done
// to each resource with which inputs: a plan with the same digest does the same. Only
// the digest is kept, so nothing that must not be read travels with it.
//
// Pulumi could hold an update to a plan itself (`pulumi up --plan`). But it compares
// each resource when its turn comes, and the Kubernetes provider says something else
// about one whose inputs aren't known yet than about the same one later
// (https://github.com/pulumi/pulumi/issues/13765): the update stops half-way, at every
// new stack, with an error that prints the values of secrets.
func (p Plan) Digest() (string, error) {
	var saved struct {
		Resources map[string]struct {
			Steps any `json:"steps"`
			Goal  struct {
				Inputs any `json:"inputDiff"`
			} `json:"goal"`
		} `json:"resourcePlans"`
	}
	if err := json.Unmarshal(p.Saved, &saved); err != nil {
		return "", fmt.Errorf("reading the plan: %w", err)
	}
	steps := map[string]any{}
	for urn, resource := range saved.Resources {
		// A provider carries the credentials of whoever asks, and changes nothing itself.
		if !strings.Contains(urn, "pulumi:providers:") {
			steps[urn] = map[string]any{"steps": resource.Steps, "inputs": sealed(resource.Goal.Inputs)}
		}
	}
	written, err := json.Marshal(steps) // sorted by key
	if err != nil {
		return "", fmt.Errorf("reading the plan: %w", err)
	}
	hash := sha256.New()
	fmt.Fprintf(hash, "%s\n%s\n%s\n", p.Commit, p.Written.UTC().Format(time.RFC3339Nano), written)
	return hex.EncodeToString(hash.Sum(nil))[:digestDigits], nil
}

// sealed is a value with a word in the place of each secret: each encryption of one
// looks different, so that there is one must do.
func sealed(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if _, secret := value["ciphertext"]; secret {
			return "[secret]"
		}
		kept := make(map[string]any, len(value))
		for key, item := range value {
			kept[key] = sealed(item)
		}
		return kept
	case []any:
		kept := make([]any, len(value))
		for i, item := range value {
			kept[i] = sealed(item)
		}
		return kept
	}
	return value
}
