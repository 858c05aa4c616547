package podspec

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	"groundwork/naming"
)

// Config is the environment of a program: a ConfigMap and a Secret whose names
// carry their content's hash. A changed value makes new objects, pods roll
// because they name the new ones, and the old ones go last, when no pod reads
// them any more. A fixed name would be deleted first and take the pods with it.
//
// Secrets reach the program as variables, not as files (CIS Kubernetes 5.4.1),
// because that is where the programs look for them.
type Config struct {
	// Objects must exist before the pods.
	Objects []pulumi.Resource

	configName string
	secretName pulumi.StringInput
}

// NewConfig creates the objects below a component, with logical names that
// begin with name. Empty env or secrets make none.
func NewConfig(ctx *pulumi.Context, name, namespace string, spec Spec, env map[string]string, secrets map[string]pulumi.StringInput, opts ...pulumi.ResourceOption) (*Config, error) {
	config := &Config{}
	if len(env) > 0 {
		hash, err := hashed(env)
		if err != nil {
			return nil, err
		}
		config.configName = spec.App + "-config-" + hash
		made, err := corev1.NewConfigMap(ctx, name+"-config", &corev1.ConfigMapArgs{
			Metadata:  spec.metadata(namespace, pulumi.String(config.configName)),
			Data:      pulumi.ToStringMap(env),
			Immutable: pulumi.Bool(true),
		}, opts...)
		if err != nil {
			return nil, err
		}
		config.Objects = append(config.Objects, made)
	}
	if len(secrets) > 0 {
		config.secretName = secretName(spec.App, secrets)
		made, err := corev1.NewSecret(ctx, name+"-secrets", &corev1.SecretArgs{
			Metadata:   spec.metadata(namespace, config.secretName),
			StringData: pulumi.StringMap(secrets), // the SDK marks it secret
			Immutable:  pulumi.Bool(true),
		}, opts...)
		if err != nil {
			return nil, err
		}
		config.Objects = append(config.Objects, made)
	}
	return config, nil
}

// ConfigName is the name of the plain values' object: "" when there are none.
func (c *Config) ConfigName() pulumi.String { return pulumi.String(c.configName) }

// SecretName is the name of the secret values' object: "" when there are none.
func (c *Config) SecretName() pulumi.StringOutput {
	if c.secretName == nil {
		return pulumi.String("").ToStringOutput()
	}
	return c.secretName.ToStringOutput()
}

// secretName is unknown in a preview as long as one of the values is. The name
// itself is no secret: it shows 24 bits of a SHA-256 over all values together,
// too few to tell a generated password from the next one, and marked as a
// secret it would hide the whole Deployment from the preview.
func secretName(app string, secrets map[string]pulumi.StringInput) pulumi.StringOutput {
	name := pulumi.StringMap(secrets).ToStringMapOutput().ApplyT(func(values map[string]string) (string, error) {
		hash, err := hashed(values)
		return app + "-secrets-" + hash, err
	})
	return pulumi.Unsecret(name).(pulumi.StringOutput)
}

// hashed is the hash of a map, the same for equal maps: JSON sorts the keys.
func hashed(values map[string]string) (string, error) {
	text, err := json.Marshal(values)
	if err != nil {
		return "", fmt.Errorf("encoding configuration: %w", err)
	}
	return naming.Hash(string(text)), nil
}

// sources are where a container's variables come from.
func (c *Config) sources() corev1.EnvFromSourceArray {
	var sources corev1.EnvFromSourceArray
	if c.configName != "" {
		sources = append(sources, &corev1.EnvFromSourceArgs{ConfigMapRef: &corev1.ConfigMapEnvSourceArgs{Name: pulumi.String(c.configName)}})
	}
	if c.secretName != nil {
		sources = append(sources, &corev1.EnvFromSourceArgs{SecretRef: &corev1.SecretEnvSourceArgs{Name: c.secretName.ToStringOutput().ToStringPtrOutput()}})
	}
	return sources
}

// metadata of an object that belongs to the app.
func (s Spec) metadata(namespace string, name pulumi.StringInput) *metav1.ObjectMetaArgs {
	return &metav1.ObjectMetaArgs{
		Name:      name.ToStringOutput().ToStringPtrOutput(),
		Namespace: pulumi.String(namespace),
		Labels:    pulumi.ToStringMap(s.Labels()),
	}
}

// Metadata of an object with a name known at plan time.
func (s Spec) Metadata(namespace, name string) *metav1.ObjectMetaArgs {
	return s.metadata(namespace, pulumi.String(name))
}

// NewServiceAccount creates the app's own account. Pods get no token for the
// Kubernetes API unless their spec says so (CIS Kubernetes 5.1.5, 5.1.6); pod
// identity brings its own.
func NewServiceAccount(ctx *pulumi.Context, name, namespace string, spec Spec, opts ...pulumi.ResourceOption) (*corev1.ServiceAccount, error) {
	return corev1.NewServiceAccount(ctx, name+"-account", &corev1.ServiceAccountArgs{
		Metadata:                     spec.Metadata(namespace, spec.App),
		AutomountServiceAccountToken: pulumi.Bool(false),
	}, opts...)
}
