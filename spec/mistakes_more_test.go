package spec

import (
	"fmt"
	"strings"
)

const domainIs = "groundwork:domain: {name: example.com, zoneId: 0da42c8d2132a9ddaf714f9e7c920711"

// job is a job with more keys, worker a worker.
func job(more string) string {
	return "groundwork:jobs: {a: {tag: 1.0.0, schedule: 0 2 * * *, " + more + "}}"
}

func worker(more string) string {
	return "groundwork:services: {w: {kind: worker, tag: 1.0.0, cpu: 100m, memory: 64Mi, " + more + "}}"
}

func eks(more string) string { return "groundwork:compute: {eks: {" + more + "}}" }

func manyRanges(count int) string {
	var ranges []string
	for i := range count {
		ranges = append(ranges, fmt.Sprintf("10.99.%d.0/24", i))
	}
	return strings.Join(ranges, ", ")
}

func manyTags(count int) string {
	var tags []string
	for i := range count {
		tags = append(tags, fmt.Sprintf("t%d: a", i))
	}
	return "groundwork:tags: {" + strings.Join(tags, ", ") + "}"
}

// ruled are a mistake for each rule that no other bad file breaks, so that what it says
// to write is followed once.
var ruled = []mistake{
	{"reading from a database that is not there", worker("uses: [database.read]"), "groundwork:services.w.uses[0]", `"database.read"`, "groundwork:database: {} (one with the defaults), or nothing: leave it out here"},
	{"reading, mistyped", worker("uses: [databse.read]") + "\ngroundwork:database: {}", "groundwork:services.w.uses[0]", `"databse.read"`, "database.read"},
	{"TLS that the database has of its own", worker("uses: [database], env: {PGSSLMODE: disable}") + "\ngroundwork:database: {}", "groundwork:services.w.env.PGSSLMODE", `"disable"`, "nothing: leave the variable out"},
	{"a variable of the reader's", worker("uses: [database.read], env: {DATABASE_READ_URL: x}") + "\ngroundwork:database: {}", "groundwork:services.w.env.DATABASE_READ_URL", "", "nothing: leave the variable out"},
	{"a job with the name of the database's roles", "groundwork:database: {}\ngroundwork:jobs: {database-roles: {tag: 1.0.0, schedule: 0 2 * * *}}", "groundwork:jobs.database-roles", "", "app-database-roles:"},
	{"a region whose zones nobody knows here", "groundwork:cache: {}\nregion: ap-south-2", "aws:region", `"ap-south-2"`, ""},
	{"a release with too few nodes for both colours", domainIs + "}\ngroundwork:compute: {eks: {nodes: {type: t3.medium, min: 2, desired: 3, max: 3}}}\n" + "groundwork:services: {web: {kind: web, release: {blue: 1.0.0, green: 1.0.1}, port: 8000, host: example.com, cpu: 1500m, memory: 64Mi, replicas: 2, readiness: {path: /}}}", "groundwork:compute.eks.nodes.max", "3", "max: 4"},
	{"a name twice in a section of names", "groundwork:buckets: {a: {role: backups}, a: {role: static}}", "groundwork:buckets.a", "(twice)", "nothing: leave out one of the two"},
	{"a secret that is a section", "groundwork:secrets: {TOKEN: {value: x}}", "groundwork:secrets.TOKEN", "[hidden]", ""},
	{"nodes with no room for the cluster's own", eks("nodes: {type: t3.nano}"), "groundwork:compute.eks.nodes.type", `"t3.nano"`, "type: t3.medium"},
	{"a zone with volumes and without a node", "groundwork:cache: {runsOn: cluster}\n" + eks("nodes: {min: 1}"), "groundwork:compute.eks.nodes.min", "1", "min: 2, or groups: single"},
	{"zones with volumes and fewer nodes", "groundwork:cache: {runsOn: cluster}\n" + eks("nodes: {min: 1, max: 1}"), "groundwork:compute.eks.nodes.min", "1", "min: 2, and groundwork:compute.eks.nodes.max: 2, or groups: single"},
	{"volumes that may be in one zone, with a node for one of their pods", "groundwork:buckets: {b: {role: backups}}\ngroundwork:database: {runsOn: cluster, memory: 2Gi}\ngroundwork:cache: {runsOn: cluster, memory: 2Gi}\n" + eks("nodes: {min: 2, max: 3}"), "groundwork:compute.eks.nodes.max", "3", "max: 4"},
	{"a job with a service's name", worker("replicas: 1") + "\n" + "groundwork:jobs: {w: {tag: 1.0.0, schedule: 0 2 * * *}}", "groundwork:jobs.w", "", "w-job:"},
	{"a cache's node type of another form", "groundwork:cache: {nodeType: t3.small}", "groundwork:cache.nodeType", "", "nodeType: cache.t4g.micro"},
	{"a first host that no certificate has", domainIs + ", advancedCertificate: true}\n" + "groundwork:services: {web: {kind: web, tag: 1.0.0, port: 8000, host: " + strings.Repeat("a", 40) + "." + strings.Repeat("b", 40) + ".example.com, cpu: 100m, memory: 64Mi, readiness: {path: /}}}", "groundwork:services.web.host", "", "host: a.example.com"},
	{"more web services than a balancer has", "groundwork:compute: {eks: {nodes: {max: 100, min: 50}}}\ngroundwork:services:\n" + manyHosts(51), "groundwork:services", "51 web services", ""},
	{"a namespace in capitals", eks("namespace: My_Shop"), "groundwork:compute.eks.namespace", "", "namespace: my-shop"},
	{"a patch of Kubernetes", eks(`version: "1.36.2"`), "groundwork:compute.eks.version", "", `version: "1.36"`},
	{"a Kubernetes that nobody knows", eks(`version: "1.99"`), "groundwork:compute.eks.version", "", `version: "1.36"`},
	{"an image of another Kubernetes", eks("nodes: {image: 1.35.1-20260101}"), "groundwork:compute.eks.nodes.image", "", ""},
	{"a storage with a part of a GB", "groundwork:database: {storage: 20500Mi}", "groundwork:database.storage", "", "storage: 21GB"},
	{"buffers as large as the memory", "groundwork:database: {class: db.t4g.medium, parameters: {shared_buffers: 8GB}}", "groundwork:database.parameters.shared_buffers", "", ""},
	{"a host two labels deep", "groundwork:services: {web: {kind: web, tag: 1.0.0, port: 8000, host: a.b.example.com, cpu: 100m, memory: 64Mi, readiness: {path: /}}}", "groundwork:services.web.host", "", "host: a-b.example.com, or groundwork:domain.advancedCertificate: true (if the zone has one for it)"},
	{"a CDN of no bucket", "groundwork:buckets: {static: {role: static}}\ngroundwork:edge: {cdn: {host: cdn.example.com, bucket: statik}}", "groundwork:edge.cdn.bucket", "", "bucket: static"},
	{"a job that asks for no CPU", job("cpu: 0"), "groundwork:jobs.a.cpu", "", "cpu: 250m"},
	{"a zone of no form", "groundwork:network: {zones: [a, use1-az2]}", "groundwork:network.zones[0]", "", "use1-az1"},
	{"a network of no form", "groundwork:network: {cidr: 10.0.0.0}", "groundwork:network.cidr", "", "cidr: 10.10.0.0/16"},
	{"a network that begins elsewhere", "groundwork:network: {cidr: 10.0.1.0/16}", "groundwork:network.cidr", "", "cidr: 10.0.0.0/16"},
	{"a network too small", "groundwork:network: {cidr: 10.0.0.0/24}", "groundwork:network.cidr", "", "cidr: 10.10.0.0/16"},
	{"a rate by the minute at NGINX", "groundwork:ingress: {kind: nginx}\ngroundwork:services: {web: {kind: web, tag: 1.0.0, port: 8000, host: example.com, cpu: 100m, memory: 64Mi, readiness: {path: /}, rateLimit: 600/min}}", "groundwork:services.web.rateLimit", "", "rateLimit: 10/s"},
	{"a release of no colour", "groundwork:services: {web: {kind: web, release: {}, port: 8000, host: example.com, cpu: 100m, memory: 64Mi, readiness: {path: /}}}", "groundwork:services.web.release.blue", "(missing)", `blue: "1.4.2"`},
	{"green alone with half of the requests", "groundwork:services: {web: {kind: web, release: {green: 1.0.0, greenWeight: 50}, port: 8000, host: example.com, cpu: 100m, memory: 64Mi, readiness: {path: /}}}", "groundwork:services.web.release.greenWeight", "50", ""},
	{"a tag with a blank", "groundwork:jobs: {a: {tag: 1 0, schedule: 0 2 * * *}}", "groundwork:jobs.a.tag", "", `tag: "1-0"`},
	{"a calm of less than a second", worker("autoscale: {min: 1, max: 2, calm: 10ms}"), "groundwork:services.w.autoscale.calm", "", "calm: 1s"},
	{"requests that NGINX does not count", "groundwork:ingress: {kind: nginx}\ngroundwork:services: {web: {kind: web, tag: 1.0.0, port: 8000, host: example.com, cpu: 100m, memory: 64Mi, readiness: {path: /}, autoscale: {min: 1, max: 2, requestsPerMinute: 10}}}", "groundwork:services.web.autoscale.requestsPerMinute", "", ""},
	{"a secret that is generated and set", "groundwork:secrets: {KEY: {secure: AAAB}}\ngroundwork:generatedSecrets: [KEY]", "groundwork:generatedSecrets[0]", "", "nothing: leave the name out here"},
	{"a generated secret twice", "groundwork:generatedSecrets: [KEY, KEY]", "groundwork:generatedSecrets[1]", "", "nothing: leave it out"},
	{"a secret that uses sets", "groundwork:database: {}\ngroundwork:secrets: {DATABASE_URL: {secure: AAAB}}\n" + job("uses: [database], secrets: [DATABASE_URL]"), "groundwork:jobs.a.secrets[0]", "", "nothing: leave the name out"},
	{"a secret twice", "groundwork:secrets: {KEY: {secure: AAAB}}\n" + job("secrets: [KEY, KEY]"), "groundwork:jobs.a.secrets[1]", "", "nothing: leave it out"},
	{"a database that is not there", job("uses: [database]"), "groundwork:jobs.a.uses[0]", "", ""},
	{"a use twice", "groundwork:cache: {}\n" + job("uses: [cache, cache]"), "groundwork:jobs.a.uses[1]", "", "nothing: leave it out"},
	{"a web service without a port", "groundwork:services: {web: {kind: web, tag: 1.0.0, host: example.com, cpu: 100m, memory: 64Mi, readiness: {path: /}}}", "groundwork:services.web.port", "(missing)", "port: 8000"},
	{"a web service without a host", "groundwork:services: {web: {kind: web, tag: 1.0.0, port: 8000, cpu: 100m, memory: 64Mi, readiness: {path: /}}}", "groundwork:services.web.host", "(missing)", "host: web.example.com"},
	{"a prefix with a stroke at its end", web("readiness: {path: /}, path: /api/"), "groundwork:services.web.path", "", "path: /api"},
	{"a prefix too deep", web("readiness: {path: /}, path: " + strings.Repeat("/a", 12)), "groundwork:services.web.path", "", "path: " + strings.Repeat("/a", 9)},
	{"a cache with no memory to start", "groundwork:cache: {runsOn: cluster, memory: 1Mi}", "groundwork:cache.memory", "", "memory: 512Mi"},
	{"a database's limit below what it asks for", "groundwork:buckets: {b: {role: backups}}\ngroundwork:database: {runsOn: cluster, cpu: 500m, cpuLimit: 100m}", "groundwork:database.cpuLimit", "", "cpuLimit: 500m"},
	{"a subnet of no form", "groundwork:network: {cidr: 10.0.0.0/16, subnets: {public: [10.0.0.0/24, x], private: [10.0.16.0/20, 10.0.32.0/20]}}", "groundwork:network.subnets.public[1]", "", ""},
	{"a subnet too small", "groundwork:network: {cidr: 10.0.0.0/16, subnets: {public: [10.0.0.0/24, 10.0.1.0/29], private: [10.0.16.0/20, 10.0.32.0/20]}}", "groundwork:network.subnets.public[1]", "", "10.0.1.0/27"},
	{"more tags than there is room for", manyTags(41), "groundwork:tags", "41 tags", "fewer tags"},
	{"a tag's key with a letter that no tag has", "groundwork:tags: {\"a&b\": c}", `groundwork:tags["a&b"]`, "", ""},
	{"a shared range that EKS refuses", eks("publicAccessCidrs: [100.64.0.0/10]"), "groundwork:compute.eks.publicAccessCidrs[0]", "", "nothing: leave it out"},
	{"an API that answers nobody", eks("privateAccessFrom: []"), "groundwork:compute.eks.privateAccessFrom", "[]", "privateAccessFrom: [vpc]"},
	{"a caller of no form", eks("privateAccessFrom: [office]"), "groundwork:compute.eks.privateAccessFrom[0]", `"office"`, ""},
	{"a caller in capitals", eks("privateAccessFrom: [VPC]"), "groundwork:compute.eks.privateAccessFrom[0]", `"VPC"`, ""},
	{"a security group of no form", eks("privateAccessFrom: [sg-runners]"), "groundwork:compute.eks.privateAccessFrom[0]", "", ""},
	{"a caller from the internet", eks("privateAccessFrom: [vpc, 203.0.113.7/32]"), "groundwork:compute.eks.privateAccessFrom[1]", "", "nothing: leave it out"},
	{"everybody as a caller", eks("privateAccessFrom: [vpc, 0.0.0.0/0]"), "groundwork:compute.eks.privateAccessFrom[1]", "", "nothing: leave it out"},
	{"a caller's range that begins elsewhere", eks("privateAccessFrom: [10.99.0.1/16]"), "groundwork:compute.eks.privateAccessFrom[0]", "", "10.99.0.0/16"},
	{"the network twice among callers", eks("privateAccessFrom: [vpc, 10.10.0.0/16]"), "groundwork:compute.eks.privateAccessFrom[1]", "", "nothing: leave it out"},
	{"more callers than there is room for", eks("privateAccessFrom: [" + manyRanges(21) + "]"), "groundwork:compute.eks.privateAccessFrom", "21 callers", ""},
	{"a login that is no secret's ARN", "groundwork:compute: {imageCache: {dockerHub: shopbot}}", "groundwork:compute.imageCache.dockerHub", `"shopbot"`, ""},
	{"a login under a name where ECR doesn't look", "groundwork:compute: {imageCache: {dockerHub: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:hub-AbCdEf'}}", "groundwork:compute.imageCache.dockerHub", "", ""},
	{"a login of another region", "groundwork:compute: {imageCache: {dockerHub: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf'}}", "groundwork:compute.imageCache.dockerHub", "", "the ARN of one in us-east-1"},
	{"more ranges than EKS takes", eks("publicAccessCidrs: [" + strings.TrimSuffix(strings.Repeat("203.0.113.7/32, ", 41), ", ") + "]"), "groundwork:compute.eks.publicAccessCidrs", "41 ranges", ""},
}
