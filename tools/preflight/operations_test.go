package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// Whoever may ask may not change anything, whatever the rights.
func TestEveryOperationReads(t *testing.T) {
	all := operations(aws.Config{Region: "us-east-1"})
	if len(all) < 40 {
		t.Fatalf("%d operations", len(all))
	}
	for name := range all {
		_, operation, _ := strings.Cut(name, ":")
		reads := operation == "BatchGetImage"
		for _, verb := range []string{"Describe", "List", "Get", "Head"} {
			reads = reads || strings.HasPrefix(operation, verb)
		}
		if !reads {
			t.Errorf("%s does more than read", name)
		}
	}
}

func TestPagesAreTurnedByWhateverMark(t *testing.T) {
	again, last := aws.String("next"), aws.String("")
	addresses := &ec2.DescribeVpcsInput{}
	if !turn(reflect.ValueOf(ec2.DescribeVpcsOutput{NextToken: again}), reflect.ValueOf(addresses).Elem()) || *addresses.NextToken != "next" {
		t.Error("NextToken is not turned")
	}
	if turn(reflect.ValueOf(ec2.DescribeVpcsOutput{NextToken: again}), reflect.ValueOf(addresses).Elem()) {
		t.Error("the same mark again would never end")
	}
	if turn(reflect.ValueOf(ec2.DescribeVpcsOutput{NextToken: last}), reflect.ValueOf(addresses).Elem()) {
		t.Error("an empty mark is none")
	}
	edges := &cloudfront.ListDistributionsInput{}
	if !turn(reflect.ValueOf(cloudfront.ListDistributionsOutput{DistributionList: &types.DistributionList{NextMarker: again}}), reflect.ValueOf(edges).Elem()) || *edges.Marker != "next" {
		t.Error("a mark in the list is not turned")
	}
	roles := &iam.ListRolesInput{}
	if !turn(reflect.ValueOf(iam.ListRolesOutput{Marker: again}), reflect.ValueOf(roles).Elem()) || *roles.Marker != "next" {
		t.Error("Marker is not turned")
	}
}
