package aws

import (
	"encoding/json"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
)

// plans are what a preview shows beyond the schema's rule, by type: each as
// the provider was recorded to do.
var plans = map[string]func(*localcloud.Plan){
	"aws:acm/certificate:Certificate":       planCertificate,
	tableType:                               planTable,
	"aws:ecs/taskDefinition:TaskDefinition": func(p *localcloud.Plan) { sortJSON(p, "containerDefinitions") },
	"aws:iam/rolePolicy:RolePolicy":         planRolePolicy,
	"aws:lb/loadBalancer:LoadBalancer":      planLoadBalancer,
}

func preview(p *localcloud.Plan) {
	planTags(p)
	planPrefixed(p)
	planUnsettled(p)
	if correct := plans[canonical(p.Type)]; correct != nil {
		correct(p)
	}
}

// planCertificate knows the domains to validate, not yet the records.
func planCertificate(p *localcloud.Plan) {
	if p.Update || p.Inputs.Has("privateKey") || p.Inputs.Unknown("domainName") ||
		p.Inputs.Unknown("subjectAlternativeNames") || !p.Inputs.Has("domainName") {
		return
	}
	names := []string{p.Inputs.String("domainName")}
	for _, name := range p.Inputs.Strings("subjectAlternativeNames") {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	options := make([]localcloud.Props, len(names))
	for i, name := range names {
		options[i] = localcloud.PropsOf(map[string]any{
			"domainName": name, "resourceRecordName": unknown(),
			"resourceRecordType": unknown(), "resourceRecordValue": unknown(),
		})
	}
	p.Outputs.Set("domainValidationOptions", options)
	p.Outputs.Set("subjectAlternativeNames", names)
}

// planTable: the standard class is what AWS calls having none.
func planTable(p *localcloud.Plan) {
	if p.Inputs.String("tableClass") == "STANDARD" && !p.Update {
		p.Outputs["tableClass"] = resource.NewNullProperty()
	}
}

// diffTable: so it is no change, either, to write it where there was nothing.
func diffTable(d *localcloud.Diff) {
	if d.Type == tableType && d.OldOutputs.String("tableClass") == "" && d.News.String("tableClass") == "STANDARD" {
		d.Drop("tableClass")
	}
}

// planLoadBalancer leaves out what only network load balancers have.
func planLoadBalancer(p *localcloud.Plan) {
	if kind := p.Inputs.String("loadBalancerType"); kind != "" && kind != "application" {
		return
	}
	for _, name := range []resource.PropertyKey{
		"dnsRecordClientRoutingPolicy", "enableCrossZoneLoadBalancing", "enableZonalShift",
	} {
		p.Outputs[name] = resource.NewNullProperty()
	}
}

// sortJSON shows JSON with sorted names.
func sortJSON(p *localcloud.Plan, name string) {
	if text := p.Inputs.String(name); text != "" {
		p.Outputs.Set(name, sorted([]byte(text)))
	}
}

// planRolePolicy shows the policy with sorted names but the version first.
func planRolePolicy(p *localcloud.Plan) {
	var parts map[string]json.RawMessage
	if json.Unmarshal([]byte(p.Inputs.String("policy")), &parts) != nil || parts["Version"] == nil {
		return
	}
	version := parts["Version"]
	delete(parts, "Version")
	rest, err := json.Marshal(parts)
	if err != nil || len(parts) == 0 {
		return
	}
	p.Outputs.Set("policy", `{"Version":`+string(version)+","+sorted(rest)[1:])
}

// sorted writes JSON with sorted names throughout.
func sorted(text []byte) string {
	var value any
	if json.Unmarshal(text, &value) == nil {
		if out, err := json.Marshal(value); err == nil {
			return string(out)
		}
	}
	return string(text)
}
