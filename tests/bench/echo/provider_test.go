package echo

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"
)

func message(t *testing.T, fields map[string]any) *structpb.Struct {
	t.Helper()
	made, err := structpb.NewStruct(fields)
	require.NoError(t, err)
	return made
}

const clusterURN = "urn:pulumi:prod::shop::groundwork:eks:Cluster$aws:eks/cluster:Cluster::main"

func TestWhatIsMadeShowsItsInputsAndWhatTheProgramReads(t *testing.T) {
	inputs := message(t, map[string]any{"version": "1.33", "name": "given", "vpcConfig": map[string]any{"subnetIds": []any{"a"}}})
	made, err := (&provider{}).Create(t.Context(), &pulumirpc.CreateRequest{Urn: clusterURN, Properties: inputs})
	require.NoError(t, err)
	assert.Equal(t, "main-id", made.GetId())
	shown := made.GetProperties().AsMap()
	assert.Equal(t, "1.33", shown["version"])
	assert.Equal(t, "given", shown["name"], "what was given wins")
	assert.Equal(t, map[string]any{"subnetIds": []any{"a"}, "clusterSecurityGroupId": "sg-cluster"}, shown["vpcConfig"])
	assert.Equal(t, "arn:aws:eks:us-east-1:123456789012:main", shown["arn"])
	assert.NotContains(t, inputs.AsMap(), "arn", "the request stays as it was")
}

func TestACertificateShowsARecordForEachDomain(t *testing.T) {
	inputs := message(t, map[string]any{"domainName": "a.com", "subjectAlternativeNames": []any{"*.a.com", "b.a.com"}})
	made, err := (&provider{}).Create(t.Context(), &pulumirpc.CreateRequest{Urn: "urn:pulumi:prod::shop::aws:acm/certificate:Certificate::c", Properties: inputs})
	require.NoError(t, err)
	var names []string
	for _, option := range made.GetProperties().AsMap()["domainValidationOptions"].([]any) {
		names = append(names, option.(map[string]any)["resourceRecordName"].(string))
	}
	assert.Equal(t, []string{"_token.a.com.", "_token.a.com.", "_token.b.a.com."}, names)
}

func TestAPreviewShowsTheInputsAlone(t *testing.T) {
	inputs := message(t, map[string]any{"version": "1.33"})
	made, err := (&provider{}).Create(t.Context(), &pulumirpc.CreateRequest{Urn: clusterURN, Properties: inputs, Preview: true})
	require.NoError(t, err)
	assert.Empty(t, made.GetId(), "an id would be known")
	assert.Equal(t, inputs.AsMap(), made.GetProperties().AsMap())
}

func TestOnlyOtherInputsDiffer(t *testing.T) {
	old, state := message(t, map[string]any{"size": 1}), message(t, map[string]any{"size": 1, "arn": "a"})
	for name, test := range map[string]struct {
		news map[string]any
		want pulumirpc.DiffResponse_DiffChanges
	}{
		"the same inputs":    {map[string]any{"size": 1}, pulumirpc.DiffResponse_DIFF_NONE},
		"another value":      {map[string]any{"size": 2}, pulumirpc.DiffResponse_DIFF_SOME},
		"a key that is gone": {map[string]any{}, pulumirpc.DiffResponse_DIFF_SOME},
	} {
		t.Run(name, func(t *testing.T) {
			diff, err := (&provider{}).Diff(t.Context(), &pulumirpc.DiffRequest{OldInputs: old, Olds: state, News: message(t, test.news)})
			require.NoError(t, err)
			assert.Equal(t, test.want, diff.GetChanges())
		})
	}
}

func TestAReadFindsWhatTheStateHas(t *testing.T) {
	inputs, state := message(t, map[string]any{"size": 1}), message(t, map[string]any{"size": 1, "arn": "a"})
	read, err := (&provider{}).Read(t.Context(), &pulumirpc.ReadRequest{Id: "x", Inputs: inputs, Properties: state})
	require.NoError(t, err)
	assert.Equal(t, "x", read.GetId())
	assert.Equal(t, inputs, read.GetInputs())
	assert.Equal(t, state, read.GetProperties())
}
