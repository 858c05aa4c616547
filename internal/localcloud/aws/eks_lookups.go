package aws

import (
	"encoding/base64"
	"time"

	"groundwork/internal/localcloud"
)

// clusterFunctions are the data sources of EKS.
var clusterFunctions = map[string]localcloud.Function{
	"aws:eks/getCluster:getCluster":           lookupCluster,
	"aws:eks/getClusterAuth:getClusterAuth":   lookupClusterAuth,
	"aws:eks/getAddonVersion:getAddonVersion": lookupAddonVersion,
}

func lookupCluster(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	cluster := tx.Get(clusterType, args.String("name"))
	if cluster == nil {
		return nil, noCluster.about(tx, args.String("name"))
	}
	shown := show(cluster, "name", "version", "platformVersion", "roleArn", "status", "endpoint", "identities",
		"certificateAuthorities", "enabledClusterLogTypes", "vpcConfig", "clusterId")
	for name, from := range map[string]string{
		"accessConfigs": "accessConfig", "kubernetesNetworkConfigs": "kubernetesNetworkConfig", "upgradePolicies": "upgradePolicy",
		"computeConfigs": "computeConfig", "storageConfigs": "storageConfig", "zonalShiftConfigs": "zonalShiftConfig",
		"outpostConfigs": "outpostConfig", "remoteNetworkConfigs": "remoteNetworkConfig",
	} {
		list := []localcloud.Props{}
		if one := cluster.Outputs.Map(from); one != nil {
			list = append(list, one)
		}
		shown.Set(name, list)
	}
	shown.Set("createdAt", cluster.Created.Format(time.RFC3339))
	shown.Set("tags", cluster.Outputs.StringMap("tagsAll"))
	return shown, nil
}

// lookupClusterAuth gives a token, as the provider signs one: it does not ask
// whether the cluster exists.
func lookupClusterAuth(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	name := args.String("name")
	address := "https://sts." + tx.Region() + ".amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&cluster=" + name
	return localcloud.PropsOf(map[string]any{
		"id": name, "name": name, "token": localcloud.Secret("k8s-aws-v1." + base64.RawURLEncoding.EncodeToString([]byte(address))),
	}), nil
}

// lookupAddonVersion is the default version of an add-on.
// https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeAddonVersions.html
func lookupAddonVersion(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	name, version := args.String("addonName"), args.String("kubernetesVersion")
	known, ok := addons[name]
	if _, offered := kubernetes[version]; !ok || !offered {
		return nil, tx.Fail(400, "InvalidParameterException", "Addon %s specified is not supported in %s kubernetes version", name, version)
	}
	result := args.Clone()
	result.Set("id", name)
	result.Set("version", known.versionFor(name, version))
	return result, nil
}
