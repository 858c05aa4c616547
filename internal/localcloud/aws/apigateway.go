package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

const (
	restAPIType         = "aws:apigateway/restApi:RestApi"
	restResourceType    = "aws:apigateway/resource:Resource"
	restStageType       = "aws:apigateway/stage:Stage"
	restDeploymentType  = "aws:apigateway/deployment:Deployment"
	httpAPIType         = "aws:apigatewayv2/api:Api"
	httpStageType       = "aws:apigatewayv2/stage:Stage"
	httpIntegrationType = "aws:apigatewayv2/integration:Integration"
	httpRouteType       = "aws:apigatewayv2/route:Route"
)

var noAPI = refusal{404, "NotFoundException", "Invalid API identifier specified " + localcloud.Account + ":%s"}

var apiLinks = []link{
	{from: restResourceType, path: "restApi", to: restAPIType, missing: noAPI, loose: true},
	{from: restStageType, path: "restApi", to: restAPIType, missing: noAPI, loose: true},
	{from: restDeploymentType, path: "restApi", to: restAPIType, missing: noAPI, loose: true},
	{from: httpStageType, path: "apiId", to: httpAPIType, missing: noAPI, loose: true},
	{from: httpIntegrationType, path: "apiId", to: httpAPIType, missing: noAPI, loose: true},
	{from: httpRouteType, path: "apiId", to: httpAPIType, missing: noAPI, loose: true},
}

// gatewayAPIService is API Gateway: REST APIs, and HTTP and WebSocket APIs.
// Names and addresses follow
// https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html and
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
func gatewayAPIService() service {
	return service{kinds: map[string]localcloud.Kind{
		restAPIType:        {ID: apiID, Create: createRestAPI},
		restResourceType:   {Create: createRestResource, Update: func(tx *localcloud.Tx, _, r *localcloud.Object) error { return createRestResource(tx, r) }},
		restDeploymentType: {Create: createRestDeployment},
		restStageType:      {Create: createRestStage},
		httpAPIType:        {ID: apiID, Create: createHTTPAPI},
		httpStageType:      {Create: createHTTPStage},
	}}
}

func apiID(tx *localcloud.Tx, _ *localcloud.Object) string {
	return tx.Dice().Text(10, localcloud.LowerAlnum)
}

// apiARN names a part of an API; API Gateway's ARNs have no account.
func apiARN(tx *localcloud.Tx, path string) string {
	return "arn:aws:apigateway:" + tx.Region() + "::" + path
}

func executionARN(tx *localcloud.Tx, path string) string { return tx.ARN("execute-api", path) }

func apiHost(tx *localcloud.Tx, id string) string {
	return id + ".execute-api." + tx.Region() + ".amazonaws.com"
}

func createRestAPI(tx *localcloud.Tx, api *localcloud.Object) error {
	api.Set("arn", apiARN(tx, "/restapis/"+api.ID))
	api.Set("executionArn", executionARN(tx, api.ID))
	api.Set("rootResourceId", tx.Dice().Text(10, localcloud.LowerAlnum))
	decide(api, "apiKeySource", "HEADER")
	decideIn(api, "endpointConfiguration", map[string]any{"types": "EDGE"})
	return nil
}

// createRestResource: the path is the parent's, and the part.
func createRestResource(tx *localcloud.Tx, resource *localcloud.Object) error {
	path := "/" + resource.String("pathPart")
	if parent := tx.Get(restResourceType, resource.String("parentId")); parent != nil {
		path = parent.String("path") + path
	}
	resource.Set("path", path)
	return nil
}

func createRestDeployment(tx *localcloud.Tx, deployment *localcloud.Object) error {
	api, stage := deployment.String("restApi"), deployment.String("stageName")
	deployment.Set("executionArn", executionARN(tx, api+"/"+stage))
	deployment.Set("invokeUrl", "https://"+apiHost(tx, api)+"/"+stage)
	return nil
}

func createRestStage(tx *localcloud.Tx, stage *localcloud.Object) error {
	api, name := stage.String("restApi"), stage.String("stageName")
	stage.Set("arn", apiARN(tx, "/restapis/"+api+"/stages/"+name))
	stage.Set("executionArn", executionARN(tx, api+"/"+name))
	stage.Set("invokeUrl", "https://"+apiHost(tx, api)+"/"+name)
	return nil
}

func createHTTPAPI(tx *localcloud.Tx, api *localcloud.Object) error {
	api.Set("arn", apiARN(tx, "/apis/"+api.ID))
	api.Set("executionArn", executionARN(tx, api.ID))
	api.Set("apiEndpoint", scheme(api)+apiHost(tx, api.ID))
	return nil
}

func scheme(api *localcloud.Object) string {
	if api != nil && api.String("protocolType") == "WEBSOCKET" {
		return "wss://"
	}
	return "https://"
}

func createHTTPStage(tx *localcloud.Tx, stage *localcloud.Object) error {
	id, name := stage.String("apiId"), stage.String("name")
	api := tx.Get(httpAPIType, id)
	stage.Set("arn", apiARN(tx, "/apis/"+id+"/stages/"+name))
	stage.Set("executionArn", executionARN(tx, id+"/"+name))
	stage.Set("invokeUrl", scheme(api)+apiHost(tx, id)+"/"+strings.TrimPrefix(name, "$default"))
	return nil
}
