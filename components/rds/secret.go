package rds

import (
	"net"
	"net/url"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsrds "groundwork/internal/sdk/aws/rds"
)

const (
	passwordLength = 32
	// passwordSpecials are characters that RDS takes (it refuses / @ " and
	// blanks) and that need no escaping in a URL or a shell.
	passwordSpecials = "-_.~"
)

// password is ours and not RDS's own (manageMasterUserPassword): with that one
// a primary takes no read replicas.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
func (b *builder) password() (pulumi.StringOutput, error) {
	return b.store().Password("password", passwordLength, passwordSpecials)
}

// secret holds how to connect, under the keys that AWS's own secrets use.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
func (b *builder) secret(primary *awsrds.Instance, password pulumi.StringOutput) (pulumi.StringOutput, error) {
	return b.store().Secret("How to connect to the database of "+b.args.Names.Prefix(), pulumi.Map{
		"engine":   pulumi.String("postgres"),
		"host":     primary.Address,
		"port":     pulumi.Int(b.args.Port),
		"username": pulumi.String(b.args.User),
		"password": password,
		"dbname":   pulumi.String(b.args.DatabaseName),
	}, b.args.Protect)
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
