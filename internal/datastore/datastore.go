// Package datastore makes what a data store in the VPC needs whatever its
// engine: a security group that only its clients get through, a password, and
// the secret that tells how to connect.
package datastore

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Owner is the component that a store's resources belong to.
type Owner struct {
	// Context is the program's. Required.
	Context *pulumi.Context
	// Name is the component's; its children's names begin with it. Required.
	Name string
	// Parent makes a child of the component. Required.
	Parent pulumi.ResourceOption
	// Tags are the tags of a part of the system. Required.
	Tags func(part string) pulumi.StringMap
	// Part is the store's part of the system, such as "db". Required.
	Part string
}

func (o Owner) child(part string) string { return o.Name + "-" + part }
