package conformance

import (
	"fmt"
	"regexp"
)

const (
	lambdaFunction = "aws:lambda/function:Function"
	lambdaAlias    = "aws:lambda/alias:Alias"
	lambdaURL      = "aws:lambda/functionUrl:FunctionUrl"
	lambdaSource   = "aws:lambda/eventSourceMapping:EventSourceMapping"
	restAPI        = "aws:apigateway/restApi:RestApi"
	restResource   = "aws:apigateway/resource:Resource"
	restStage      = "aws:apigateway/stage:Stage"
	httpAPI        = "aws:apigatewayv2/api:Api"
	httpStage      = "aws:apigatewayv2/stage:Stage"
	httpRoute      = "aws:apigatewayv2/route:Route"

	lambdaAPI      = "https://docs.aws.amazon.com/lambda/latest/api/"
	lambdaVersions = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html"
	lambdaURLs     = "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html"
	apiARNs        = "https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html"
	apiCalls       = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html"
	apiErrors      = "https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html"

	thumbs = "arn:aws:lambda:us-east-1:123456789012:function:thumbs"
)

// lambdaInputs are those of a function whose role is there.
func lambdaInputs(w *World) Props {
	role := w.Make("aws:iam/role:Role", "thumbs", Props{
		"assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`,
	})
	return Props{
		"name": "thumbs", "role": role.Outputs.String("arn"),
		"s3Bucket": "code", "s3Key": "thumbs.zip", "runtime": "nodejs20.x", "handler": "index.handler",
	}
}

// shows makes a resource and looks at what it shows.
func shows(typ string, inputs func(*World) Props, property, want string) func(*World) error {
	return func(w *World) error {
		made, err := w.Create(typ, "x", inputs(w))
		if err != nil {
			return err
		}
		if got := made.Outputs.String(property); !regexp.MustCompile(want).MatchString(got) {
			return fmt.Errorf("%w: %s is %q, want %s", errUnlike, property, got, want)
		}
		return nil
	}
}

func plainly(inputs Props) func(*World) Props { return func(*World) Props { return inputs } }

// ofAPI are the inputs of a part of an API that is made first.
func ofAPI(typ string, api Props, property string, inputs Props) func(*World) Props {
	return func(w *World) Props {
		return with(inputs, Props{property: w.Make(typ, "api", api).ID})
	}
}

var lambdaCases = []Case{
	{Name: "a function's address", Do: shows(lambdaFunction, lambdaInputs, "arn", `^`+thumbs+`$`), Evidence: lambdaAPI + "API_CreateFunction.html"},
	{Name: "where API Gateway calls it", Do: shows(lambdaFunction, lambdaInputs, "invokeArn", `^arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/`+thumbs+`/invocations$`), Evidence: "https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html"},
	{Name: "a function that is not published", Do: shows(lambdaFunction, lambdaInputs, "qualifiedArn", `:function:thumbs:\$LATEST$`), Evidence: lambdaVersions},
	{Name: "a change publishes the next version", Do: func(w *World) error {
		published := with(lambdaInputs(w), Props{"publish": true})
		made, err := w.Change(lambdaFunction, "x", w.Make(lambdaFunction, "x", published), with(published, Props{"s3Key": "thumbs-2.zip"}))
		if err != nil {
			return err
		}
		return same("version", "2", made.Outputs.String("version"))
	}, Evidence: lambdaVersions},
	{Name: "an alias's address", Do: shows(lambdaAlias, plainly(Props{"name": "live", "functionName": "thumbs", "functionVersion": "1"}), "arn", `^`+thumbs+`:live$`), Evidence: lambdaAPI + "API_CreateAlias.html"},
	{Name: "a function's own host", Do: shows(lambdaURL, plainly(Props{"functionName": "thumbs", "authorizationType": "NONE"}), "functionUrl", `^https://[a-z0-9]{32}\.lambda-url\.us-east-1\.on\.aws/$`), Evidence: lambdaURLs},
	{Name: "a source that is switched off", Do: shows(lambdaSource, plainly(Props{"functionName": "thumbs", "eventSourceArn": "arn:aws:sqs:us-east-1:123456789012:jobs", "enabled": false}), "state", `^Disabled$`), Evidence: lambdaAPI + "API_CreateEventSourceMapping.html"},
	{Name: "a REST API's address", Do: shows(restAPI, plainly(Props{"name": "shop"}), "executionArn", `^arn:aws:execute-api:us-east-1:123456789012:[a-z0-9]{10}$`), Evidence: apiARNs},
	{Name: "a path below the root", Do: shows(restResource, ofAPI(restAPI, Props{"name": "shop"}, "restApi", Props{"parentId": "root", "pathPart": "carts"}), "path", `^/carts$`), Evidence: "https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html"},
	{Name: "a stage's host", Do: shows(restStage, ofAPI(restAPI, Props{"name": "shop"}, "restApi", Props{"stageName": "live", "deployment": "d"}), "invokeUrl", `^https://[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com/live$`), Evidence: apiCalls},
	{Name: "a stage of nothing", Do: creating(restStage, Props{"restApi": "gone", "stageName": "live", "deployment": "d"}), Refused: "NotFoundException: Invalid API identifier specified 123456789012:gone", Evidence: apiErrors},
	{Name: "an HTTP API's host", Do: shows(httpAPI, plainly(Props{"protocolType": "HTTP"}), "apiEndpoint", `^https://[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$`), Evidence: apiCalls},
	{Name: "a WebSocket API's host", Do: shows(httpAPI, plainly(Props{"protocolType": "WEBSOCKET"}), "apiEndpoint", `^wss://`), Evidence: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api.html"},
	{Name: "the default stage has no name in the address", Do: shows(httpStage, ofAPI(httpAPI, Props{"protocolType": "HTTP"}, "apiId", Props{"name": "$default"}), "invokeUrl", `amazonaws\.com/$`), Evidence: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html"},
	{Name: "a route of nothing", Do: creating(httpRoute, Props{"apiId": "gone", "routeKey": "GET /"}), Refused: "NotFoundException", Evidence: "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html"},
}
