package iampolicy

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
)

func TestADocumentIsWrittenTheWayTheCloudReadsIt(t *testing.T) {
	text, err := Document{Statements: []Statement{
		TLSOnly("arn:aws:s3:::b"),
		{
			Sid: "Read", Effect: Allow,
			Principal: Principal{Service: []string{"cloudfront.amazonaws.com"}},
			Action:    []string{"s3:GetObject"}, Resource: []string{"arn:aws:s3:::b/*"},
			Condition: SourceAccount("123456789012"),
		},
	}}.JSON()
	require.NoError(t, err)
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[
	  {"Sid":"DenyPlainHTTP","Effect":"Deny","Principal":"*","Action":["s3:*"],
	   "Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"],"Condition":{"Bool":{"aws:SecureTransport":["false"]}}},
	  {"Sid":"Read","Effect":"Allow","Principal":{"Service":["cloudfront.amazonaws.com"]},"Action":["s3:GetObject"],
	   "Resource":["arn:aws:s3:::b/*"],"Condition":{"StringEquals":{"aws:SourceAccount":["123456789012"]}}}]}`, text)
}

func TestARolePolicyHasNoPrincipalAndATrustPolicyNoResource(t *testing.T) {
	role, err := Document{Statements: []Statement{{Effect: Allow, Action: []string{"s3:GetObject"}, Resource: []string{"arn:aws:s3:::b/*"}}}}.JSON()
	require.NoError(t, err)
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/*"]}]}`, role)

	trust, err := AssumedBy("ec2.amazonaws.com", nil).JSON()
	require.NoError(t, err)
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com"]},"Action":["sts:AssumeRole"]}]}`, trust)
}

func TestEveryProblemOfADocumentIsReported(t *testing.T) {
	tests := map[string]struct {
		document Document
		want     string
	}{
		"no statements":                    {Document{}, "policy document has no statements"},
		"no effect":                        {Document{[]Statement{{Sid: "A", Action: []string{"x:Y"}}}}, `statement 0 "A": effect must be Allow or Deny, not ""`},
		"no action":                        {Document{[]Statement{{Effect: Allow}}}, `statement 0 "": an action is required and none may be empty`},
		"an empty resource":                {Document{[]Statement{{Effect: Allow, Action: []string{"x:Y"}, Resource: []string{""}}}}, `statement 0 "": a resource is empty`},
		"everyone, without any condition":  {Document{[]Statement{{Effect: Allow, Principal: Principal{Everyone: true}, Action: []string{"x:Y"}}}}, `statement 0 "": allows everyone without a condition`},
		"an action missing among the many": {Document{[]Statement{{Effect: Deny, Action: []string{"x:Y", ""}}}}, `statement 0 "": an action is required and none may be empty`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := test.document.JSON()
			assert.EqualError(t, err, test.want)
		})
	}
}

func TestAnOutputWaitsForItsInputs(t *testing.T) {
	var got string
	mocks.Run(t, func(ctx *pulumi.Context) error {
		text := Output(func(values []string) Document {
			return Document{Statements: []Statement{TLSOnly(values[0])}}
		}, pulumi.String("arn:aws:s3:::b"))
		ctx.Export("policy", text.ApplyT(func(text string) string {
			got = text
			return text
		}))
		return nil
	})
	assert.Contains(t, got, `"arn:aws:s3:::b/*"`)
}
