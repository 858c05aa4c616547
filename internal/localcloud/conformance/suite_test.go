package conformance

import (
	"errors"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Case is one thing that a service does, or refuses to do.
type Case struct {
	// Name says what is asked, in a few words.
	Name string
	// Do asks it of a cloud of its own. A refusal comes back as the error; what
	// is wrong with an accepted request, too.
	Do func(w *World) error
	// Refused is a part of the refusal, the service's error code with it where
	// the service has one; "" when the request is accepted.
	Refused string
	// Evidence is where the behaviour is documented: an address, or
	// "recordings: TYPE" or "facts: TYPE" for what the real provider did or its
	// schema says.
	Evidence string
}

// services are all tables.
var services = []struct {
	name  string
	cases []Case
}{
	{"schema", schemaCases},
	{"Cloudflare DNS", dnsCases},
	{"Cloudflare rulesets", rulesetCases},
	{"Cloudflare zones", zoneCases},
	{"Cloudflare settings", settingCases},
	{"Cloudflare Access", accessCases},
	{"Cloudflare Pages, Workers and R2", pagesCases},
	{"Cloudflare origin", originCases},
	{"ELB", balancerCases},
	{"ELB listeners", listenerCases},
	{"ACM", certificateCases},
	{"Route 53", nameCases},
	{"S3", bucketCases},
	{"CloudFront", distributionCases},
	{"ECR", registryCases}, {"the account", accountCases},
	{"CloudWatch", watchCases},
	{"ECS tasks", taskCases},
	{"ECS services", serviceCases},
	{"VPC", vpcCases},
	{"VPC routes and endpoints", routeCases},
	{"EC2 security groups", groupCases},
	{"Names by prefix", prefixCases},
	{"EC2", machineCases},
	{"EC2 attachments", attachmentCases},
	{"Service Quotas", quotaCases},
	{"EC2 data sources", lookupCases},
	{"Lambda and API Gateway", lambdaCases},
	{"Kubernetes core", kubernetesCore},
	{"Kubernetes references", kubernetesReferences},
	{"Kubernetes apps", kubernetesApps},
	{"Kubernetes scheduling", kubernetesScheduling},
	{"Kubernetes patches", kubernetesPatches},
	{"Kubernetes pod security", kubernetesSecurity},
	{"Kubernetes batch", kubernetesBatch},
	{"Kubernetes networking", kubernetesNetworking},
	{"Kubernetes autoscaling and policy", kubernetesScaling},
	{"Kubernetes rbac", kubernetesAccess},
	{"Kubernetes storage", kubernetesStorage},
	{"Kubernetes helm", kubernetesHelm},
	{"RDS", rdsCases},
	{"RDS data sources", rdsLookupCases},
	{"Aurora", auroraCases},
	{"RDS subnet groups", subnetGroupCases},
	{"ElastiCache", cacheCases},
	{"Secrets Manager", secretCases},
	{"SSM", ssmCases},
	{"KMS", keyCases},
	{"EFS", efsCases},
	{"IAM", iamCases},
	{"EKS", eksCases},
	{"SQS and SNS", messagingCases},
	{"DynamoDB", tableCases},
	{"Lambda functions", functionCases},
	{"ELB targets", targetCases},
	{"ElastiCache nodes", cacheNodeCases},
	{"EKS controllers", controllerCases},
	{"what EKS leaves behind", leftoverCases},
}

func TestConformance(t *testing.T) {
	for _, service := range services {
		t.Run(service.name, func(t *testing.T) {
			for _, c := range service.cases {
				t.Run(c.Name, func(t *testing.T) {
					t.Parallel()
					c.hold(t)
				})
			}
		})
	}
}

// hold runs the case.
func (c Case) hold(t *testing.T) {
	err := c.Do(newWorld(t))
	if c.Refused == "" {
		require.NoError(t, err)
		return
	}
	var refusal *Refusal
	require.ErrorAs(t, err, &refusal, "it was not refused")
	assert.Contains(t, refusal.Error(), c.Refused)
}

var evident = regexp.MustCompile(`^(https://\S+|(recordings|facts): (aws|kubernetes|cloudflare):\S+)`)

func TestEveryCaseNamesItsEvidence(t *testing.T) {
	names := map[string]bool{}
	for _, service := range services {
		for _, c := range service.cases {
			assert.Regexp(t, evident, c.Evidence, "%s: %s", service.name, c.Name)
			assert.False(t, names[service.name+c.Name], "%s: %s is there twice", service.name, c.Name)
			names[service.name+c.Name] = true
		}
	}
}

func TestTheSuiteKeepsItsSize(t *testing.T) {
	cases, refusals := 0, 0
	for _, service := range services {
		cases += len(service.cases)
		for _, c := range service.cases {
			if c.Refused != "" {
				refusals++
			}
		}
	}
	t.Logf("%d cases of %d services, %d of them refusals", cases, len(services), refusals)
	assert.GreaterOrEqual(t, cases, 300)
	assert.GreaterOrEqual(t, refusals, 150)
}

// Refusal is a request that the cloud refused.
type Refusal struct{ err error }

func (r *Refusal) Error() string { return r.err.Error() }

// Unwrap gives the provider's error.
func (r *Refusal) Unwrap() error { return r.err }

func refusal(err error) error {
	if err == nil {
		return nil
	}
	return &Refusal{err}
}

var errUnlike = errors.New("unlike the service")
