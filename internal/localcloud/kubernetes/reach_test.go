package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
)

// An API answers where its endpoints are, and lets in whom its rules name:
// https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
func TestAnAPIAnswersWhomItLetsIn(t *testing.T) {
	const (
		group   = "sg-0a0a0a0a0a0a0a0a0"
		runners = "sg-0b0b0b0b0b0b0b0b0"
		laptop  = "203.0.113.7"
	)
	private := props{"endpointPrivateAccess": true, "endpointPublicAccess": false}
	both := props{"endpointPrivateAccess": true, "endpointPublicAccess": true, "publicAccessCidrs": []string{laptop + "/32"}}
	rule := func(more props) props {
		made := props{"securityGroupId": group, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}
		for key, value := range more {
			made[key] = value
		}
		return made
	}
	cidr := func(block string) props { return rule(props{"cidrIpv4": block}) }
	for _, test := range []struct {
		name    string
		from    string
		network props
		rule    props
		answers bool
	}{
		{"nobody says where", "", private, nil, true},
		{"private, from outside", laptop, private, cidr("10.30.0.0/16"), false},
		{"private, inside, without a rule", localcloud.Inside, private, nil, false},
		{"private, inside, with a rule for the network", localcloud.Inside, private, cidr("10.30.0.0/16"), true},
		{"private, inside, with a rule for a part of the network", localcloud.Inside, private, cidr("10.30.16.0/20"), false},
		{"private, from an address of that part", "10.30.17.4", private, cidr("10.30.16.0/20"), true},
		{"private, from an address of another part", "10.30.33.4", private, cidr("10.30.16.0/20"), false},
		{"private, with a rule for another port", localcloud.Inside, private, rule(props{"cidrIpv4": "10.30.0.0/16", "fromPort": 80, "toPort": 80}), false},
		{"private, with a rule for every protocol", localcloud.Inside, private, rule(props{"cidrIpv4": "10.30.0.0/16", "ipProtocol": "-1", "fromPort": nil, "toPort": nil}), true},
		{"private, with a rule of another group", localcloud.Inside, private, rule(props{"cidrIpv4": "10.30.0.0/16", "securityGroupId": runners}), false},
		{"private, from a machine of a group with a rule", runners, private, rule(props{"referencedSecurityGroupId": runners}), true},
		{"private, from a machine of another group", "sg-0c0c0c0c0c0c0c0c0", private, rule(props{"referencedSecurityGroupId": runners}), false},
		{"private, from a VPN with a rule", "10.99.3.4", private, cidr("10.99.0.0/16"), true},
		{"private, from a VPN without a rule", "10.99.3.4", private, cidr("10.30.0.0/16"), false},
		{"public too, from a given address", laptop, both, nil, true},
		{"public too, from another address", "198.51.100.9", both, nil, false},
		{"public too, inside, where the name leads to the private endpoint", localcloud.Inside, both, nil, false},
		{"public too, inside, with a rule", localcloud.Inside, both, cidr("10.30.0.0/16"), true},
		{"public too, from a VPN, where the name leads to the public endpoint", "10.99.3.4", both, cidr("10.99.0.0/16"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			cloud := cloudtest.Open(t, localcloud.Options{Dir: t.TempDir(), From: test.from}, New(), aws())
			require.NoError(t, cloud.Do("aws", "us-east-1", func(tx *localcloud.Tx) error {
				network := props{"vpcId": "vpc-1", "clusterSecurityGroupId": group}
				for key, value := range test.network {
					network[key] = value
				}
				tx.Put(&localcloud.Object{Type: vpcType, ID: "vpc-1", Name: "vpc-1", Outputs: localProps(props{"cidrBlock": "10.30.0.0/16"})})
				tx.Put(&localcloud.Object{Type: eksCluster, ID: "main", Name: "main", Outputs: localProps(props{"endpoint": eksAddress, "vpcConfig": network})})
				if test.rule != nil {
					tx.Put(&localcloud.Object{Type: ingressRuleType, ID: "sgr-1", Name: "sgr-1", Outputs: localProps(test.rule)})
				}
				return nil
			}))
			provider := cloud.Provider(packageName, props{"kubeconfig": kubeconfigOf(eksAddress), "namespace": "default"})
			inputs := props{"metadata": props{"name": "x", "namespace": "default"}}
			if test.answers {
				provider.Make(configMapType, "x", inputs)
			} else {
				assert.Contains(t, provider.Refuse(configMapType, "x", inputs), "configured Kubernetes cluster is unreachable: ")
			}
		})
	}
}

// A refresh asks the API too; what it can't reach it neither changes nor forgets.
func TestARefreshReachesTheAPIOrFails(t *testing.T) {
	dir := t.TempDir()
	inputs := props{"metadata": props{"name": "x", "namespace": "default"}}
	at := func(from string) (*cloudtest.Cloud, *cloudtest.Provider) {
		cloud := cloudtest.Open(t, localcloud.Options{Dir: dir, From: from}, New(), aws())
		return cloud, cloud.Provider(packageName, props{"kubeconfig": kubeconfigOf(eksAddress), "namespace": "default"})
	}
	cloud, provider := at("")
	require.NoError(t, cloud.Do("aws", "us-east-1", func(tx *localcloud.Tx) error {
		tx.Put(&localcloud.Object{Type: eksCluster, ID: "main", Name: "main", Outputs: localProps(props{
			"endpoint": eksAddress, "vpcConfig": props{"vpcId": "vpc-1", "endpointPrivateAccess": true, "endpointPublicAccess": false},
		})})
		return nil
	}))
	made := provider.Make(configMapType, "x", inputs)
	id, _, _ := provider.Read(configMapType, "x", made.ID, made.Inputs, made.Outputs)
	assert.Equal(t, made.ID, id)
	require.NoError(t, cloud.Close())

	_, provider = at("203.0.113.7")
	assert.Contains(t, provider.RefuseRead(configMapType, "x", made), "failed to read resource state due to unreachable cluster")
}
