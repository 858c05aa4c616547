// Package aws is the AWS provider of the local cloud. Every type of the pinned
// SDK exists and behaves by its schema; a service's own file adds what the
// service does beyond it.
//
// To add a service, write a file named for it with a function that returns a
// service, and list it in services.
package aws

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/facts"
)

// service is what one AWS service adds to the schema.
type service struct {
	kinds     map[string]localcloud.Kind
	functions map[string]localcloud.Function
}

// services lists the services that have a file of their own.
var services = []func() service{
	accountService,
	iamDocuments,
	vpcService, defaultNetworkService, networkLookups, blockService, quotaService,
	gatewayService, routeService, endpointService, groupService, ruleService, machineService, templateService, keyPairService, imageService, attachmentService, fleetService, machineLookups, typeLookups, prefixListLookups,
	balancerService, classicService, certificateService, clusterService, databaseService, cacheService, cacheClusterService,
	identityService, bucketService, keyService, logService, deliveryService, secretService, parameterService, fileService, edgeService, registryService,
	nameService, taskService, scalingService, watchService, balancerLookups, lambdaService, queueService, topicService, tableService, gatewayAPIService,
	trailService, detectorService, budgetService,
}

// Version is the SDK version the package stands in for.
const Version = "6.83.2"

// New returns the package. Each call returns one of its own.
func New() *localcloud.Schematic {
	pkg := &localcloud.Schematic{
		Title: "aws", Release: Version,
		Schema: schema, Tokens: facts.AWS.Resources, Signature: facts.AWS.Function, Describe: facts.AWS.Describe,
		Kinds: map[string]localcloud.Kind{}, Functions: map[string]localcloud.Function{},
		Keys:   facts.AWS.Provider,
		Others: otherTokens, Settings: settings, Placement: placement, NameShape: nameShape, Late: late,
		// https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
		// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
		Lags:     true,
		Previews: preview, Differs: differs,
		Identity: identify, Fill: fill, Wording: wording, Events: event, Given: given,
	}
	for token := range upserts {
		pkg.Kinds[token] = localcloud.Kind{Upsert: true}
	}
	for _, make := range services {
		added := make()
		for token, kind := range added.kinds {
			pkg.Kinds[token] = kind
		}
		for token, function := range added.functions {
			pkg.Functions[token] = function
		}
	}
	guard(pkg.Kinds)
	return pkg
}

func schema(token string) (*facts.Resource, bool) { return facts.AWS.Resource(token) }

// https://github.com/pulumi/pulumi-aws/blob/v6.83.2/provider/errors/no_region.txt
const noRegion = "Missing region information\n" +
	"Make sure you have set your AWS region, e.g. `pulumi config set aws:region us-west-2`."

// settings reads a provider's configuration.
func settings(config localcloud.Props) (*localcloud.Instance, error) {
	// https://www.pulumi.com/registry/packages/aws/installation-configuration/
	region := cmp.Or(config.String("region"), os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"))
	if region == "" {
		return nil, fmt.Errorf("%s", noRegion)
	}
	if _, ok := zones[region]; !ok {
		return nil, fmt.Errorf("invalid AWS Region: %q", region)
	}
	return &localcloud.Instance{Scope: region, Config: config}, nil
}

// worldwide are the services that have no region.
var worldwide = map[string]bool{
	"iam": true, "route53": true, "cloudfront": true, "organizations": true, "globalaccelerator": true,
	"shield": true, "budgets": true, "costexplorer": true, "waf": true, "account": true,
}

func placement(instance *localcloud.Instance, token string, _ localcloud.Props) string {
	if worldwide[module(token)] {
		return ""
	}
	return instance.Scope
}

// module is the service part of a token: "ec2" of "aws:ec2/vpc:Vpc".
func module(token string) string {
	_, rest, _ := strings.Cut(token, ":")
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// short is the type part of a token: "Vpc" of "aws:ec2/vpc:Vpc".
func short(token string) string { return token[strings.LastIndexByte(token, ':')+1:] }
