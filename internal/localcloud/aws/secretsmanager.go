package aws

import (
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

// secretService is Secrets Manager. A deleted secret that can be brought back
// keeps its name from being used again; here it is gone at once.
func secretService() service {
	return service{
		kinds: map[string]localcloud.Kind{
			secretType:        {Check: checkSecret, Create: createSecret, Delete: takesAlong("secretId", secretVersionType)},
			secretVersionType: {Check: checkSecretVersion, ID: secretVersionID, Create: createSecretVersion, Name: nameSecretVersion},
		},
		functions: map[string]localcloud.Function{
			"aws:secretsmanager/getSecret:getSecret":               lookupSecret,
			"aws:secretsmanager/getSecretVersion:getSecretVersion": lookupSecretVersion,
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

func createSecret(_ *localcloud.Tx, secret *localcloud.Object) error {
	decide(secret, "policy", "")
	decide(secret, "replicas", []localcloud.Props{})
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

// createSecretVersion makes the version the current one, and the one before it
// the previous:
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
func createSecretVersion(tx *localcloud.Tx, version *localcloud.Object) error {
	secret := findSecret(tx, version.String("secretId"))
	if secret == nil {
		return noSecret.about(tx, version.String("secretId"))
	}
	version.Set("arn", secret.String("arn"))
	decide(version, "versionStages", []string{"AWSCURRENT"})
	return nil
}

func lookupSecret(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	wanted := args.String("arn")
	if wanted == "" {
		wanted = args.String("name")
	}
	secret := findSecret(tx, wanted)
	if secret == nil {
		return nil, noSecret.about(tx, wanted)
	}
	return localcloud.PropsOf(map[string]any{
		"id": secret.ID, "arn": secret.String("arn"), "name": secret.String("name"),
		"description": secret.String("description"), "kmsKeyId": secret.String("kmsKeyId"),
		"policy": secret.String("policy"), "tags": secret.Outputs.StringMap("tagsAll"),
		"createdDate": secret.Created.Format("2006-01-02T15:04:05Z"), "lastChangedDate": "",
	}), nil
}

func lookupSecretVersion(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	secret := findSecret(tx, args.String("secretId"))
	if secret == nil {
		return nil, noSecret.about(tx, args.String("secretId"))
	}
	for _, version := range tx.Where(secretVersionType, "arn", secret.String("arn")) {
		if wanted := args.String("versionId"); wanted != "" && wanted != version.String("versionId") {
			continue
		}
		return localcloud.PropsOf(map[string]any{
			"id": version.ID, "arn": secret.String("arn"), "secretId": args.String("secretId"),
			"versionId": version.String("versionId"), "versionStages": version.Outputs.Strings("versionStages"),
			"createdDate": version.Created.Format("2006-01-02T15:04:05Z"), "versionStage": "AWSCURRENT",
			"secretString": localcloud.Secret(version.String("secretString")),
			"secretBinary": localcloud.Secret(version.String("secretBinary")),
		}), nil
	}
	return nil, tx.Fail(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT")
}
