package elasticache

import (
	"net"
	"net/url"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awselasticache "groundwork/internal/sdk/aws/elasticache"
)

const (
	// tokenLength lies between ElastiCache's 16 and 128.
	tokenLength = 64
	// tokenSpecials is the one special character that ElastiCache takes (it
	// takes ! & # $ ^ < > -) and that needs no escaping in a URL or a shell.
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
	tokenSpecials = "-"
)

func (b *builder) token() (pulumi.StringOutput, error) {
	return b.store().Password("token", tokenLength, tokenSpecials)
}

// secret holds how to connect and gives its ARN.
func (b *builder) secret(group *awselasticache.ReplicationGroup, token pulumi.StringOutput) (pulumi.StringOutput, error) {
	return b.store().Secret("How to connect to the cache of "+b.args.Names.Prefix(), pulumi.Map{
		"engine": pulumi.String("redis"),
		"host":   group.PrimaryEndpointAddress,
		"port":   pulumi.Int(port),
		"token":  token,
	}, b.args.Protect)
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
// Celery refuses such a URL for its results unless it says how certificates are
// checked; "required" is the spelling that Celery and redis-py both read, and
// ElastiCache's certificates come from an authority that every system trusts.
// https://docs.celeryq.dev/en/stable/userguide/configuration.html#redis-backend-settings
func connectionURL(host, token string) string {
	return (&url.URL{
		Scheme: "rediss",
		User:   url.UserPassword("", token),
		Host:   net.JoinHostPort(host, strconv.Itoa(port)),
		Path:   "/0",

		RawQuery: "ssl_cert_reqs=required",
	}).String()
}
