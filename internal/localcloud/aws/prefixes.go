package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

// prefix ends the names of properties that give the beginning of a name.
const prefix = "Prefix"

// planPrefixed names what a program gave only the beginning of a name.
func planPrefixed(p *localcloud.Plan) {
	schema, known := schema(p.Type)
	if !known || p.Update || p.Tx.Preview() {
		return
	}
	for property := range p.Inputs {
		name, isPrefix := strings.CutSuffix(string(property), prefix)
		described := schema.Properties[name]
		if !isPrefix || described == nil || !described.Optional || !described.Computed || p.Inputs.Has(name) {
			continue
		}
		if begin := p.Inputs.String(string(property)); begin != "" && p.Outputs.Unknown(name) {
			p.Outputs.Set(name, begin+uniqueSuffix(p.Tx))
		}
	}
}

// uniqueSuffix is what the provider puts behind a prefix: the time to a
// ten-thousandth of a second and a counter in hex.
// https://github.com/hashicorp/terraform-plugin-sdk/blob/main/helper/id/id.go
func uniqueSuffix(tx *localcloud.Tx) string {
	return tx.Now().Format("20060102150405") + tx.Dice().Text(4, "0123456789") + tx.Hex(8)
}
