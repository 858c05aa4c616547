package account

import (
	"fmt"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/bootstrap/access"
	"groundwork/internal/iampolicy"
	awsiam "groundwork/internal/sdk/aws/iam"
	"groundwork/naming"
)

// roles are the roles of CI, with all that they may do.
type roles struct{ pulumi.ResourceState }

// role is one role of CI.
type role struct {
	// name ends the logical and the physical name.
	parts []string
	what  string
	trust iampolicy.Document
	// policies are attached, keys is what it may do with keys; nil for nothing.
	policies []policy
	keys     pulumi.StringInput
	boundary pulumi.StringPtrInput
	session  time.Duration
}

// policy is a managed policy and what it is called in the names of its uses.
type policy struct {
	part string
	*awsiam.Policy
}

// makeRoles makes a role for previews, one for drift and the plans of deployments, and
// for each environment one for its deployments and one that pushes images and files.
func (b *base) makeRoles() error {
	all := &roles{}
	if err := b.ctx.RegisterComponentResource("groundwork:bootstrap:Roles", "ci", all); err != nil {
		return fmt.Errorf("registering the component: %w", err)
	}
	parent := pulumi.Parent(all)
	look, err := b.policy("ci-look", "Sees how everything is set up, and no data", b.access.Look(), parent, "look")
	if err != nil {
		return err
	}
	network, err := b.policy("ci-network", "Networks, load balancers and delivery", b.access.DeployNetwork(), parent, "network")
	if err != nil {
		return err
	}
	preview, err := b.makePreviewRole(look, parent)
	if err != nil {
		return err
	}
	watch, err := b.makeWatchRole(look, parent)
	if err != nil {
		return err
	}
	deploy, push, boundaries := pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}
	for _, environment := range b.config.Environments {
		made, err := b.makeDeployRole(environment, []policy{{"look", look}, {"network", network}}, parent)
		if err != nil {
			return fmt.Errorf("environment %q: %w", environment, err)
		}
		deploy[environment] = made.Arn
		pushes, err := b.makePushRole(environment, parent)
		if err != nil {
			return fmt.Errorf("environment %q: %w", environment, err)
		}
		push[environment] = pushes.Arn
		boundaries[environment] = pulumi.String(b.access.WorkloadBoundary(environment))
	}
	b.ctx.Export("previewRole", preview.Arn)
	b.ctx.Export("watchRole", watch.Arn)
	b.ctx.Export("deployRoles", deploy)
	b.ctx.Export("pushRoles", push)
	b.ctx.Export("permissionsBoundaries", boundaries)
	return b.ctx.RegisterResourceOutputs(all, pulumi.Map{"previewRole": preview.Arn, "watchRole": watch.Arn, "deployRoles": deploy, "pushRoles": push})
}

// makePreviewRole makes the role of pull requests.
func (b *base) makePreviewRole(look *awsiam.Policy, parent pulumi.ResourceOption) (*awsiam.Role, error) {
	peek, err := b.policy("ci-peek", "Reads the states and secrets of previewed stacks", b.access.Peek(b.config.Previews), parent, "peek")
	if err != nil {
		return nil, err
	}
	return b.role(role{
		parts: []string{"preview"}, what: "Previews: reads, and changes nothing",
		trust: access.PreviewTrust(b.issuers.trusted, b.config.runners(forPreviews)...), policies: []policy{{"look", look}, {"peek", peek}},
		keys: iampolicy.Output(access.Decrypt, b.readable(b.config.Previews)...), session: previewSession,
	}, parent)
}

// makeWatchRole makes the role of what looks at every stack from the deployed branch.
func (b *base) makeWatchRole(look *awsiam.Policy, parent pulumi.ResourceOption) (*awsiam.Role, error) {
	watch, err := b.policy("ci-watch", "Reads the states, secrets and history of every stack", b.access.Watch(append(slices.Clone(b.config.Environments), own)), parent, "watch")
	if err != nil {
		return nil, err
	}
	return b.role(role{
		parts: []string{"watch"}, what: "Drift, and plans of deployments: reads, and changes nothing",
		trust: access.WatchTrust(b.issuers.trusted, b.config.runners(forWatch)...), policies: []policy{{"look", look}, {"watch", watch}},
		keys: iampolicy.Output(access.Decrypt, b.readable(b.config.Environments)...), session: previewSession,
	}, parent)
}

// readable are the keys of what environments' states and secrets are encrypted with.
func (b *base) readable(environments []string) []pulumi.StringInput {
	keys := []pulumi.StringInput{b.state.keyARN}
	for _, environment := range environments {
		keys = append(keys, b.keys.arns[environment])
	}
	return keys
}

// makeDeployRole makes the role that brings up the stacks of an environment, its
// boundary, and the boundary of the roles that those stacks make.
func (b *base) makeDeployRole(environment string, policies []policy, parent pulumi.ResourceOption) (*awsiam.Role, error) {
	name := "ci-deploy-" + environment
	if _, err := b.policy("ci-workload-"+environment, "The most that a role of a stack of "+environment+" can do", b.access.BoundWorkloads(environment), parent, "workload", environment); err != nil {
		return nil, err
	}
	boundary, err := b.policy(name+"-boundary", "The most that deployments of "+environment+" can do", b.access.BoundDeploy(environment), parent, "deploy", environment, "boundary")
	if err != nil {
		return nil, err
	}
	policies = slices.Clone(policies)
	for _, part := range []struct {
		name, what string
		document   iampolicy.Document
	}{
		{"data", "Data stores, buckets, images and secrets of " + environment, b.access.DeployData(environment)},
		{"compute", "Clusters, logs and roles of " + environment, b.access.DeployCompute(environment)},
		{"state", "States of " + environment, b.access.KeepState(environment)},
	} {
		made, err := b.policy(name+"-"+part.name, part.what, part.document, parent, "deploy", environment, part.name)
		if err != nil {
			return nil, err
		}
		policies = append(policies, policy{part.name, made})
	}
	return b.role(role{
		parts: []string{"deploy", environment}, what: "Deployments of " + environment,
		trust: access.DeployTrust(b.issuers.trusted, environment, b.config.runners(environment)...), policies: policies, boundary: boundary.Arn,
		keys: iampolicy.Output(access.UseKeys, b.state.keyARN, b.keys.arns[environment]), session: deploySession,
	}, parent)
}

// makePushRole makes the role of the builds that bring images and static files to an
// environment. Who may deploy to it may push to it, and nobody else.
func (b *base) makePushRole(environment string, parent pulumi.ResourceOption) (*awsiam.Role, error) {
	push, err := b.policy("ci-push-"+environment, "Pushes images and static files of "+environment, b.access.Push(environment), parent, "push", environment)
	if err != nil {
		return nil, err
	}
	return b.role(role{
		parts: []string{"push", environment}, what: "Images and static files of " + environment,
		trust: access.DeployTrust(b.issuers.trusted, environment, b.config.runners(environment)...), policies: []policy{{"policy", push}}, session: previewSession,
	}, parent)
}

// policy makes a managed policy.
func (b *base) policy(name, what string, document iampolicy.Document, parent pulumi.ResourceOption, parts ...string) (*awsiam.Policy, error) {
	text, err := access.Text(document)
	if err != nil {
		return nil, fmt.Errorf("policy %q: %w", name, err)
	}
	made, err := awsiam.NewPolicy(b.ctx, name, &awsiam.PolicyArgs{
		Name:        pulumi.String(b.names.Name(parts...)),
		Description: pulumi.String(what),
		Policy:      pulumi.String(text),
		Tags:        b.tags(parts...),
	}, parent)
	if err != nil {
		return nil, fmt.Errorf("creating policy %q: %w", name, err)
	}
	return made, nil
}

// role makes a role with its policies.
func (b *base) role(r role, parent pulumi.ResourceOption) (*awsiam.Role, error) {
	trust, err := r.trust.JSON()
	if err != nil {
		return nil, err
	}
	name := "ci"
	for _, part := range r.parts {
		name += "-" + part
	}
	made, err := awsiam.NewRole(b.ctx, name, &awsiam.RoleArgs{
		Name:                pulumi.String(b.names.Short(naming.RoleLimit, r.parts...)),
		Description:         pulumi.String(r.what),
		AssumeRolePolicy:    pulumi.String(trust),
		PermissionsBoundary: r.boundary,
		MaxSessionDuration:  pulumi.Int(int(r.session.Seconds())),
		Tags:                b.tags(r.parts...),
	}, parent, pulumi.DependsOn(b.issuers.ready))
	if err != nil {
		return nil, fmt.Errorf("creating role %q: %w", name, err)
	}
	for _, policy := range r.policies {
		if _, err := awsiam.NewRolePolicyAttachment(b.ctx, name+"-"+policy.part, &awsiam.RolePolicyAttachmentArgs{
			Role: made.Name, PolicyArn: policy.Arn,
		}, parent); err != nil {
			return nil, fmt.Errorf("attaching a policy to %q: %w", name, err)
		}
	}
	if r.keys == nil {
		return made, nil
	}
	if _, err := awsiam.NewRolePolicy(b.ctx, name+"-keys", &awsiam.RolePolicyArgs{
		Name: pulumi.String(b.names.Name(append(slices.Clone(r.parts), "keys")...)), Role: made.Name, Policy: r.keys,
	}, parent); err != nil {
		return nil, fmt.Errorf("creating the policy for keys of %q: %w", name, err)
	}
	return made, nil
}
