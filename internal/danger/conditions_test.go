package danger

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

func TestConditionsThatLetMoreIn(t *testing.T) {
	const cluster, other = "arn:aws:eks:us-east-1:123456789012:cluster/shop", "arn:aws:eks:eu-west-1:123456789012:cluster/store"
	of := func(operator, key string, values ...any) object { return object{operator: object{key: values}} }
	with := func(condition, more object) object {
		both := object{}
		for _, one := range []object{condition, more} {
			for operator, keys := range one {
				both[operator] = keys
			}
		}
		return both
	}
	account := of("StringLike", "aws:SourceAccount", "123456789012")
	tag := func(values ...any) object { return of("StringEquals", "aws:RequestTag/eks-cluster-arn", values...) }
	for _, test := range []struct {
		name          string
		before, after object
		level         Level
		losses        []string
	}{
		{"another resource of the same kind and account", tag(cluster), tag(other), "", nil},
		{"one more resource", tag(cluster), tag(cluster, other), Exposure, []string{"pods.eks.amazonaws.com sts:AssumeRole under another condition"}},
		{"one of two", tag(cluster, other), tag(other), "", nil},
		{"a resource of another account", tag(cluster), tag("arn:aws:eks:us-east-1:999999999999:cluster/shop"), Exposure, nil},
		{"a resource of another kind", tag(cluster), tag("arn:aws:eks:us-east-1:123456789012:nodegroup/shop"), Exposure, nil},
		{"all resources of the kind", of("ArnLike", "aws:SourceArn", cluster), of("ArnLike", "aws:SourceArn", "arn:aws:eks:us-east-1:123456789012:cluster/*"), Exposure, nil},
		{"one of all resources", of("ArnLike", "aws:SourceArn", "arn:aws:eks:*:123456789012:*"), of("ArnLike", "aws:SourceArn", cluster), "", nil},
		{"another bucket, whose account nobody knows", of("ArnLike", "aws:SourceArn", "arn:aws:s3:::mine"), of("ArnLike", "aws:SourceArn", "arn:aws:s3:::yours"), Exposure, nil},
		{"another text", of("StringEquals", "aws:SourceAccount", "1"), of("StringEquals", "aws:SourceAccount", "2"), Exposure, nil},
		{"one part more", account, with(account, tag(cluster)), "", nil},
		{"one part less", with(account, tag(cluster)), account, Exposure, nil},
		{"another operator", of("StringEquals", "k", "a"), of("StringLike", "k", "a"), Exposure, nil},
		{"fewer are left out", of("StringNotEquals", "k", "a", "b"), of("StringNotEquals", "k", "a"), Exposure, nil},
		{"more are left out", of("StringNotEquals", "k", "a"), of("StringNotEquals", "k", "a", "b"), "", nil},
		{"a smaller block", of("IpAddress", "aws:SourceIp", "10.0.0.0/8"), of("IpAddress", "aws:SourceIp", "10.1.0.0/16"), "", nil},
		{"a larger block", of("IpAddress", "aws:SourceIp", "10.1.0.0/16"), of("IpAddress", "aws:SourceIp", "10.0.0.0/8"), Exposure, nil},
		{"none", account, nil, Exposure, []string{"without a condition"}},
	} {
		written := func(condition object) object {
			statement := object{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": object{"Service": "pods.eks.amazonaws.com"}}
			if condition != nil {
				statement["Condition"] = condition
			}
			policy, err := json.Marshal(object{"Statement": []any{statement}})
			require.NoError(t, err)
			return object{"assumeRolePolicy": string(policy)}
		}
		try(t, []trial{{name: test.name, kind: "aws:iam/role:Role", operation: changes.Update,
			before: written(test.before), after: written(test.after), level: test.level, losses: test.losses}})
	}
}

func TestADenialOfAnotherResourceDoesNotKeepTheOldOne(t *testing.T) {
	deny := func(arn string) object {
		return object{"policy": object{"Statement": []any{object{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*",
			"Condition": object{"ArnEquals": object{"aws:PrincipalArn": arn}}}}}}
	}
	try(t, []trial{{name: "a role is denied in place of another", kind: "aws:s3/bucketPolicy:BucketPolicy", operation: changes.Update,
		before: deny("arn:aws:iam::123456789012:role/one"), after: deny("arn:aws:iam::123456789012:role/two"), level: Exposure, losses: []string{"doesn't deny what it denied"}}})
}
