package account

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/bootstrap/access"
	"groundwork/naming"
)

// base is the account being prepared: what later steps need of earlier ones.
type base struct {
	ctx    *pulumi.Context
	config Config
	names  naming.Scope
	access access.Account

	state   *state
	keys    *keys
	issuers *issuers
}

// Deploy is the Pulumi program of the account.
func Deploy(ctx *pulumi.Context) error {
	config, err := Load(ctx)
	if err != nil {
		return err
	}
	identity, err := aws.GetCallerIdentity(ctx, nil, nil)
	if err != nil {
		return fmt.Errorf("asking AWS who we are (are there credentials?): %w", err)
	}
	b := &base{ctx: ctx, config: config, names: naming.Scope{System: config.Name, Environment: own}}
	b.access = access.Account{
		ID: identity.AccountId, Region: config.Region, Names: b.names, Systems: config.Systems,
		StateBucket: bucketName(b.names, identity.AccountId), StaticBuckets: config.StaticBuckets,
	}
	for _, step := range []struct {
		name string
		run  func() error
	}{
		{"state", b.keepState},
		{"switches", b.setSwitches},
		{"trail", b.keepTrail},
		{"budget", b.setBudget},
		{"keys", b.makeKeys},
		{"issuers", b.trustIssuers},
		{"roles", b.makeRoles},
	} {
		if err := step.run(); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

// tags are the tags of one thing of the bootstrap's.
func (b *base) tags(parts ...string) pulumi.StringMap {
	return pulumi.ToStringMap(b.names.Tags(parts...))
}
