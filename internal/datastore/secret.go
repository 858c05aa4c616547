package datastore

import (
	"fmt"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awssecrets "groundwork/internal/sdk/aws/secretsmanager"
)

// recoveryDays is the shortest time Secrets Manager keeps a deleted secret:
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
const recoveryDays = 7

// Password generates a password under the child's name kind, such as "token":
// length characters with lower case, upper case and digits, and no others but
// specials. It is a secret.
func (o Owner) Password(kind string, length int, specials string) (pulumi.StringOutput, error) {
	password, err := random.NewRandomPassword(o.Context, o.child(kind), &random.RandomPasswordArgs{
		Length:          pulumi.Int(length),
		Special:         pulumi.Bool(true),
		OverrideSpecial: pulumi.String(specials),
		MinLower:        pulumi.Int(1),
		MinUpper:        pulumi.Int(1),
		MinNumeric:      pulumi.Int(1),
	}, o.Parent)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("generating the %s: %w", kind, err)
	}
	return pulumi.ToSecret(password.Result).(pulumi.StringOutput), nil
}

// Secret keeps content in Secrets Manager and gives the secret's ARN. Its name
// is automatic: a deleted secret blocks its name until it is gone. With
// recoverable a deleted secret can be had back for a week; without, it is gone
// at once.
func (o Owner) Secret(description string, content pulumi.Map, recoverable bool) (pulumi.StringOutput, error) {
	days := 0
	if recoverable {
		days = recoveryDays
	}
	secret, err := awssecrets.NewSecret(o.Context, o.child("secret"), &awssecrets.SecretArgs{
		Description:          pulumi.String(description),
		RecoveryWindowInDays: pulumi.Int(days),
		Tags:                 o.Tags(o.Part),
	}, o.Parent)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("creating the secret: %w", err)
	}
	_, err = awssecrets.NewSecretVersion(o.Context, o.child("secret-version"), &awssecrets.SecretVersionArgs{
		SecretId:     secret.ID(),
		SecretString: pulumi.ToSecret(pulumi.JSONMarshal(content)).(pulumi.StringOutput),
	}, o.Parent)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("writing the secret: %w", err)
	}
	return secret.Arn, nil
}
