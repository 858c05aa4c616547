package conformance

const (
	accessApp    = "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication"
	accessPolicy = "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy"
	accessToken  = "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken"
	tunnel       = "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared"
	tunnelConfig = "cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig"
	accessDocs   = "https://developers.cloudflare.com/cloudflare-one/policies/access/"
	tunnelDocs   = "https://developers.cloudflare.com/api/resources/zero_trust/subresources/tunnels/subresources/cloudflared/methods/create/"
)

func staff() Props {
	return Props{"accountId": cloudAccount, "name": "staff", "decision": "allow", "includes": []any{
		Props{"emailDomain": Props{"domain": "example.com"}},
	}}
}

func adminApp(policy string) Props {
	return Props{
		"zoneId": zone, "name": "admin", "type": "self_hosted", "domain": "admin.example.com",
		"policies": []any{Props{"id": policy, "precedence": 1}},
	}
}

func tunnelInputs(secret string) Props {
	return Props{"accountId": cloudAccount, "name": "office", "tunnelSecret": secret}
}

// thirtyTwo is base64 of 32 bytes.
const thirtyTwo = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

var accessCases = []Case{
	{"a policy that names nobody", creating(accessPolicy, with(staff(), Props{"includes": []any{}})), "expected at least one rule", accessDocs},
	{"a rule of nothing", creating(accessPolicy, with(staff(), Props{"includes": []any{Props{}}})), "expected a rule, got an empty object", accessDocs},
	{"a policy", creating(accessPolicy, staff()), "", accessDocs},
	{"an application of a missing policy", creating(accessApp, adminApp("none")), "policy none not found", accessDocs},
	{"an application of its policy", func(w *World) error {
		_, err := w.Create(accessApp, "admin", adminApp(w.Make(accessPolicy, "staff", staff()).ID))
		return err
	}, "", accessDocs},
	{"a policy in use", func(w *World) error {
		made := w.Make(accessPolicy, "staff", staff())
		w.Make(accessApp, "admin", adminApp(made.ID))
		return w.Delete(accessPolicy, "staff", made)
	}, "in use by application", accessDocs},
	{"a service token's client", creating(accessToken, Props{"accountId": cloudAccount, "name": "ci"}), "",
		"https://developers.cloudflare.com/cloudflare-one/identity/service-tokens/"},
	{"a tunnel's secret in clear text", creating(tunnel, tunnelInputs("a secret")), "at least 32 bytes", tunnelDocs},
	{"a tunnel's secret that is short", creating(tunnel, tunnelInputs("c2hvcnQ=")), "at least 32 bytes", tunnelDocs},
	{"a tunnel that nobody runs", showing(tunnel, tunnelInputs(thirtyTwo), "status", "inactive"), "",
		"https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/monitor-tunnels/"},
	{"one name for two tunnels", func(w *World) error {
		w.Make(tunnel, "a", tunnelInputs(thirtyTwo))
		_, err := w.Create(tunnel, "b", tunnelInputs(thirtyTwo))
		return err
	}, "1013", tunnelDocs},
	{"a configuration of no tunnel", creating(tunnelConfig, Props{
		"accountId": cloudAccount, "tunnelId": "f70ff985-a4ef-4643-bbbc-4a0ed4fc8415",
	}), "Tunnel not found", tunnelDocs},
}
