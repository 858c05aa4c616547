package spec

// IngressKind is what brings requests into the cluster.
type IngressKind string

// The kinds of ingress.
const (
	// IngressALB is an AWS load balancer behind Cloudflare's proxy.
	IngressALB IngressKind = "alb"
	// IngressNginx is an NGINX controller in the cluster behind a network load
	// balancer, with certificates from Let's Encrypt.
	IngressNginx IngressKind = "nginx"
)

// Values are the kinds of ingress.
func (IngressKind) Values() []string { return []string{string(IngressALB), string(IngressNginx)} }

// ACME is which of Let's Encrypt's two services signs certificates.
type ACME string

// The services: https://letsencrypt.org/docs/staging-environment/
const (
	ACMEProduction ACME = "production"
	ACMEStaging    ACME = "staging"
)

// Values are the services.
func (ACME) Values() []string { return []string{string(ACMEProduction), string(ACMEStaging)} }

// Ingress is how requests come to the web services.
type Ingress struct {
	Kind      IngressKind `json:"kind" doc:"alb (an AWS load balancer behind Cloudflare's proxy, certificates from AWS) or nginx (an NGINX controller in the cluster behind a network load balancer, certificates from Let's Encrypt; Cloudflare serves the DNS only)."`
	ACME      ACME        `json:"acme" doc:"nginx: production, or staging, whose certificates no browser trusts and whose limits are hard to reach."`
	ACMEEmail string      `json:"acmeEmail" doc:"nginx: contact of the account at Let's Encrypt; may be left out." example:"ops@example.com"`
	Replicas  int         `json:"replicas" doc:"nginx: pods of the controller, each on another node and in another zone where there is one."`
}
