// Package generated makes secrets that nobody has to think up: keys with which
// programs sign or encrypt, made once and kept in the stack's state.
package generated

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/problem"
)

// length is in bytes: what AES-256 and HMAC-SHA-256 take, and a Fernet key is.
// https://github.com/fernet/spec/blob/master/Spec.md#key-format
const length = 32

// Args describe secrets.
type Args struct {
	// Names are the secrets' names, one at least, each once.
	Names []string
}

// Secrets are values by name.
type Secrets struct {
	pulumi.ResourceState

	// Values are URL-safe base64, 44 characters; secrets.
	Values map[string]pulumi.StringOutput
}

func (a Args) validate() error {
	problems := problem.List{About: "generated: "}
	problems.Require(len(a.Names) > 0, "a name is required")
	for i, name := range a.Names {
		problems.Require(name != "" && !slices.Contains(a.Names[:i], name), "name %q must not be empty, and comes once", name)
	}
	return problems.Err()
}

// New makes the secrets. One keeps its value until its name goes.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Secrets, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	secrets := &Secrets{Values: map[string]pulumi.StringOutput{}}
	if err := ctx.RegisterComponentResource("groundwork:generated:Secrets", name, secrets, opts...); err != nil {
		return nil, err
	}
	for _, secret := range args.Names {
		bytes, err := random.NewRandomBytes(ctx, name+"-"+secret, &random.RandomBytesArgs{Length: pulumi.Int(length)}, pulumi.Parent(secrets))
		if err != nil {
			return nil, err
		}
		safe := bytes.Base64.ApplyT(urlSafe).(pulumi.StringOutput)
		secrets.Values[secret] = pulumi.ToSecret(safe).(pulumi.StringOutput)
	}
	return secrets, ctx.RegisterResourceOutputs(secrets, pulumi.Map{"names": pulumi.ToStringArray(args.Names)})
}

// urlSafe is the alphabet that needs no escaping in URLs, which Fernet keys have.
func urlSafe(base64 string) string { return strings.NewReplacer("+", "-", "/", "_").Replace(base64) }
