package account

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/bootstrap/access"
	awsiam "groundwork/internal/sdk/aws/iam"
)

// gitHubIssuer is who signs the tokens of GitHub's jobs:
// https://docs.github.com/actions/reference/security/oidc
const gitHubIssuer = "https://token.actions.githubusercontent.com"

// issuers are the identity providers whose tokens become roles.
type issuers struct {
	pulumi.ResourceState

	// trusted are what trust policies name; ready are the providers themselves,
	// without which IAM refuses such a policy.
	trusted []access.Issuer
	ready   []pulumi.Resource
}

// trustIssuers tells IAM of the forges. AWS checks their certificates against
// the usual authorities, so that no thumbprint is given:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
func (b *base) trustIssuers() error {
	b.issuers = &issuers{}
	if err := b.ctx.RegisterComponentResource("groundwork:bootstrap:Issuers", "issuers", b.issuers); err != nil {
		return fmt.Errorf("registering the component: %w", err)
	}
	if source := b.config.GitHub; source != nil {
		if err := b.trustIssuer("github", gitHubIssuer, source.Subject, source.Branch); err != nil {
			return err
		}
	}
	if source := b.config.Gitea; source != nil {
		if err := b.trustIssuer("gitea", source.Issuer, source.Subject, source.Branch); err != nil {
			return err
		}
	}
	return b.ctx.RegisterResourceOutputs(b.issuers, pulumi.Map{"count": pulumi.Int(len(b.issuers.trusted))})
}

func (b *base) trustIssuer(name, address, subject, branch string) error {
	provider, err := awsiam.NewOpenIdConnectProvider(b.ctx, "issuers-"+name, &awsiam.OpenIdConnectProviderArgs{
		Url:           pulumi.String(address),
		ClientIdLists: pulumi.ToStringArray([]string{access.Audience}),
		Tags:          b.tags("issuer", name),
	}, pulumi.Parent(b.issuers))
	if err != nil {
		return fmt.Errorf("trusting %q: %w", address, err)
	}
	host := strings.TrimPrefix(address, "https://")
	b.issuers.ready = append(b.issuers.ready, provider)
	b.issuers.trusted = append(b.issuers.trusted, access.Issuer{
		ARN: "arn:aws:iam::" + b.access.ID + ":oidc-provider/" + host, Host: host, Subject: subject, Branch: branch,
	})
	return nil
}
