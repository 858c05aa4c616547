package graph_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// planted is found wherever it comes out.
const planted = "pl4nted-s3cret"

// Wherever a program puts a secret, its value is in no line of the graph.
func TestASecretIsHidden(t *testing.T) {
	secret := func(ctx *pulumi.Context) pulumi.StringOutput { return config.RequireSecret(ctx, "token") }
	for name, test := range map[string]struct {
		inputs func(ctx *pulumi.Context) pulumi.Map
		shows  string
	}{
		"as an input": {
			func(ctx *pulumi.Context) pulumi.Map { return pulumi.Map{"data": secret(ctx)} }, " [secret]\n",
		},
		"inside an object": {
			func(ctx *pulumi.Context) pulumi.Map { return pulumi.Map{"data": pulumi.Map{"token": secret(ctx)}} }, "\n    token: [secret]\n",
		},
		"inside a list": {
			func(ctx *pulumi.Context) pulumi.Map {
				return pulumi.Map{"data": pulumi.Array{pulumi.String("a"), secret(ctx)}}
			}, "\n    - a\n    - [secret]\n",
		},
		"inside a text": {
			func(ctx *pulumi.Context) pulumi.Map {
				return pulumi.Map{"data": pulumi.Sprintf("https://me:%s@host", secret(ctx))}
			}, " [secret]\n",
		},
		"inside JSON": {
			func(ctx *pulumi.Context) pulumi.Map {
				return pulumi.Map{"data": pulumi.JSONMarshal(pulumi.Map{"token": secret(ctx)})}
			}, " [secret]\n",
		},
		"made of a plain value": {
			func(*pulumi.Context) pulumi.Map { return pulumi.Map{"data": pulumi.ToSecret(pulumi.String(planted))} }, " [secret]\n",
		},
		"that became known by decoding another": {
			func(ctx *pulumi.Context) pulumi.Map {
				return pulumi.Map{"data": secret(ctx).ApplyT(func(value string) map[string]string { return map[string]string{"token": value} })}
			}, " [secret]\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			recorded, err := record(t, func(ctx *pulumi.Context) error {
				inputs := test.inputs(ctx)
				whole := &component{}
				if err := ctx.RegisterComponentResourceV2("shop:index:Storage", "whole", inputs, whole); err != nil {
					return err
				}
				ctx.Export("shown", inputs["data"])
				return ctx.RegisterResourceOutputs(whole, inputs)
			}, map[string]string{"shop:token": planted})
			require.NoError(t, err)
			text := recorded.String()
			assert.NotContains(t, text, planted)
			assert.Contains(t, text, "\n  data:"+test.shows)
			assert.Contains(t, text, "\n  @output shown:"+test.shows, "of the stack")
			assert.Contains(t, text, "\n  @output data:"+test.shows, "of the component")
		})
	}
}

// What a provider answers to a secret input, or what the program calls secret, is
// secret where it is used.
func TestWhatFollowsFromASecretIsHidden(t *testing.T) {
	recorded, err := record(t, func(ctx *pulumi.Context) error {
		made, copied := &thing{}, &thing{}
		err := ctx.RegisterResource(bucketType, "files", pulumi.Map{"bucket": pulumi.ToSecret(pulumi.String(planted))}, made)
		if err != nil {
			return err
		}
		named := pulumi.Map{"bucket": pulumi.String("more-" + planted)}
		if err := ctx.RegisterResource(bucketType, "more", named, copied, pulumi.AdditionalSecretOutputs([]string{"bucket"})); err != nil {
			return err
		}
		ctx.Export("one", made.Bucket)
		ctx.Export("two", copied.Bucket)
		return nil
	}, nil)
	require.NoError(t, err)
	assert.Contains(t, recorded.String(), "  @output one: [secret]\n")
	assert.Contains(t, recorded.String(), "  @output two: [secret]\n")
}

// What is not known says so, and whether it is a secret too.
func TestWhatIsUnknownIsMarked(t *testing.T) {
	recorded, err := record(t, func(ctx *pulumi.Context) error {
		made := &thing{}
		if err := ctx.RegisterResource(bucketType, "files", nil, made); err != nil {
			return err
		}
		cluster := &provider{}
		config := pulumi.Map{"kubeconfig": made.ARN}
		if err := ctx.RegisterResource("pulumi:providers:kubernetes", "cluster", config, cluster); err != nil {
			return err
		}
		inside := &thing{}
		inputs := pulumi.Map{"data": pulumi.Map{"list": pulumi.Array{made.ARN, pulumi.String("known")}}, "mark": pulumi.String("[unknown]")}
		if err := ctx.RegisterResource(mapType, "settings", inputs, inside, pulumi.Provider(cluster)); err != nil {
			return err
		}
		ctx.Export("id", made.ID())
		ctx.Export("secret", pulumi.ToSecret(made.ARN))
		ctx.Export("follows", made.ARN.ApplyT(func(string) string { t.Error("an apply ran on what is not known"); return "" }))
		ctx.Export("inCluster", inside.Bucket)
		return nil
	}, nil)
	require.NoError(t, err)
	for _, line := range []string{
		"  @output id: [unknown]", "  @output secret: [secret, unknown]", "  @output follows: [unknown]", "  @output inCluster: [unknown]",
		"  data: <- files\n    list:\n      - [unknown]\n      - known\n", `  mark: "[unknown]"`,
	} {
		assert.Contains(t, recorded.String(), line)
	}
}
