package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

const (
	scalableType      = "aws:appautoscaling/target:Target"
	scalingPolicyType = "aws:appautoscaling/policy:Policy"
)

// dimensions are what can be scaled of the services that are modelled here:
// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
var dimensions = map[string]string{
	"ecs":         "ecs:service:DesiredCount",
	"dynamodb":    "dynamodb:table:ReadCapacityUnits dynamodb:table:WriteCapacityUnits dynamodb:index:ReadCapacityUnits dynamodb:index:WriteCapacityUnits",
	"lambda":      "lambda:function:ProvisionedConcurrency",
	"rds":         "rds:cluster:ReadReplicaCount",
	"elasticache": "elasticache:replication-group:NodeGroups elasticache:replication-group:Replicas",
}

// scalingService is Application Auto Scaling.
func scalingService() service {
	find := func(token string) func(*localcloud.Tx, string, localcloud.Props) *localcloud.Object {
		return func(tx *localcloud.Tx, _ string, state localcloud.Props) *localcloud.Object {
			return tx.Get(token, scalingID(token, state))
		}
	}
	return service{kinds: map[string]localcloud.Kind{
		scalableType: {
			ID: identifyScaling, Find: find(scalableType), Check: checkScalable, Create: registerScalable, Update: again(registerScalable),
			Delete: func(tx *localcloud.Tx, target *localcloud.Object) error { deregister(tx, target); return nil },
		},
		scalingPolicyType: {ID: identifyScaling, Find: find(scalingPolicyType), Create: putScalingPolicy},
	}}
}

// identifyScaling: programs see the name of what is scaled, or of the policy,
// which several can have.
func identifyScaling(_ *localcloud.Tx, obj *localcloud.Object) string {
	obj.Shown = obj.String("resourceId")
	if obj.Type == scalingPolicyType {
		obj.Shown = obj.String("name")
	}
	return scalingID(obj.Type, obj.Outputs)
}

func scalingID(token string, props localcloud.Props) string {
	id := props.String("serviceNamespace") + "/" + props.String("resourceId") + "/" + props.String("scalableDimension")
	if token == scalingPolicyType {
		id += "/" + props.String("name")
	}
	return id
}

func checkScalable(c *localcloud.Check) {
	known, ok := dimensions[c.Inputs.String("serviceNamespace")]
	if dimension := c.Inputs.String("scalableDimension"); ok && dimension != "" && !strings.Contains(" "+known+" ", " "+dimension+" ") {
		c.Fail("scalableDimension", "Unsupported service namespace, resource type or scalable dimension: %q", dimension)
	}
}

func registerScalable(tx *localcloud.Tx, target *localcloud.Object) error {
	least, most := target.Outputs.Int("minCapacity"), target.Outputs.Int("maxCapacity")
	if least > most {
		return tx.Fail(400, "ValidationException", "Maximum capacity cannot be less than minimum capacity")
	}
	id := target.String("resourceId")
	if target.String("serviceNamespace") == "ecs" && tx.Find(taskServiceType, func(s *localcloud.Object) bool { return scalableName(s) == id }) == nil {
		return tx.Fail(400, "ValidationException", "ECS service doesn't exist: %s", id)
	}
	decide(target, "roleArn", "arn:aws:iam::"+tx.Account()+":role/aws-service-role/"+target.String("serviceNamespace")+".application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_"+scaledService(target))
	return nil
}

// scaledService is the service's part of its role's name:
// https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html
func scaledService(target *localcloud.Object) string {
	names := map[string]string{"ecs": "ECSService", "dynamodb": "DynamoDBTable", "lambda": "LambdaConcurrency", "rds": "RDSCluster", "elasticache": "ElastiCacheRG"}
	return names[target.String("serviceNamespace")]
}

// scalableName is "service/<cluster>/<service>".
func scalableName(service *localcloud.Object) string {
	_, path, _ := strings.Cut(service.ID, ":service/")
	return "service/" + path
}

// putScalingPolicy: what is scaled is registered.
func putScalingPolicy(tx *localcloud.Tx, policy *localcloud.Object) error {
	if tx.Get(scalableType, scalingID(scalableType, policy.Outputs)) == nil {
		return tx.Fail(400, "ObjectNotFoundException", "No scalable target registered for service namespace: %s, resource ID: %s, scalable dimension: %s",
			policy.String("serviceNamespace"), policy.String("resourceId"), policy.String("scalableDimension"))
	}
	return nil
}

// deregister takes a target's policies along.
func deregister(tx *localcloud.Tx, target *localcloud.Object) {
	for _, policy := range tx.Where(scalingPolicyType, "resourceId", target.String("resourceId")) {
		if policy.String("scalableDimension") == target.String("scalableDimension") {
			tx.Remove(scalingPolicyType, policy.ID)
		}
	}
}
