// Package limits is what AWS, Kubernetes and Cloudflare take at most, and what there
// is of them to choose from: tables and nothing else. The check of a stack file and the
// components read the same ones.
package limits

const (
	// CertificateHosts is how many names ACM puts into one certificate by default:
	// https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
	CertificateHosts = 10
	// CertificateFirstHost is how long the first of them may be:
	// https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
	CertificateFirstHost = 64

	// RateRequests is how many requests a rate limit may allow. Cloudflare's API named
	// this most for a threshold, and no client needs a looser one:
	// https://developers.cloudflare.com/api/resources/rate_limits/
	RateRequests = 1_000_000

	// RepositoryName is how long the name of an ECR repository may be, with what stands
	// before an image's own:
	// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
	RepositoryName = 256
	// Reference is how long the name of an image may be, its registry included:
	// https://github.com/distribution/reference/blob/v0.6.0/reference.go
	Reference = 255
	// Registry is how long the name of an account's registry is at most, the longest
	// region's: 123456789012.dkr.ecr.ap-southeast-1.amazonaws.com/
	Registry = 53

	// SecretName is how long the name of a secret is at most that becomes a key of a
	// Kubernetes Secret:
	// https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data
	SecretName = 253

	// HealthPath is how long the path of a target group's health check may be:
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
	HealthPath = 1024

	// Word is how long one argument or one NAME=value of a program may be, with the
	// zero at its end: MAX_ARG_STRLEN of Linux, 32 pages.
	// https://man7.org/linux/man-pages/man2/execve.2.html
	Word = 128 << 10
	// Pod is how much text the arguments and variables of one pod may have together:
	// an object in etcd has 1.5 MiB, and a Deployment keeps what was last applied
	// beside what it is.
	// https://etcd.io/docs/v3.6/dev-guide/limit/
	Pod = 512 << 10

	// BalancerTargetGroups is how many target groups a load balancer has:
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
	BalancerTargetGroups = 100

	// ObjectName is how long the name of an object of Kubernetes' is:
	// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
	ObjectName = 253
)
