// Package staying knows the inputs that keep in the cloud what they had when the program
// writes them no more, and why nothing is lost by it.
package staying

// reasons are by type and by the input's path.
var reasons = map[string]map[string]string{
	"aws:rds/instance:Instance": {
		"availabilityZone": "a database stays in its zone on purpose",
		"allocatedStorage": "only a replica leaves it out, and has its primary's then",
		"iops":             "only below 400 GB, which more storage never goes back to",
	},
	"aws:eks/nodeGroup:NodeGroup": {
		"releaseVersion": "nodes keep the image that they have until another one is named",
	},
	"aws:eks/cluster:Cluster": {
		"vpcConfig.publicAccessCidrs": "it is left out where the API has no public address that they could open",
	},
	// https://github.com/hashicorp/terraform-provider-aws/blob/v5.82.2/internal/service/s3/bucket_lifecycle_configuration.go
	"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": {
		"rules.expiration.expiredObjectDeleteMarker": "the provider does not send it where days are given",
	},
}

// Why tells why an input of a type may keep what it had; "" where it may not.
func Why(typ, path string) string { return reasons[typ][path] }

// All are the reasons, by type and by the input's path.
func All() map[string]map[string]string { return reasons }
