package conformance

import "strings"

const (
	secretDelete = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html"
	secretCreate = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"
	secretValue  = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html"
	putParameter = "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html"
	ssmNames     = "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html"
	ssmTiers     = "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"
	keyDelete    = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"
	keyState     = "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html"
	keyCreate    = "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html"

	secretsType  = "aws:secretsmanager/secret:Secret"
	versionsType = "aws:secretsmanager/secretVersion:SecretVersion"
	storedType   = "aws:ssm/parameter:Parameter"
	kmsKeyType   = "aws:kms/key:Key"
	kmsAliasType = "aws:kms/alias:Alias"
	versionOf    = "aws:secretsmanager/getSecretVersion:getSecretVersion"
)

// reborn deletes a secret with a recovery window and makes it again.
func reborn(days int) func(*World) error {
	return func(w *World) error {
		inputs := Props{"name": "s", "recoveryWindowInDays": days}
		if err := w.Delete(secretsType, "s", w.Make(secretsType, "s", inputs)); err != nil {
			return err
		}
		_, err := w.Create(secretsType, "s", inputs)
		return err
	}
}

// gone is a key that waits for its end.
func (w *World) gone() (Made, error) {
	key := w.Make(kmsKeyType, "gone", Props{"deletionWindowInDays": 7})
	return key, w.Delete(kmsKeyType, "gone", key)
}

var secretCases = []Case{
	{Name: "a secret twice", Do: twice(secretsType, Props{"name": "s"}), Refused: "ResourceExistsException", Evidence: secretCreate},
	{Name: "a deleted secret's name within its window", Do: reborn(7), Refused: "already scheduled for deletion", Evidence: secretDelete},
	{Name: "a secret's name that is deleted at once", Do: reborn(0), Evidence: secretDelete},
	{Name: "a window of five days", Do: creating(secretsType, Props{"recoveryWindowInDays": 5}), Refused: "5", Evidence: "facts: aws:secretsmanager/secret:Secret"},
	{Name: "a name with a blank", Do: creating(secretsType, Props{"name": "a b"}), Refused: "alphanumeric", Evidence: secretCreate},
	{Name: "a secret under no key", Do: creating(secretsType, Props{"kmsKeyId": "alias/gone"}), Refused: "alias/gone", Evidence: secretCreate},
	{Name: "a version of no secret", Do: creating(versionsType, Props{"secretId": "gone", "secretString": "x"}), Refused: "ResourceNotFoundException", Evidence: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html"},
	{Name: "the value of a secret without one", Do: func(w *World) error {
		w.Make(secretsType, "s", Props{"name": "s"})
		_, err := w.Invoke(versionOf, Props{"secretId": "s"})
		return err
	}, Refused: "staging label: AWSCURRENT", Evidence: secretValue},
	{Name: "the value of a deleted secret", Do: func(w *World) error {
		if err := w.Delete(secretsType, "s", w.Make(secretsType, "s", Props{"name": "s"})); err != nil {
			return err
		}
		_, err := w.Invoke(versionOf, Props{"secretId": "s"})
		return err
	}, Refused: "marked for deletion", Evidence: secretValue},
	{Name: "the value before the current one", Do: func(w *World) error {
		w.Make(secretsType, "s", Props{"name": "s"})
		w.Make(versionsType, "one", Props{"secretId": "s", "secretString": "one"})
		w.Make(versionsType, "two", Props{"secretId": "s", "secretString": "two"})
		found, err := w.Invoke(versionOf, Props{"secretId": "s", "versionStage": "AWSPREVIOUS"})
		if err != nil {
			return err
		}
		return same("the value", "one", found.String("secretString"))
	}, Evidence: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html"},
	{Name: "a random password's length", Do: func(w *World) error {
		found, err := w.Invoke("aws:secretsmanager/getRandomPassword:getRandomPassword", Props{"passwordLength": 20, "excludePunctuation": true})
		if err != nil {
			return err
		}
		return same("the length", 20, len(found.String("randomPassword")))
	}, Evidence: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html"},
}

func stored(changes Props) func(*World) error {
	return creating(storedType, with(Props{"name": "/app/x", "type": "String", "value": "x"}, changes))
}

var ssmCases = []Case{
	{Name: "a parameter", Do: stored(nil), Evidence: putParameter},
	{Name: "a parameter twice", Do: twice(storedType, Props{"name": "/x", "type": "String", "value": "x"}), Refused: "ParameterAlreadyExists", Evidence: putParameter},
	{Name: "a path without its first slash", Do: stored(Props{"name": "app/x"}), Refused: "fully qualified name", Evidence: ssmNames},
	{Name: "a name of AWS's", Do: stored(Props{"name": "/aws/x"}), Refused: "No access to reserved parameter name", Evidence: ssmNames},
	{Name: "a name with a blank", Do: stored(Props{"name": "/a b"}), Refused: "ValidationException", Evidence: ssmNames},
	{Name: "sixteen levels", Do: stored(Props{"name": strings.Repeat("/a", 16)}), Refused: "HierarchyLevelLimitExceededException", Evidence: ssmNames},
	{Name: "a standard value too long", Do: stored(Props{"value": strings.Repeat("x", 4097)}), Refused: "maximum parameter value of 4096 characters", Evidence: ssmTiers},
	{Name: "an advanced value of that length", Do: stored(Props{"tier": "Advanced", "value": strings.Repeat("x", 4097)}), Evidence: ssmTiers},
	{Name: "an advanced value too long", Do: stored(Props{"tier": "Advanced", "value": strings.Repeat("x", 8193)}), Refused: "8192", Evidence: ssmTiers},
	{Name: "a value outside of its pattern", Do: stored(Props{"allowedPattern": "^[0-9]+$"}), Refused: "ParameterPatternMismatchException", Evidence: putParameter},
	{Name: "a key that waits for its end", Do: func(w *World) error {
		key, err := w.gone()
		if err != nil {
			return err
		}
		return stored(Props{"type": "SecureString", "keyId": key.ID})(w)
	}, Refused: "is pending deletion", Evidence: "https://github.com/hashicorp/terraform-provider-aws/issues/27352"},
	{Name: "a parameter that is not there", Do: func(w *World) error {
		_, err := w.Invoke("aws:ssm/getParameter:getParameter", Props{"name": "/gone"})
		return err
	}, Refused: "ParameterNotFound", Evidence: "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html"},
}

var keyCases = []Case{
	{Name: "an alias twice", Do: func(w *World) error {
		key := w.Make(kmsKeyType, "key", Props{})
		return twice(kmsAliasType, Props{"name": "alias/x", "targetKeyId": key.ID})(w)
	}, Refused: "AlreadyExistsException", Evidence: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html"},
	{Name: "an alias of AWS's", Do: creating(kmsAliasType, Props{"name": "alias/aws/rds", "targetKeyId": "0"}), Refused: "reserved", Evidence: "https://docs.aws.amazon.com/kms/latest/developerguide/alias-create.html"},
	{Name: "an alias of nothing", Do: creating(kmsAliasType, Props{"name": "alias/x", "targetKeyId": "0"}), Refused: "NotFoundException: Key '0' does not exist", Evidence: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html"},
	{Name: "an alias of a key that waits for its end", Do: func(w *World) error {
		key, err := w.gone()
		if err != nil {
			return err
		}
		_, err = w.Create(kmsAliasType, "x", Props{"name": "alias/x", "targetKeyId": key.ID})
		return err
	}, Refused: "KMSInvalidStateException", Evidence: keyState},
	{Name: "a deleted key waits for its end", Do: func(w *World) error {
		key, err := w.gone()
		if err != nil {
			return err
		}
		found, err := w.Invoke("aws:kms/getKey:getKey", Props{"keyId": key.Outputs.String("arn")})
		if err != nil {
			return err
		}
		return same("its state", "PendingDeletion", found.String("keyState"))
	}, Evidence: keyDelete},
	{Name: "a window of five days", Do: creating(kmsKeyType, Props{"deletionWindowInDays": 5}), Refused: "5", Evidence: "facts: aws:kms/key:Key"},
	{Name: "rotation of a key that signs", Do: creating(kmsKeyType, Props{"enableKeyRotation": true, "customerMasterKeySpec": "RSA_2048", "keyUsage": "SIGN_VERIFY"}), Refused: "key rotation", Evidence: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"},
	{Name: "a policy that nobody can change", Do: creating(kmsKeyType, Props{"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:Decrypt","Principal":"*","Resource":"*"}]}`}), Refused: "will not allow you to update the key policy", Evidence: keyCreate},
}
