// Package cloudflare is the Cloudflare provider of the local cloud. Its types
// are those that the facts describe; the files beside this one add what the
// API refuses and fills in.
//
// Zones are mostly outside what stacks make: every well-formed zone id stands
// for a zone that exists, with every plan's rights. One that is made here is
// on the free plan, until "groundwork local set" says what was bought for it.
package cloudflare

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/facts"
)

// Version is the SDK version the package stands in for.
const Version = "6.4.1"

// areas list the parts of Cloudflare that have a file of their own.
var areas = []func() map[string]localcloud.Kind{
	dnsKinds, rulesetKinds, settingKinds, originKinds, pagesKinds, accessKinds,
	zoneKinds, tunnelKinds, workerKinds, originCAKinds,
}

// New returns the package. Each call returns one of its own.
func New() *localcloud.Schematic {
	pkg := &localcloud.Schematic{
		Title: "cloudflare", Release: Version,
		Schema: facts.Cloudflare.Resource, Tokens: facts.Cloudflare.Resources, Signature: facts.Cloudflare.Function, Describe: facts.Cloudflare.Describe,
		Kinds: map[string]localcloud.Kind{}, Functions: functions(), Keys: keys,
		Placement: placement, Unsettles: true, Identity: identify, Fill: fill, Wording: wording,
	}
	for _, area := range areas {
		for token, kind := range area() {
			pkg.Kinds[token] = kind
		}
	}
	for _, token := range facts.Cloudflare.Resources() {
		pkg.Kinds[token] = located(pkg.Kinds[token])
	}
	return pkg
}

// keys are the provider's settings.
// https://www.pulumi.com/registry/packages/cloudflare/installation-configuration/
func keys() facts.Properties {
	props := facts.Properties{}
	for _, name := range []string{"apiKey", "apiToken", "apiUserServiceKey", "baseUrl", "email", "userAgentOperatorSuffix"} {
		props[name] = &facts.Property{Name: name, Element: facts.String, Optional: true, Sensitive: strings.HasPrefix(name, "api")}
	}
	return props
}

// placement is the zone or the account a thing belongs to: ids such as that of
// a setting are unique only there.
func placement(instance *localcloud.Instance, _ string, props localcloud.Props) string {
	for _, owner := range []string{"zoneId", "accountId"} {
		if id := props.String(owner); id != "" {
			return id
		}
	}
	return instance.Scope
}

// located adds to a behaviour what holds for every type: its owner's id must
// be well formed, and its import id names the owner first.
func located(kind localcloud.Kind) localcloud.Kind {
	create := kind.Create
	kind.Create = func(tx *localcloud.Tx, obj *localcloud.Object) error {
		if err := checkOwner(tx, obj); err != nil {
			return err
		}
		if create == nil {
			return nil
		}
		return create(tx, obj)
	}
	if kind.Lookup == nil {
		kind.Lookup = lookup
	}
	return kind
}

// checkOwner refuses what the API has no route for.
func checkOwner(tx *localcloud.Tx, obj *localcloud.Object) error {
	for property, collection := range map[string]string{"zoneId": "zones", "accountId": "accounts"} {
		if id := obj.String(property); obj.Outputs.Has(property) && !wellFormed(id) {
			return tx.Fail(http.StatusNotFound, "7003",
				"Could not route to /client/v4/%s/%s/%s, perhaps your object identifier is invalid?",
				collection, id, path(obj.Type))
		}
	}
	return nil
}

// wellFormed reports whether an id is 32 hexadecimal digits.
func wellFormed(id string) bool {
	return len(id) == 32 && strings.Trim(id, "0123456789abcdef") == ""
}

// lookup finds the object of an import id: "<zone>/<id>",
// "zones/<zone>/<id>", "<account>/<project>/<domain>".
func lookup(tx *localcloud.Tx, id string) *localcloud.Object {
	parts := strings.Split(id, "/")
	if parts[0] == "zones" || parts[0] == "accounts" {
		parts = parts[1:]
	}
	for _, own := range parts[1:] {
		if found := tx.In(parts[0]).Get(tx.Type(), own); found != nil {
			return found
		}
	}
	if len(parts) == 1 {
		return tx.World().Get(tx.Type(), id)
	}
	return nil
}

// identify gives an id of the API's form. Settings take the id of what they
// set.
func identify(tx *localcloud.Tx, obj *localcloud.Object) {
	described, ok := facts.Cloudflare.Resource(obj.Type)
	if obj.ID == "" && ok && described.IDFrom != "" {
		obj.ID = obj.String(described.IDFrom)
	}
	if obj.ID == "" && strings.Contains(obj.Type, "zeroTrust") {
		obj.ID = tx.Dice().UUID()
	}
	if obj.ID == "" {
		obj.ID = tx.Hex(32)
	}
	if obj.Name == "" {
		obj.Name = obj.String("name")
	}
}

// fill gives computed properties that mean the same everywhere their value.
func fill(tx *localcloud.Tx, obj *localcloud.Object, name string, p *facts.Property) (resource.PropertyValue, bool) {
	switch {
	case name == "id":
		return resource.NewProperty(obj.ID), true
	case p.Container == facts.Single && p.Element == facts.String && p.Equal == "rfc3339":
		return resource.NewProperty(tx.Timestamp()), true
	case name == "createdOn", name == "createdAt", name == "modifiedOn", name == "updatedAt":
		return resource.NewProperty(tx.Timestamp()), true
	case p.Container == facts.Single && p.Element == facts.Object:
		return resource.NewNullProperty(), true
	}
	return resource.PropertyValue{}, false
}

// routes are the API's paths below a zone or account, by type.
var routes = map[string]string{
	"DnsRecord": "dns_records", "Ruleset": "rulesets", "ZoneSetting": "settings", "PagesProject": "pages/projects",
	"PagesDomain": "pages/projects/domains", "ZeroTrustAccessApplication": "access/apps",
	"ZeroTrustAccessPolicy": "access/policies", "ManagedTransforms": "managed_headers",
	"TieredCache":                         "argo/tiered_caching",
	"AuthenticatedOriginPulls":            "origin_tls_client_auth/hostnames",
	"AuthenticatedOriginPullsCertificate": "origin_tls_client_auth", "AuthenticatedOriginPullsSettings": "origin_tls_client_auth/settings",
}

func path(token string) string {
	name := token[strings.LastIndexByte(token, ':')+1:]
	if known, ok := routes[name]; ok {
		return known
	}
	return strings.ToLower(name)
}

var methods = map[string]string{"create": "POST", "update": "PUT", "delete": "DELETE", "read": "GET", "invoke": "GET"}

// wording puts a refusal the way the provider passes the API's answer on.
func wording(op localcloud.Operation, err *localcloud.ServiceError) string {
	return fmt.Sprintf(`failed to make http request: %s "https://api.cloudflare.com/client/v4/.../%s": %d %s `+
		`{"result":null,"success":false,"errors":[{"code":%s,"message":%q}],"messages":[]}`,
		methods[op.Verb], path(op.Type), err.Status, http.StatusText(err.Status), err.Code, err.Message)
}
