package stacks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/eks"
	"groundwork/components/kubepostgres"
	"groundwork/internal/iampolicy"
	"groundwork/internal/podspec"
	"groundwork/workload"
)

// wiring is what a workload gets on Kubernetes for what it holds, reaches and lets in.
type wiring struct {
	env     map[string]string
	secrets map[string]pulumi.StringInput
	access  podspec.Access
	mounts  []podspec.Mount
}

// wire turns the references of a workload into values.
func (d *deployment) wire(one workload.Workload) wiring {
	w := wiring{env: map[string]string{}, secrets: map[string]pulumi.StringInput{}}
	for name, value := range one.Variables {
		switch {
		case value.Store == workload.Database, value.Store == workload.DatabaseRead:
			w.secrets[name] = d.databaseURL(one.Name, value.Store)
		case value.Store != "":
			w.secrets[name] = d.stores[value.Store].url
		case value.Secret != "":
			w.secrets[name] = d.secret(value.Secret)
		case value.Bucket != "":
			w.env[name] = d.buckets[value.Bucket].PhysicalName
		case value.Workload != "":
			w.env[name] = fmt.Sprintf("http://%s:%d", value.Workload, value.Port)
		default:
			w.env[name] = value.Text
		}
	}
	for _, to := range one.Reaches {
		d.open(&w.access, to)
	}
	d.knowDatabase(&w, one)
	if one.Run == nil {
		w.access.FromApps, w.access.Named = slices.Clone(one.Callers), true
	}
	return w
}

// open opens one way through the network.
func (d *deployment) open(access *podspec.Access, to workload.Reach) {
	switch {
	case to.Store != "":
		access.To = addPeer(access.To, d.stores[to.Store].peer)
	case to.Workload != "":
		access.To = append(access.To, podspec.Peer{Name: to.Workload, PodLabels: podspec.AppSelector(to.Workload), Port: to.Port, Named: true})
	case to.Bucket != "":
		// S3 is reached at public addresses, through the gateway endpoint.
		access.Internet, access.AWSIdentity = true, true
	case to.Internet:
		access.Internet = true
	}
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
	rights := map[string][]workload.Right{}
	for _, one := range d.workloads {
		if len(one.Rights) > 0 {
			rights[one.Name] = one.Rights
		}
	}
	if d.hasClusterDatabase() {
		rights[kubepostgres.ServiceAccount] = []workload.Right{{Bucket: d.system.Database.Dumps.Bucket}}
	}
	roles := d.measuringRole()
	for _, name := range slices.Sorted(maps.Keys(rights)) {
		var resources []pulumi.StringInput
		for _, right := range rights[name] {
			resources = append(resources, d.buckets[right.Bucket].ARN)
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
