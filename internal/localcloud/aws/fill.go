package aws

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

func unknown() resource.PropertyValue { return rules.Unknown() }

func plainEqual(a, b resource.PropertyValue) bool { return rules.Equal(nil, a, b) }

// fill gives the computed properties that mean the same everywhere their
// value; the rest become empty values of their type.
func fill(tx *localcloud.Tx, obj *localcloud.Object, name string, p *facts.Property) (resource.PropertyValue, bool) {
	text := func(value string) (resource.PropertyValue, bool) { return resource.NewProperty(value), true }
	if p.Container != facts.Single || p.Element != facts.String {
		return resource.PropertyValue{}, false
	}
	if echoesID(obj.Type, name) {
		return text(obj.ID)
	}
	switch {
	case name == "arn":
		return text(arn(tx, obj))
	case name == "ownerId", name == "accountId", name == "awsAccountId", name == "registryId":
		return text(tx.Account())
	case name == "region":
		return text(tx.Region())
	case name == "name" && obj.Name != obj.ID:
		return text(obj.Name)
	case timestamped(name):
		return text(tx.Timestamp())
	}
	return resource.PropertyValue{}, false
}

// timestamped reports whether a property by its name tells when something was
// made or changed.
func timestamped(name string) bool {
	name = strings.ToLower(name)
	made := strings.HasPrefix(name, "creat") || strings.HasPrefix(name, "lastmodified") ||
		strings.HasPrefix(name, "lastupdated") || strings.HasPrefix(name, "modified")
	return made && (strings.HasSuffix(name, "date") || strings.HasSuffix(name, "time") ||
		strings.HasSuffix(name, "at") || strings.HasSuffix(name, "timestamp") || strings.HasSuffix(name, "on"))
}
