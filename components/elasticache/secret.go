package elasticache

import (
	"fmt"
	"net"
	"net/url"
	"strconv"

	awselasticache "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	awssecrets "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	// tokenLength lies between ElastiCache's 16 and 128.
	tokenLength = 64
	// tokenSpecials is the one special character that ElastiCache takes (it
	// takes ! & # $ ^ < > -) and that needs no escaping in a URL or a shell.
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
	tokenSpecials = "-"
	// recoveryDays is the shortest time Secrets Manager keeps a deleted secret.
	recoveryDays = 7
)

func (b *builder) token() (pulumi.StringOutput, error) {
	token, err := random.NewRandomPassword(b.ctx, b.child("token"), &random.RandomPasswordArgs{
		Length:          pulumi.Int(tokenLength),
		Special:         pulumi.Bool(true),
		OverrideSpecial: pulumi.String(tokenSpecials),
		MinLower:        pulumi.Int(1),
		MinUpper:        pulumi.Int(1),
		MinNumeric:      pulumi.Int(1),
	}, b.parent)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("generating the token: %w", err)
	}
	return pulumi.ToSecret(token.Result).(pulumi.StringOutput), nil
}

// secret holds how to connect and gives its ARN. Its name is automatic: a
// deleted secret blocks its name until it is gone.
func (b *builder) secret(group *awselasticache.ReplicationGroup, token pulumi.StringOutput) (pulumi.StringOutput, error) {
	recovery := 0
	if b.args.Protect {
		recovery = recoveryDays
	}
	secret, err := awssecrets.NewSecret(b.ctx, b.child("secret"), &awssecrets.SecretArgs{
		Description:          pulumi.String("How to connect to the cache of " + b.args.Names.Prefix()),
		RecoveryWindowInDays: pulumi.Int(recovery),
		Tags:                 b.tags("cache"),
	}, b.parent)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("creating the secret: %w", err)
	}
	content := pulumi.JSONMarshal(pulumi.Map{
		"engine": pulumi.String("redis"),
		"host":   group.PrimaryEndpointAddress,
		"port":   pulumi.Int(port),
		"token":  token,
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
func (b *builder) url(address, token pulumi.StringOutput) pulumi.StringOutput {
	joined := pulumi.All(address, token).ApplyT(func(values []any) string {
		return connectionURL(values[0].(string), values[1].(string))
	}).(pulumi.StringOutput)
	return pulumi.ToSecret(joined).(pulumi.StringOutput)
}

// connectionURL names TLS by its scheme and the first database by its path:
// https://www.iana.org/assignments/uri-schemes/prov/rediss
func connectionURL(host, token string) string {
	return (&url.URL{
		Scheme: "rediss",
		User:   url.UserPassword("", token),
		Host:   net.JoinHostPort(host, strconv.Itoa(port)),
		Path:   "/0",
	}).String()
}
