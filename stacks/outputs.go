package stacks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/spec"
	"groundwork/workload"
)

// export gives the stack's outputs: what people need who did not write it.
func (d *deployment) export() {
	d.ctx.Export("environment", pulumi.String(string(d.system.Environment)))
	d.ctx.Export("tradeoffs", pulumi.ToStringArray(spec.Tradeoffs(d.system)))
	d.ctx.Export("vpcId", d.network.ID)
	d.ctx.Export("natAddresses", d.network.NATAddresses)
	d.ctx.Export("urls", pulumi.ToStringArray(d.urls()))
	if d.balancer != nil {
		d.ctx.Export("loadBalancer", d.balancer.DNSName)
	}
	if d.passthrough != nil {
		d.ctx.Export("loadBalancer", d.passthrough.DNSName)
	}
	if d.cdn != nil {
		d.ctx.Export("cdn", d.cdn.DomainName)
	}
	d.exportCluster()
	d.exportData()
	d.exportStorage()
}

func (d *deployment) exportCluster() {
	d.ctx.Export("cluster", pulumi.String(d.cluster.Name))
	d.ctx.Export("clusterEndpoint", d.cluster.Endpoint)
	d.ctx.Export("kubeconfig", pulumi.String(fmt.Sprintf("aws eks update-kubeconfig --name %s --region %s", d.cluster.Name, d.system.Region)))
	d.ctx.Export("namespace", pulumi.String(d.namespaceName()))
}

func (d *deployment) exportData() {
	for use, output := range map[workload.Store]string{workload.Database: "databaseUrl", workload.Cache: "cacheUrl"} {
		if store, ok := d.stores[use]; ok {
			d.ctx.Export(output, store.url)
		}
	}
	if d.database != nil {
		d.ctx.Export("databaseEndpoint", d.database.Endpoint)
		d.ctx.Export("databaseSecretArn", d.database.SecretARN)
		replicas := make(pulumi.StringArray, 0, len(d.database.ReplicaAddresses))
		for _, address := range d.database.ReplicaAddresses {
			replicas = append(replicas, address)
		}
		d.ctx.Export("databaseReplicas", replicas)
	}
	if d.cache != nil {
		d.ctx.Export("cacheAddress", d.cache.Address)
		d.ctx.Export("cacheSecretArn", d.cache.SecretARN)
	}
}

func (d *deployment) exportStorage() {
	buckets := pulumi.StringMap{}
	for _, name := range slices.Sorted(maps.Keys(d.buckets)) {
		buckets[name] = d.buckets[name].Name
	}
	d.ctx.Export("buckets", buckets)
	if d.repositories != nil {
		repositories := pulumi.StringMap{}
		for name, url := range d.repositories.URLs {
			repositories[name] = url
		}
		d.ctx.Export("repositories", repositories)
	}
}

// urls are where people reach the system.
func (d *deployment) urls() []string {
	var urls []string
	for _, host := range workload.Hosts(d.workloads) {
		urls = append(urls, "https://"+host)
	}
	if cdn := d.system.Edge.CDN; cdn != nil {
		urls = append(urls, "https://"+cdn.Host)
	}
	return urls
}
