package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

func namePrincipal(entry *localcloud.Object) string { return entry.String("principalArn") }

// createAccessEntry follows
// https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html.
// Whether the principal exists is not looked at: people sign in with roles that
// their company made elsewhere.
func createAccessEntry(tx *localcloud.Tx, entry *localcloud.Object) error {
	principal := entry.String("principalArn")
	parts := strings.SplitN(principal, ":", 6)
	if len(parts) != 6 || parts[2] != "iam" {
		return tx.Fail(400, "InvalidParameterException", "The principalArn parameter format is not valid")
	}
	if err := entriesAllowed(tx, entry.String("clusterName")); err != nil {
		return err
	}
	kind, name, _ := strings.Cut(parts[5], "/")
	entry.Set("accessEntryArn", tx.ARN("eks", strings.Join([]string{
		"access-entry", entry.String("clusterName"), kind, parts[4], name, tx.Dice().UUID(),
	}, "/")))
	if entry.String("type") != "STANDARD" {
		decide(entry, "userName", "system:node:{{EC2PrivateDNSName}}")
		decide(entry, "kubernetesGroups", []string{"system:nodes"})
		return nil
	}
	for _, group := range entry.Outputs.Strings("kubernetesGroups") {
		if strings.HasPrefix(group, "system:") {
			return tx.Fail(400, "InvalidParameterException", "The kubernetes group name %s is invalid, it cannot start with system:", group)
		}
	}
	decide(entry, "kubernetesGroups", []string{})
	user := principal
	if kind == "role" {
		user = "arn:aws:sts::" + parts[4] + ":assumed-role/" + name[strings.LastIndexByte(name, '/')+1:] + "/{{SessionName}}"
	}
	decide(entry, "userName", user)
	return nil
}

func entriesAllowed(tx *localcloud.Tx, cluster string) error {
	found := tx.Get(clusterType, cluster)
	if found != nil && found.String("accessConfig.authenticationMode") == "CONFIG_MAP" {
		return tx.Fail(400, "InvalidRequestException", "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.")
	}
	return nil
}

// deleteAccessEntry takes its policies along.
func deleteAccessEntry(tx *localcloud.Tx, entry *localcloud.Object) error {
	for _, policy := range tx.Where(accessPolicyType, "principalArn", entry.String("principalArn")) {
		if policy.String("clusterName") == entry.String("clusterName") {
			tx.Remove(accessPolicyType, policy.ID)
		}
	}
	return nil
}

// accessPolicies are those of
// https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
var accessPolicies = map[string]bool{
	"AmazonEKSClusterAdminPolicy": true, "AmazonEKSAdminPolicy": true, "AmazonEKSAdminViewPolicy": true,
	"AmazonEKSEditPolicy": true, "AmazonEKSViewPolicy": true, "AmazonEKSSecretReaderPolicy": true,
	"AmazonEKSAutoNodePolicy": true, "AmazonEKSComputePolicy": true, "AmazonEKSNetworkingPolicy": true,
	"AmazonEKSBlockStoragePolicy": true, "AmazonEKSLoadBalancingPolicy": true, "AmazonEKSClusterInsightsPolicy": true,
	"AmazonEKSHybridPolicy": true, "AmazonEKSEventPolicy": true, "AmazonSagemakerHyperpodClusterPolicy": true,
}

// checkAccessPolicy: namespaces go with the scope "namespace" and with no other.
func checkAccessPolicy(c *localcloud.Check) {
	scope := c.Inputs.Map("accessScope")
	switch kind := scope.String("type"); {
	case kind == "":
	case kind != "cluster" && kind != "namespace":
		c.Fail("accessScope.type", "expected type to be one of [%q %q], got %s", "cluster", "namespace", kind)
	case kind == "namespace" && !scope.Has("namespaces"):
		c.Fail("accessScope.namespaces", "namespaces are required when the type is %q", kind)
	case kind == "cluster" && len(scope.Strings("namespaces")) > 0:
		c.Fail("accessScope.namespaces", "namespaces cannot be given when the type is %q", kind)
	}
}

// createAccessPolicy follows
// https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html
func createAccessPolicy(tx *localcloud.Tx, policy *localcloud.Object) error {
	name, ours := strings.CutPrefix(policy.String("policyArn"), "arn:aws:eks::aws:cluster-access-policy/")
	if !ours || !accessPolicies[name] {
		return tx.Fail(400, "InvalidParameterException", "The policyArn parameter format is not valid or the policy does not exist: %s", policy.String("policyArn"))
	}
	if err := entriesAllowed(tx, policy.String("clusterName")); err != nil {
		return err
	}
	if tx.Get(accessEntryType, policy.String("clusterName")+":"+policy.String("principalArn")) == nil {
		return tx.Fail(404, "ResourceNotFoundException", "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.")
	}
	stamp := tx.Now().Format("2006-01-02 15:04:05.999 -0700 MST")
	policy.Set("associatedAt", stamp)
	policy.Set("modifiedAt", stamp)
	return nil
}
