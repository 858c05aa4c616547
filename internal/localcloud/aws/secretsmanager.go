package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

var noSecret = refusal{400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."}

var secretLinks = []link{
	{from: secretType, path: "kmsKeyId", to: keyType, loose: true, missing: refusal{400, "InvalidParameterException", "KMS key %s not found or disabled"}},
	{from: secretVersionType, path: "secretId", to: secretType, missing: noSecret, loose: true},
	{from: "aws:secretsmanager/secretPolicy:SecretPolicy", path: "secretArn", to: secretType, missing: noSecret, loose: true},
	{from: "aws:secretsmanager/secretRotation:SecretRotation", path: "secretId", to: secretType, missing: noSecret, loose: true},
}

// deletedSecretType has no resource: a secret that can still be brought back
// keeps its name under it.
const deletedSecretType = "aws:secretsmanager/deletedSecret:DeletedSecret"

// secretService is Secrets Manager.
func secretService() service {
	return service{
		kinds: map[string]localcloud.Kind{
			secretType:        {Check: checkSecret, Create: createSecret, Read: readPolicyOf("aws:secretsmanager/secretPolicy:SecretPolicy", "secretArn", "arn"), Delete: deleteSecret},
			secretVersionType: {Check: checkSecretVersion, ID: secretVersionID, Create: createSecretVersion, Name: nameSecretVersion},
		},
		functions: map[string]localcloud.Function{
			"aws:secretsmanager/getSecret:getSecret":                 lookupSecret,
			"aws:secretsmanager/getSecretVersion:getSecretVersion":   lookupSecretVersion,
			"aws:secretsmanager/getRandomPassword:getRandomPassword": randomPassword,
		},
	}
}

// checkSecret follows
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
func checkSecret(c *localcloud.Check) {
	name := c.Inputs.String("name")
	if bad := strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+=.@-"); bad != "" || len(name) > 512 {
		c.Fail("name", "%q must contain only alphanumeric characters and /_+=.@-, 512 at most: %q", "name", name)
	}
}

// createSecret: the name of a deleted secret is taken until its recovery window
// is over.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
func createSecret(tx *localcloud.Tx, secret *localcloud.Object) error {
	if waiting := tx.Get(deletedSecretType, secret.String("name")); waiting != nil {
		if tx.Now().Before(waiting.LeavesAt()) {
			return tx.Fail(400, "InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.")
		}
		tx.Remove(deletedSecretType, waiting.ID)
	}
	decide(secret, "policy", "")
	decide(secret, "replicas", []localcloud.Props{})
	return nil
}

// deleteSecret keeps the name for the recovery window; a window of 0 days is
// the provider's way to delete at once.
func deleteSecret(tx *localcloud.Tx, secret *localcloud.Object) error {
	takeAlong(tx, "arn", secret.String("arn"), secretVersionType)
	days := secret.Outputs.Int("recoveryWindowInDays")
	if days == 0 {
		return nil
	}
	waiting := &localcloud.Object{Type: deletedSecretType, ID: secret.String("name"), Name: secret.String("name"), Outputs: localcloud.Props{}}
	waiting.Set("arn", secret.String("arn"))
	waiting.Leave(tx.Now().AddDate(0, 0, days))
	tx.Put(waiting)
	return nil
}

// findSecret finds a secret by its ARN or its name.
func findSecret(tx *localcloud.Tx, value string) *localcloud.Object {
	if secret := tx.Get(secretType, value); secret != nil {
		return secret
	}
	return named(tx, secretType, "name", value)
}

func checkSecretVersion(c *localcloud.Check) {
	const limit = 65536
	switch text, binary := c.Inputs.Has("secretString"), c.Inputs.Has("secretBinary"); {
	case text && binary:
		c.Fail("secretString", "%q: conflicts with %q", "secret_string", "secret_binary")
	case len(c.Inputs.String("secretString")) > limit:
		c.Fail("secretString", "expected length of secret_string to be in the range (0 - %d)", limit)
	}
}

func nameSecretVersion(version *localcloud.Object) string {
	arn := version.String("secretId")
	return arn[strings.LastIndexByte(arn, ':')+1:]
}

// secretVersionID is "<secret>|<version>", the version named by the provider.
func secretVersionID(tx *localcloud.Tx, version *localcloud.Object) string {
	id := "terraform-" + tx.Now().Format("20060102150405") + tx.Dice().Text(12, localcloud.Digits)
	version.Set("versionId", id)
	return version.String("secretId") + "|" + id
}

// createSecretVersion moves the stages: the new version is the current one, and
// the one before it the previous.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
func createSecretVersion(tx *localcloud.Tx, version *localcloud.Object) error {
	secret := findSecret(tx, version.String("secretId"))
	if secret == nil {
		return noSecret.about(tx, version.String("secretId"))
	}
	if key := secret.String("kmsKeyId"); key != "" && findKey(tx, key) == nil {
		return tx.Fail(400, "EncryptionFailure", "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS key is available, enabled, and not in an invalid state.")
	}
	version.Set("arn", secret.String("arn"))
	decide(version, "versionStages", []string{currentStage})
	if slices.Contains(version.Outputs.Strings("versionStages"), currentStage) {
		retire(tx, version)
	}
	return nil
}

const currentStage, previousStage = "AWSCURRENT", "AWSPREVIOUS"

// retire takes the current stage from the version that had it.
func retire(tx *localcloud.Tx, next *localcloud.Object) {
	for _, other := range tx.Where(secretVersionType, "arn", next.String("arn")) {
		stages := other.Outputs.Strings("versionStages")
		was := slices.Contains(stages, currentStage)
		stages = slices.DeleteFunc(stages, func(stage string) bool { return stage == currentStage || stage == previousStage })
		if was {
			stages = append(stages, previousStage)
		}
		if other.ID != next.ID {
			other.Set("versionStages", stages)
			tx.Put(other)
		}
	}
}
