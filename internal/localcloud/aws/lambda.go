package aws

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"

	"groundwork/internal/localcloud"
)

const (
	lambdaType       = "aws:lambda/function:Function"
	lambdaAliasType  = "aws:lambda/alias:Alias"
	lambdaURLType    = "aws:lambda/functionUrl:FunctionUrl"
	lambdaSourceType = "aws:lambda/eventSourceMapping:EventSourceMapping"

	// unpublished is the version that every function has.
	unpublished = "$LATEST"
)

// lambdaService is Lambda: what a function shows once it is there.
func lambdaService() service {
	return service{kinds: map[string]localcloud.Kind{
		lambdaType:       {Check: checkLambda, Create: createLambda, Update: updateLambda},
		permissionType:   {Create: createPermission},
		lambdaAliasType:  {Create: createLambdaAlias},
		lambdaURLType:    {Create: createLambdaURL},
		lambdaSourceType: {Create: createLambdaSource, Update: updateLambdaSource},
	}}
}

// createLambda fills in the defaults of
// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
func createLambda(tx *localcloud.Tx, function *localcloud.Object) error {
	if err := acceptLambda(tx, nil, function); err != nil {
		return err
	}
	function.Set("arn", lambdaARN(tx, function.String("name")))
	function.Set("invokeArn", invocation(tx, function.String("arn")))
	decide(function, "architectures", []string{"x86_64"})
	decideIn(function, "ephemeralStorage", map[string]any{"size": 512})
	decideIn(function, "tracingConfig", map[string]any{"mode": "PassThrough"})
	decideIn(function, "loggingConfig", map[string]any{"logFormat": "Text", "logGroup": "/aws/lambda/" + function.String("name")})
	showCode(tx, function, 1)
	decide(function, "sourceCodeHash", function.String("codeSha256"))
	return nil
}

// updateLambda publishes the next version where versions are published:
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
func updateLambda(tx *localcloud.Tx, old, function *localcloud.Object) error {
	if err := acceptLambda(tx, old, function); err != nil {
		return err
	}
	last, _ := strconv.Atoi(old.String("version")) // 0 for what was never published
	showCode(tx, function, last+1)
	return nil
}

func showCode(tx *localcloud.Tx, function *localcloud.Object, number int) {
	version := unpublished
	if function.Outputs.Bool("publish") {
		version = strconv.Itoa(number)
	}
	qualified := function.String("arn") + ":" + version
	function.Set("version", version)
	function.Set("qualifiedArn", qualified)
	function.Set("qualifiedInvokeArn", invocation(tx, qualified))
	function.Set("lastModified", tx.Now().Format("2006-01-02T15:04:05.000-0700"))
	code := sha256.Sum256([]byte(function.String("code") + function.String("imageUri") + function.String("s3Key")))
	function.Set("codeSha256", base64.StdEncoding.EncodeToString(code[:]))
}

// lambdaARN is the ARN of a function that is named, or given by its ARN.
func lambdaARN(tx *localcloud.Tx, name string) string {
	if strings.HasPrefix(name, "arn:") {
		return name
	}
	return tx.ARN("lambda", "function:"+name)
}

// invocation is where API Gateway calls a function:
// https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
func invocation(tx *localcloud.Tx, arn string) string {
	return "arn:aws:apigateway:" + tx.Region() + ":lambda:path/2015-03-31/functions/" + arn + "/invocations"
}

func createLambdaAlias(tx *localcloud.Tx, alias *localcloud.Object) error {
	alias.Set("arn", lambdaARN(tx, alias.String("functionName"))+":"+alias.String("name"))
	alias.Set("invokeArn", invocation(tx, alias.String("arn")))
	return nil
}

// createLambdaURL follows https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
func createLambdaURL(tx *localcloud.Tx, url *localcloud.Object) error {
	id := tx.Dice().Text(32, localcloud.LowerAlnum)
	url.Set("urlId", id)
	url.Set("functionUrl", "https://"+id+".lambda-url."+tx.Region()+".on.aws/")
	url.Set("functionArn", lambdaARN(tx, url.String("functionName")))
	return nil
}

// createLambdaSource follows
// https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
func createLambdaSource(tx *localcloud.Tx, source *localcloud.Object) error {
	source.Set("uuid", source.ID)
	source.Set("functionArn", lambdaARN(tx, source.String("functionName")))
	source.Set("lastModified", tx.Timestamp())
	source.Set("stateTransitionReason", "USER_INITIATED")
	source.Set("state", "Enabled")
	if !source.Outputs.Bool("enabled") {
		source.Set("state", "Disabled")
	}
	return nil
}

func updateLambdaSource(tx *localcloud.Tx, _, source *localcloud.Object) error {
	return createLambdaSource(tx, source)
}
