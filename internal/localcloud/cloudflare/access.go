package cloudflare

import (
	"fmt"
	"net/http"

	"groundwork/internal/localcloud"
)

const (
	applicationType = "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication"
	policyType      = "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy"
	tokenType       = "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken"
)

// accessKinds are Zero Trust Access: applications link policies of the account
// by id, https://developers.cloudflare.com/cloudflare-one/policies/access/
func accessKinds() map[string]localcloud.Kind {
	return map[string]localcloud.Kind{
		applicationType: {
			Create: createApplication,
			Update: func(tx *localcloud.Tx, _, app *localcloud.Object) error { return linkPolicies(tx, app) },
		},
		policyType: {Check: checkPolicy, Create: createPolicy, Delete: deletePolicy},
		tokenType:  {Create: createToken},
	}
}

func createApplication(tx *localcloud.Tx, app *localcloud.Object) error {
	app.Set("aud", tx.Hex(64))
	if !app.Outputs.Known("destinations") && app.String("domain") != "" {
		app.Set("destinations", []localcloud.Props{
			localcloud.PropsOf(map[string]any{"type": "public", "uri": app.String("domain")}),
		})
	}
	if !app.Outputs.Known("selfHostedDomains") && app.String("domain") != "" {
		app.Set("selfHostedDomains", []string{app.String("domain")})
	}
	return linkPolicies(tx, app)
}

// linkPolicies holds the policies an application names against those there
// are.
func linkPolicies(tx *localcloud.Tx, app *localcloud.Object) error {
	for i, policy := range app.Outputs.Maps("policies") {
		if id := policy.String("id"); id != "" && tx.World().Get(policyType, id) == nil {
			return tx.Fail(http.StatusBadRequest, "12130", "access.api.error.invalid_request: policies[%d]: policy %s not found", i, id)
		}
	}
	return nil
}

// checkPolicy refuses a policy that lets nobody in: the API wants a rule.
func checkPolicy(c *localcloud.Check) {
	if !c.Inputs.Unknown("includes") && len(c.Inputs.Maps("includes")) == 0 {
		c.Fail("includes", "expected at least one rule, as in [{everyone: {}}]")
	}
	for i, rule := range c.Inputs.Maps("includes") {
		if len(rule) == 0 {
			c.Fail(fmt.Sprintf("includes[%d]", i), "expected a rule, got an empty object")
		}
	}
}

func createPolicy(_ *localcloud.Tx, policy *localcloud.Object) error {
	policy.Set("reusable", true)
	policy.Set("appCount", 0)
	return nil
}

func deletePolicy(tx *localcloud.Tx, policy *localcloud.Object) error {
	for _, app := range tx.World().Select(applicationType, nil) {
		for _, linked := range app.Outputs.Maps("policies") {
			if linked.String("id") == policy.ID {
				return tx.Fail(http.StatusConflict, "12132", "access.api.error.conflict: policy %s is in use by application %s", policy.ID, app.ID)
			}
		}
	}
	return nil
}

func createToken(tx *localcloud.Tx, token *localcloud.Object) error {
	token.Set("clientId", tx.Hex(32)+".access")
	token.Set("clientSecret", localcloud.Secret(tx.Hex(64)))
	return nil
}
