package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

// lowered are types whose names the provider lowers: the service refuses
// capitals, or lowers them itself and would then differ.
var lowered = map[string]bool{
	"aws:s3/bucketV2:BucketV2":  true,
	"aws:rds/instance:Instance": true, "aws:rds/cluster:Cluster": true, "aws:rds/clusterInstance:ClusterInstance": true,
	"aws:rds/subnetGroup:SubnetGroup": true, "aws:rds/parameterGroup:ParameterGroup": true,
	"aws:rds/clusterParameterGroup:ClusterParameterGroup": true, "aws:rds/optionGroup:OptionGroup": true,
	"aws:elasticache/subnetGroup:SubnetGroup": true, "aws:elasticache/parameterGroup:ParameterGroup": true,
	"aws:elasticache/replicationGroup:ReplicationGroup": true, "aws:elasticache/cluster:Cluster": true,
	"aws:ecr/repository:Repository": true, "aws:neptune/cluster:Cluster": true, "aws:docdb/cluster:Cluster": true,
	"aws:redshift/cluster:Cluster": true,
}

// nameShape shapes an automatic name as the provider does.
func nameShape(token, _, name string, inputs localcloud.Props) string {
	if lowered[canonical(token)] {
		name = strings.ToLower(name)
	}
	switch {
	case token == "aws:sqs/queue:Queue" && inputs.Bool("fifoQueue"),
		token == "aws:sns/topic:Topic" && inputs.Bool("fifoTopic"):
		name += ".fifo"
	}
	return name
}

// late are defaults that are typed constants in the provider, which the bridge
// does not see during Check; the plan fills them in. From the recordings.
var late = map[string]map[string]bool{
	"aws:ec2/vpc:Vpc":                {"instanceTenancy": true},
	"aws:lb/targetGroup:TargetGroup": {"healthCheck.protocol": true},
}
