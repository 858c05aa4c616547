package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/cloudtest"
)

// answer is a recorded data source.
type answer struct {
	Invoke string
	Args   cloudtest.Props
	Return cloudtest.Props
}

// likeness are the data sources whose recorded answer holds to the letter, but
// for what the recording's account had of its own.
var likeness = map[string][]string{
	"aws:index/getCallerIdentity:getCallerIdentity":       {"arn", "userId"},
	"aws:index/getRegion:getRegion":                       nil,
	"aws:index/getPartition:getPartition":                 nil,
	"aws:index/getAvailabilityZones:getAvailabilityZones": {"groupNames"},
	"aws:iam/getPolicyDocument:getPolicyDocument":         nil,
}

func TestDataSourcesAnswerAsRecorded(t *testing.T) {
	_, provider := east(t)
	held := 0
	for _, line := range cloudtest.Recordings[answer](t, "testdata/recordings.jsonl.gz") {
		own, ok := likeness[line.Invoke]
		if !ok {
			continue
		}
		held++
		result, failures, err := provider.Invoke(line.Invoke, line.Args)
		require.NoError(t, err)
		require.Empty(t, failures)
		got := cloudtest.Plain(result)
		for _, name := range own {
			assert.Contains(t, got, name)
			got[name] = line.Return[name]
		}
		assert.Empty(t, differences("", got, line.Return), line.Invoke)
	}
	assert.Len(t, likeness, held)
}

func TestZonesAreTheRegions(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	for _, region := range []string{"us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1"} {
		provider := cloud.Provider("aws", cloudtest.Props{"region": region})
		result, _, err := provider.Invoke("aws:index/getAvailabilityZones:getAvailabilityZones", cloudtest.Props{
			"filters": []any{cloudtest.Props{"name": "zone-type", "values": []any{"availability-zone"}}},
		})
		require.NoError(t, err)
		assert.GreaterOrEqual(t, len(result.Strings("names")), 3, region)
		assert.Len(t, result.Strings("zoneIds"), len(result.Strings("names")), region)
		assert.Equal(t, region+"a", result.Strings("names")[0])
	}
}

func TestAPolicyDocumentIsWrittenAsTheProviderWritesIt(t *testing.T) {
	_, provider := east(t)
	result, failures, err := provider.Invoke("aws:iam/getPolicyDocument:getPolicyDocument", cloudtest.Props{
		"sourcePolicyDocuments": []any{`{"Version":"2012-10-17","Statement":[{"Sid":"Base","Effect":"Allow","Action":"s3:*","Resource":"*"}]}`},
		"statements": []any{
			cloudtest.Props{
				"sid": "Deny", "effect": "Deny", "actions": []any{"s3:GetObject", "s3:PutObject"}, "resources": []any{"arn:aws:s3:::b/&{aws:username}"},
				"principals": []any{cloudtest.Props{"type": "*", "identifiers": []any{"*"}}},
				"conditions": []any{cloudtest.Props{"test": "Bool", "variable": "aws:SecureTransport", "values": []any{"false"}}},
			},
			cloudtest.Props{"actions": []any{"sts:AssumeRole"}, "principals": []any{cloudtest.Props{"type": "Service", "identifiers": []any{"ec2.amazonaws.com"}}}},
		},
		"overridePolicyDocuments": []any{`{"Statement":{"Sid":"Base","Effect":"Deny","Action":"s3:*","Resource":"*"}}`},
	})
	require.NoError(t, err)
	require.Empty(t, failures)
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[
		{"Sid":"Base","Effect":"Deny","Action":"s3:*","Resource":"*"},
		{"Sid":"Deny","Effect":"Deny","Action":["s3:PutObject","s3:GetObject"],"Resource":"arn:aws:s3:::b/${aws:username}","Principal":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},
		{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}]}`, result.String("json"))
}

func TestADataSourceRefusesArgumentsThatItDoesNotHave(t *testing.T) {
	_, provider := east(t)
	_, failures, err := provider.Invoke("aws:iam/getPolicyDocument:getPolicyDocument", cloudtest.Props{"statement": []any{}})
	require.NoError(t, err)
	assert.Equal(t, []string{`unknown property "statement"; the nearest known one is "statements"`}, failures)
	_, _, err = provider.Invoke("aws:ec2/getNothing:getNothing", nil)
	assert.ErrorContains(t, err, `does not know the data source "aws:ec2/getNothing:getNothing"`)
}

func TestTypesWithoutABehaviourLiveByTheirSchema(t *testing.T) {
	cloud, provider := east(t)
	for typ, inputs := range map[string]cloudtest.Props{
		"aws:sqs/queue:Queue":                    {},
		"aws:sns/topic:Topic":                    {},
		"aws:kms/key:Key":                        {"description": "main"},
		"aws:secretsmanager/secret:Secret":       {},
		"aws:dynamodb/table:Table":               {"hashKey": "id", "attributes": []any{cloudtest.Props{"name": "id", "type": "S"}}, "billingMode": "PAY_PER_REQUEST"},
		"aws:appsync/graphQLApi:GraphQLApi":      {"authenticationType": "API_KEY"},
		"aws:cloudwatch/eventBus:EventBus":       {},
		"aws:servicecatalog/portfolio:Portfolio": {"providerName": "ops"},
	} {
		made := provider.Make(typ, "one", inputs)
		diff := provider.Diff(typ, "one", made.ID, made.Inputs, made.Outputs, made.Inputs)
		assert.Empty(t, diff.GetDiffs(), typ)
		id, outputs, asked := provider.Read(typ, "one", made.ID, made.Inputs, made.Outputs)
		assert.Equal(t, made.ID, id, typ)
		assert.Equal(t, made.Outputs, outputs, typ)
		assert.Equal(t, made.Inputs, asked, typ)
		require.NoError(t, provider.Delete(typ, "one", made.ID, made.Outputs))
	}
	assert.Empty(t, cloud.List())
}
