package rds

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/pgurl"
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

// url is the master's connection URL of a host, as a secret.
func (b *builder) url(address, password pulumi.StringOutput) pulumi.StringOutput {
	joined := pulumi.All(address, password).ApplyT(func(values []any) string {
		return b.args.server(values[0].(string)).For(b.args.User, values[1].(string))
	}).(pulumi.StringOutput)
	return pulumi.ToSecret(joined).(pulumi.StringOutput)
}

// server is for people, who may not have the authority's certificate at hand: the
// connection is encrypted, and nobody asks who answers. Pods ask.
func (a Args) server(host string) pgurl.Server {
	return pgurl.Server{Hosts: []string{host}, Port: a.Port, Database: a.DatabaseName, TLS: pgurl.Encrypted}
}
