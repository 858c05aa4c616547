package conformance

const (
	lambdaPermit  = "aws:lambda/permission:Permission"
	lambdaCreate  = lambdaAPI + "API_CreateFunction.html"
	lambdaTrouble = "https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html"
)

// function tries one that differs from a good one.
func function(changes Props) func(*World) error {
	return func(w *World) error {
		_, err := w.Create(lambdaFunction, "x", with(lambdaInputs(w), changes))
		return err
	}
}

func permitting(name string) func(*World) error {
	return func(w *World) error {
		w.Make(lambdaFunction, "thumbs", lambdaInputs(w))
		_, err := w.Create(lambdaPermit, "x", Props{"action": "lambda:InvokeFunction", "function": name, "principal": "s3.amazonaws.com"})
		return err
	}
}

var functionCases = []Case{
	{"a role that is gone", function(Props{"role": admin}), "The role defined for the function cannot be assumed by Lambda.", lambdaTrouble},
	{"a role for others", func(w *World) error {
		return function(Props{"role": w.role("other", "ec2.amazonaws.com")})(w)
	}, "The role defined for the function cannot be assumed by Lambda.", lambdaTrouble},
	{"a package without a handler", function(Props{"handler": nil}), "handler and runtime must be set when PackageType is Zip", lambdaCreate},
	{"an image needs no handler", function(Props{
		"handler": nil, "runtime": nil, "s3Bucket": nil, "s3Key": nil, "packageType": "Image", "imageUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/thumbs:1",
	}), "", lambdaCreate},
	{"a package and an image", function(Props{"imageUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/thumbs:1"}), "imageUri", "facts: aws:lambda/function:Function"},
	{"memory of 64 MB", function(Props{"memorySize": 64}), "128", lambdaCreate},
	{"a timeout of more than 15 minutes", function(Props{"timeout": 901}), "900", lambdaCreate},
	{"a variable that Lambda sets", function(Props{"environment": Props{"variables": Props{"AWS_REGION": "eu-west-1"}}}), "Reserved keys used in this request: AWS_REGION", "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"},
	{"a variable of the program's own", function(Props{"environment": Props{"variables": Props{"SIZE": "128"}}}), "", "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"},
	{"a subnet that is gone", function(Props{"vpcConfig": Props{"subnetIds": []any{"subnet-0"}, "securityGroupIds": []any{}}}), "InvalidSubnetID.NotFound", lambdaCreate},
	{"a function's name twice", func(w *World) error { return twice(lambdaFunction, lambdaInputs(w))(w) }, "ResourceConflictException: Function already exist: thumbs", lambdaCreate},
	{"a function that others may call", permitting("thumbs"), "", lambdaAPI + "API_AddPermission.html"},
	{"a function that is not there to be called", permitting("gone"), "ResourceNotFoundException: Function not found", lambdaAPI + "API_AddPermission.html"},
}
