package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// lambdaReserved are the variables that Lambda sets itself:
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
var lambdaReserved = []string{
	"_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
	"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
	"AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
	"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
}

// notAssumed is what Lambda says of a role that is gone or trusts others:
// https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html
var notAssumed = refusal{400, "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda."}

// checkLambda keeps the provider's own rule.
func checkLambda(c *localcloud.Check) {
	if c.Inputs.String("packageType") == "Zip" && !(c.Inputs.Has("handler") && c.Inputs.Has("runtime")) {
		c.Fail("handler", "handler and runtime must be set when PackageType is Zip")
	}
}

// acceptLambda follows https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
func acceptLambda(tx *localcloud.Tx, old, function *localcloud.Object) error {
	if role := function.String("role"); old == nil || old.String("role") != role {
		if err := trusted(tx, role, "lambda.amazonaws.com", notAssumed); err != nil {
			return err
		}
	}
	var reserved []string
	for name := range function.Outputs.StringMap("environment.variables") {
		if slices.Contains(lambdaReserved, name) {
			reserved = append(reserved, name)
		}
	}
	if len(reserved) > 0 {
		slices.Sort(reserved)
		return tx.Fail(400, "InvalidParameterValueException", "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: %s", strings.Join(reserved, ", "))
	}
	if subnets := subnetsOf(tx, function.Outputs.Strings("vpcConfig.subnetIds")); len(subnets) > 0 {
		decideIn(function, "vpcConfig", map[string]any{"vpcId": subnets[0].String("vpcId")})
	}
	return nil
}

// createPermission: the function that others may call is there.
// https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
func createPermission(tx *localcloud.Tx, permission *localcloud.Object) error {
	arn := lambdaARN(tx, permission.String("function"))
	if len(strings.Split(arn, ":")) > 7 { // with a version or an alias
		arn = strings.Join(strings.Split(arn, ":")[:7], ":")
	}
	if named(tx, lambdaType, "arn", arn) == nil {
		return tx.Fail(404, "ResourceNotFoundException", "Function not found: %s", arn)
	}
	return nil
}
