package stacks

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/eks"
	"groundwork/components/kubepostgres"
	"groundwork/internal/iampolicy"
	"groundwork/internal/podspec"
)

// Names that a workload may use besides buckets and services.
const (
	usesDatabase = "database"
	usesCache    = "cache"
	usesInternet = "internet"
)

// cachePort is the port ElastiCache listens on.
const cachePort = 6379

// wiring is what a workload gets for what it says it uses: variables, secrets
// and the ways through the network, and nothing else.
type wiring struct {
	env     map[string]string
	secrets map[string]pulumi.StringInput
	access  podspec.Access
}

// wire turns the uses of a workload into its wiring.
func (d *deployment) wire(uses []string, env map[string]string, secrets []string) wiring {
	w := wiring{env: map[string]string{}, secrets: map[string]pulumi.StringInput{}}
	maps.Copy(w.env, env)
	for _, name := range secrets {
		w.secrets[name] = d.secret(name)
	}
	for _, use := range uses {
		d.wireOne(&w, use)
	}
	return w
}

func (d *deployment) wireOne(w *wiring, use string) {
	bucket, isBucket := d.buckets[use]
	switch {
	case use == usesDatabase:
		w.secrets["DATABASE_URL"] = d.stores[use].url
		w.access.To = append(w.access.To, d.stores[use].peer)
	case use == usesCache:
		w.secrets["REDIS_URL"] = d.stores[use].url
		w.access.To = append(w.access.To, d.stores[use].peer)
	case use == usesInternet:
		w.access.Internet = true
	case isBucket:
		// S3 is reached at public addresses, through the gateway endpoint.
		w.env[variable(use)+"_BUCKET"] = bucket.PhysicalName
		w.access.Internet, w.access.AWSIdentity = true, true
	default:
		service := d.system.Services[use]
		w.env[variable(use)+"_URL"] = fmt.Sprintf("http://%s:%d", use, service.Port)
		w.access.To = append(w.access.To, podspec.Peer{Name: use, PodLabels: podspec.AppSelector(use), Port: service.Port, Named: true})
	}
}

// variable is a name as part of an environment variable.
func variable(name string) string {
	return strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// callersOf are the workloads that say they use a service.
func (d *deployment) callersOf(service string) []string {
	var callers []string
	for name, caller := range d.system.Services {
		if slices.Contains(caller.Uses, service) {
			callers = append(callers, name)
		}
	}
	for name, caller := range d.system.Jobs {
		if slices.Contains(caller.Uses, service) {
			callers = append(callers, name)
		}
	}
	slices.Sort(callers)
	return callers
}

// podRole is the role that a service account's pods must find when they are made;
// empty for one without a role.
func (d *deployment) podRole(account string) []pulumi.Resource {
	if role, ok := d.cluster.PodRoles[account]; ok {
		return []pulumi.Resource{role}
	}
	return nil
}

// podRoles give each workload that uses buckets a role for just those.
func (d *deployment) podRoles() []eks.PodRole {
	uses := map[string][]string{}
	for name, service := range d.system.Services {
		uses[name] = service.Uses
	}
	for name, job := range d.system.Jobs {
		uses[name] = job.Uses
	}
	if d.hasClusterDatabase() {
		uses[kubepostgres.ServiceAccount] = []string{d.system.Database.Dumps.Bucket}
	}
	roles := d.measuringRole()
	for _, name := range slices.Sorted(maps.Keys(uses)) {
		var resources []pulumi.StringInput
		for _, use := range uses[name] {
			if bucket, ok := d.buckets[use]; ok {
				resources = append(resources, bucket.ARN)
			}
		}
		if len(resources) == 0 {
			continue
		}
		roles = append(roles, eks.PodRole{
			Name: name, Namespace: d.namespaceName(), ServiceAccount: name,
			Policy: iampolicy.Output(bucketPolicy, resources...),
		})
	}
	return roles
}

// bucketPolicy lets a workload list, read and write its buckets. It may not
// delete: old objects go by the bucket's lifecycle.
func bucketPolicy(arns []string) iampolicy.Document {
	objects := make([]string, 0, len(arns))
	for _, arn := range arns {
		objects = append(objects, arn+"/*")
	}
	return iampolicy.Document{Statements: []iampolicy.Statement{
		{Sid: "ListBuckets", Effect: iampolicy.Allow, Action: []string{"s3:ListBucket"}, Resource: arns},
		{Sid: "ReadAndWriteObjects", Effect: iampolicy.Allow, Action: []string{"s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"}, Resource: objects},
	}}
}
