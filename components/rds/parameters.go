package rds

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/pgparam"
	awsrds "groundwork/internal/sdk/aws/rds"
)

// setting is one parameter as the parameter group takes it.
type setting struct{ name, value, method string }

// settings are the parameters of the group, by name: what the user asked for,
// on top of what every database of ours has.
func settings(wanted map[string]string) ([]setting, error) {
	all := map[string]string{
		// Query statistics, without which a slow database is a riddle.
		"shared_preload_libraries": "pg_stat_statements",
	}
	maps.Copy(all, wanted)
	// Connections without TLS are refused (control RDS.38).
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
	// From PostgreSQL 15 on RDS forces TLS by default, and it does not record a
	// method for a value that is the default anyway: it answers pending-reboot,
	// and "immediate" here would differ in every preview after a refresh. The
	// group is there before the instance, so nothing waits for a reboot.
	// https://github.com/hashicorp/terraform-provider-aws/issues/39252
	converted := []setting{{name: "rds.force_ssl", value: "1", method: "pending-reboot"}}
	for name, human := range all {
		value, static, err := pgparam.Convert(name, human)
		if err != nil {
			return nil, err
		}
		method := "immediate"
		if static {
			method = "pending-reboot"
		}
		converted = append(converted, setting{name, value, method})
	}
	slices.SortFunc(converted, func(a, b setting) int { return strings.Compare(a.name, b.name) })
	return converted, nil
}

// parameterGroup has an automatic name: another version means another family,
// and the new group must exist before the instance lets go of the old one.
func (b *builder) parameterGroup() (*awsrds.ParameterGroup, error) {
	converted, err := settings(b.args.Parameters)
	if err != nil {
		return nil, err
	}
	parameters := awsrds.ParameterGroupParameterArray{}
	for _, s := range converted {
		parameters = append(parameters, awsrds.ParameterGroupParameterArgs{
			Name:        pulumi.String(s.name),
			Value:       pulumi.String(s.value),
			ApplyMethod: pulumi.String(s.method),
		})
	}
	group, err := awsrds.NewParameterGroup(b.ctx, b.child("parameters"), &awsrds.ParameterGroupArgs{
		Family:      pulumi.String("postgres" + b.args.Version),
		Description: pulumi.String("PostgreSQL parameters of " + b.args.Names.Prefix()),
		Parameters:  parameters,
		Tags:        b.tags("db"),
	}, b.parent)
	if err != nil {
		return nil, fmt.Errorf("creating the parameter group: %w", err)
	}
	return group, nil
}
