package kubernetes

import (
	"encoding/json"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// validateConfigMap follows
// https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object
func validateConfigMap(c *corev1.ConfigMap) field.ErrorList {
	var problems field.ErrorList
	size := 0
	for key, value := range c.Data {
		problems = append(problems, validateKey(key, field.NewPath("data"))...)
		size += len(value)
		if _, twice := c.BinaryData[key]; twice {
			problems = append(problems, field.Invalid(field.NewPath("data").Key(key), key, "duplicate of key present in binaryData"))
		}
	}
	for key, value := range c.BinaryData {
		problems = append(problems, validateKey(key, field.NewPath("binaryData"))...)
		size += len(value)
	}
	if size > corev1.MaxSecretSize {
		problems = append(problems, field.TooLong(field.NewPath(""), "", corev1.MaxSecretSize))
	}
	return problems
}

func validateKey(key string, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	for _, problem := range validation.IsConfigMapKey(key) {
		problems = append(problems, field.Invalid(at.Key(key), key, problem))
	}
	return problems
}

// secretKeys are what a Secret of a type must hold.
// https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
var secretKeys = map[corev1.SecretType][]string{
	corev1.SecretTypeTLS:              {corev1.TLSCertKey, corev1.TLSPrivateKeyKey},
	corev1.SecretTypeSSHAuth:          {corev1.SSHAuthPrivateKey},
	corev1.SecretTypeDockercfg:        {corev1.DockerConfigKey},
	corev1.SecretTypeDockerConfigJson: {corev1.DockerConfigJsonKey},
}

func validateSecret(s *corev1.Secret) field.ErrorList {
	var problems field.ErrorList
	data := field.NewPath("data")
	size := 0
	for key, value := range s.Data {
		problems = append(problems, validateKey(key, data)...)
		size += len(value)
	}
	if size > corev1.MaxSecretSize {
		problems = append(problems, field.TooLong(data, "", corev1.MaxSecretSize))
	}
	for _, key := range secretKeys[s.Type] {
		value, ok := s.Data[key]
		if _, plain := s.StringData[key]; !ok && !plain {
			problems = append(problems, field.Required(data.Key(key), ""))
		} else if strings.HasPrefix(key, ".docker") && ok && !json.Valid(value) {
			problems = append(problems, field.Invalid(data.Key(key), "<secret contents redacted>", "invalid JSON"))
		}
	}
	if s.Type == corev1.SecretTypeBasicAuth && s.Data["username"] == nil && s.Data["password"] == nil && len(s.StringData) == 0 {
		problems = append(problems, field.Required(data.Key("username"), ""), field.Required(data.Key("password"), ""))
	}
	return problems
}

// validateLimitRange follows
// https://kubernetes.io/docs/concepts/policy/limit-range/#limitrange-and-admission-checks-for-pods
func validateLimitRange(r *corev1.LimitRange) field.ErrorList {
	var problems field.ErrorList
	for i, limit := range r.Spec.Limits {
		at := spec.Child("limits").Index(i)
		if limit.Type == "" {
			problems = append(problems, field.Required(at.Child("type"), ""))
		}
		order := []struct {
			name string
			list corev1.ResourceList
		}{{"min", limit.Min}, {"defaultRequest", limit.DefaultRequest}, {"default", limit.Default}, {"max", limit.Max}}
		for low := range order {
			for high := low + 1; high < len(order); high++ {
				problems = append(problems, ordered(order[low].name, order[high].name, order[low].list, order[high].list, at)...)
			}
		}
	}
	return problems
}

func ordered(lowName, highName string, low, high corev1.ResourceList, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	for name, amount := range low {
		if limit, ok := high[name]; ok && exceeds(amount, limit) {
			problems = append(problems, field.Invalid(at.Child(lowName).Key(string(name)), amount.String(),
				fmt.Sprintf("%s value %s is greater than %s value %s", lowName, amount.String(), highName, limit.String())))
		}
	}
	return problems
}

// validateClaim follows
// https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims
func validateClaim(c *corev1.PersistentVolumeClaim) field.ErrorList {
	var problems field.ErrorList
	if len(c.Spec.AccessModes) == 0 {
		problems = append(problems, field.Required(spec.Child("accessModes"), "at least 1 access mode is required"))
	}
	for i, mode := range c.Spec.AccessModes {
		problems = append(problems, oneOf(mode, spec.Child("accessModes").Index(i), corev1.ReadOnlyMany, corev1.ReadWriteMany,
			corev1.ReadWriteOnce, corev1.ReadWriteOncePod)...)
	}
	at := spec.Child("resources").Key(string(corev1.ResourceStorage))
	storage, ok := c.Spec.Resources.Requests[corev1.ResourceStorage]
	switch {
	case !ok:
		problems = append(problems, field.Required(at, ""))
	case storage.Sign() <= 0:
		problems = append(problems, field.Invalid(at, storage.String(), "must be greater than zero"))
	}
	return problems
}
