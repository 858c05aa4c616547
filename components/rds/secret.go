package rds

import (
	"fmt"
	"net"
	"net/url"
	"strconv"

	awsrds "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	awssecrets "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	passwordLength = 32
	// passwordSpecials are characters that RDS takes (it refuses / @ " and
	// blanks) and that need no escaping in a URL or a shell.
	passwordSpecials = "-_.~"
	// recoveryDays is the shortest time Secrets Manager keeps a deleted secret.
	recoveryDays = 7
)

// password is ours and not RDS's own (manageMasterUserPassword): with that one
// a primary takes no read replicas.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
func (b *builder) password() (pulumi.StringOutput, error) {
	password, err := random.NewRandomPassword(b.ctx, b.child("password"), &random.RandomPasswordArgs{
		Length:          pulumi.Int(passwordLength),
		Special:         pulumi.Bool(true),
		OverrideSpecial: pulumi.String(passwordSpecials),
		MinLower:        pulumi.Int(1),
		MinUpper:        pulumi.Int(1),
		MinNumeric:      pulumi.Int(1),
	}, b.parent)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("generating the password: %w", err)
	}
	return pulumi.ToSecret(password.Result).(pulumi.StringOutput), nil
}

// secret holds how to connect, under the keys that AWS's own secrets use. Its
// name is automatic: a deleted secret blocks its name until it is gone.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
func (b *builder) secret(primary *awsrds.Instance, password pulumi.StringOutput) (pulumi.StringOutput, error) {
	recovery := 0
	if b.args.Protect {
		recovery = recoveryDays
	}
	secret, err := awssecrets.NewSecret(b.ctx, b.child("secret"), &awssecrets.SecretArgs{
		Description:          pulumi.String("How to connect to the database of " + b.args.Names.Prefix()),
		RecoveryWindowInDays: pulumi.Int(recovery),
		Tags:                 b.tags("db"),
	}, b.parent)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("creating the secret: %w", err)
	}
	content := pulumi.JSONMarshal(pulumi.Map{
		"engine":   pulumi.String("postgres"),
		"host":     primary.Address,
		"port":     pulumi.Int(b.args.Port),
		"username": pulumi.String(b.args.User),
		"password": password,
		"dbname":   pulumi.String(b.args.DatabaseName),
	})
	_, err = awssecrets.NewSecretVersion(b.ctx, b.child("secret-version"), &awssecrets.SecretVersionArgs{
		SecretId:     secret.ID(),
		SecretString: pulumi.ToSecret(content).(pulumi.StringOutput),
	}, b.parent)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("writing the secret: %w", err)
	}
	return secret.Arn, nil
}

// url is the connection URL of a host, as a secret.
func (b *builder) url(address, password pulumi.StringOutput) pulumi.StringOutput {
	joined := pulumi.All(address, password).ApplyT(func(values []any) string {
		return connectionURL(values[0].(string), b.args.Port, b.args.User, values[1].(string), b.args.DatabaseName)
	}).(pulumi.StringOutput)
	return pulumi.ToSecret(joined).(pulumi.StringOutput)
}

// connectionURL escapes what needs it. sslmode=require encrypts without a check
// of the certificate's chain; verify-full needs the RDS bundle in every image.
// https://www.postgresql.org/docs/16/libpq-connect.html#LIBPQ-CONNSTRING-URIS
func connectionURL(host string, port int, user, password, database string) string {
	return (&url.URL{
		Scheme:   "postgresql",
		User:     url.UserPassword(user, password),
		Host:     net.JoinHostPort(host, strconv.Itoa(port)),
		Path:     "/" + database,
		RawQuery: "sslmode=require",
	}).String()
}
