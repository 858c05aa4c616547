package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/cloudtest"
)

// props is shorter to write in a table.
type props = cloudtest.Props

// refused is one row of a table of refusals.
type refused struct {
	name   string
	typ    string
	inputs props
	says   string
}

// refusing makes each row's resource and expects the service's words.
func refusing(t *testing.T, provider *cloudtest.Provider, rows []refused) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			assert.Contains(t, provider.Refuse(row.typ, "refused", row.inputs), row.says)
		})
	}
}

// with is a copy of some inputs with others on top; nil takes one away.
func with(inputs props, changes props) props {
	out := props{}
	for name, value := range inputs {
		out[name] = value
	}
	for name, value := range changes {
		out[name] = value
		if value == nil {
			delete(out, name)
		}
	}
	return out
}

// world is a network with an internet gateway, and what stands in it.
type world struct {
	t                *testing.T
	cloud            *cloudtest.Cloud
	provider         *cloudtest.Provider
	vpc, gateway     cloudtest.Made
	publicA, publicB cloudtest.Made
	dataA, dataB     cloudtest.Made
	group            cloudtest.Made
	made             []thing
}

type thing struct {
	typ, name string
	cloudtest.Made
}

func settle(t *testing.T) *world {
	t.Helper()
	cloud, provider := east(t)
	w := &world{t: t, cloud: cloud, provider: provider}
	w.vpc = w.make(vpcType, "net", props{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": true, "enableDnsHostnames": true})
	w.gateway = w.make(gatewayType, "igw", props{"vpcId": w.vpc.ID})
	subnet := func(name, block, zone string) cloudtest.Made {
		return w.make(subnetType, name, props{"vpcId": w.vpc.ID, "cidrBlock": block, "availabilityZone": zone})
	}
	w.publicA, w.publicB = subnet("public-a", "10.0.0.0/24", "us-east-1a"), subnet("public-b", "10.0.1.0/24", "us-east-1b")
	w.dataA, w.dataB = subnet("data-a", "10.0.2.0/24", "us-east-1a"), subnet("data-b", "10.0.3.0/24", "us-east-1b")
	w.group = w.make(groupType, "group", props{"vpcId": w.vpc.ID})
	return w
}

// make makes a resource and remembers it for destroy.
func (w *world) make(typ, name string, inputs props) cloudtest.Made {
	w.t.Helper()
	made := w.provider.Make(typ, name, inputs)
	w.made = append(w.made, thing{typ, name, made})
	return made
}

// destroy deletes everything in the opposite order.
func (w *world) destroy() {
	w.t.Helper()
	for i := len(w.made) - 1; i >= 0; i-- {
		thing := w.made[i]
		require.NoError(w.t, w.provider.Delete(thing.typ, thing.name, thing.ID, thing.Outputs), "delete of %s", thing.name)
	}
	w.made = nil
}

// stays expects that a resource cannot be deleted, and why.
func (w *world) stays(typ, name string, made cloudtest.Made, says string) {
	w.t.Helper()
	assert.ErrorContains(w.t, w.provider.Delete(typ, name, made.ID, made.Outputs), says)
}

// role makes a role that a service may take.
func (w *world) role(name, service string) cloudtest.Made {
	w.t.Helper()
	return w.make(roleType, name, props{"assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"` + service + `"}}]}`})
}
