package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

// checkAccessLogs tries the bucket as Elastic Load Balancing does: it must
// exist in the region and its policy must let the service write. The try leaves
// a file there, which a bucket that is to be deleted must get rid of:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
func checkAccessLogs(tx *localcloud.Tx, balancer *localcloud.Object) error {
	for _, kind := range []string{"accessLogs", "connectionLogs"} {
		logs := balancer.Outputs.Map(kind)
		name := logs.String("bucket")
		if !logs.Bool("enabled") {
			continue
		}
		bucket := tx.Get(bucketType, name)
		if bucket == nil {
			return tx.Fail(400, "InvalidConfigurationRequest", "S3 Bucket does not exist: %s", name)
		}
		policy := tx.Get(bucketPolicyType, name)
		if policy == nil || !strings.Contains(policy.String("policy"), "elasticloadbalancing") && !strings.Contains(policy.String("policy"), "elb-account") &&
			!strings.Contains(policy.String("policy"), balancerAccounts[tx.Region()]) {
			return tx.Fail(400, "InvalidConfigurationRequest", "Access Denied for bucket: %s. Please check S3bucket permission", name)
		}
		leaveTestFile(tx, bucket, logs.String("prefix"), kind)
	}
	return nil
}

var testFiles = map[string]string{"accessLogs": "ELBAccessLogTestFile", "connectionLogs": "ELBConnectionLogTestFile"}

func leaveTestFile(tx *localcloud.Tx, bucket *localcloud.Object, prefix, kind string) {
	key := "AWSLogs/" + tx.Account() + "/" + testFiles[kind]
	if prefix != "" {
		key = prefix + "/" + key
	}
	tx.Put(&localcloud.Object{
		Type: objectType, ID: bucket.ID + "/" + key, Name: key,
		Outputs: localcloud.PropsOf(map[string]any{"bucket": bucket.ID, "key": key}),
	})
}

// deleteBalancer follows
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html:
// a protected one stays, and listeners go along.
func deleteBalancer(tx *localcloud.Tx, balancer *localcloud.Object) error {
	if balancer.Outputs.Bool("enableDeletionProtection") {
		return tx.Fail(400, "OperationNotPermitted", "Load balancer '%s' cannot be deleted because deletion protection is enabled", balancer.ID)
	}
	for _, listener := range tx.Where(listenerType, "loadBalancerArn", balancer.ID) {
		takeAlong(tx, "listenerArn", listener.ID, listenerRuleType)
		tx.Remove(listenerType, listener.ID)
	}
	return nil
}

// balancerZones are the hosted zones of the load balancers' names:
// https://docs.aws.amazon.com/general/latest/gr/elb.html
var balancerZones = map[string]string{
	"us-east-1": "Z35SXDOTRQ7X7K", "us-east-2": "Z3AADJGX6KTTL2", "us-west-1": "Z368ELLRRE2KJ0", "us-west-2": "Z1H1FL5HABSF5",
	"ca-central-1": "ZQSVJUPU6J1EY", "sa-east-1": "Z2P70J7HTTTPLU", "eu-west-1": "Z32O12XQLNTSW2", "eu-west-2": "ZHURV8PSTC4K8",
	"eu-west-3": "Z3Q77PNBQS71R4", "eu-central-1": "Z215JYRZR1TBD5", "eu-north-1": "Z23TAZ6LKFMNIO", "eu-south-1": "Z3ULH7SSC9OV64",
	"ap-south-1": "ZP97RAFLXTNZK", "ap-southeast-1": "Z1LMS91P8CMLE5", "ap-southeast-2": "Z1GM3OXH4ZPM65",
	"ap-northeast-1": "Z14GRHDCWA56QT", "ap-northeast-2": "ZWKZPGTI48KDX", "ap-east-1": "Z3DQVH9N71FHZ0",
	"af-south-1": "Z268VQBMOI5EKX", "me-south-1": "ZS929ML54UICD",
}

// networkBalancerZones are those of network load balancers, from the same page.
var networkBalancerZones = map[string]string{
	"us-east-1": "Z26RNL4JYFTOTI", "us-east-2": "ZLMOA37VPKANP", "us-west-1": "Z24FKFUX50B4VW", "us-west-2": "Z18D5FSROUN65G",
	"ca-central-1": "Z2EPGBW3API2WT", "sa-east-1": "ZTK26PT1VY4CU", "eu-west-1": "Z2IFOLAFXWLO4F", "eu-west-2": "ZD4D7Y8KGAS4G",
	"eu-west-3": "Z1CMS0P5QUZ6D5", "eu-central-1": "Z3F0SRJ5LGBH90", "eu-north-1": "Z1UDT6IFJ4EJM", "eu-south-1": "Z23146JA1KNAFP",
	"ap-south-1": "ZVDDRBQ08TROA", "ap-southeast-1": "ZKVM4W9LS7TM", "ap-southeast-2": "ZCT6FZBF4DROD",
	"ap-northeast-1": "Z31USIVHYNEOWT", "ap-northeast-2": "ZIBE1TIR4HY56", "ap-east-1": "Z12Y7K3UBGUAD1",
}

// balancerAccounts are the accounts that write access logs in the older
// regions, from the same page as checkAccessLogs.
var balancerAccounts = map[string]string{
	"us-east-1": "127311923021", "us-east-2": "033677994240", "us-west-1": "027434742980", "us-west-2": "797873946194",
	"ca-central-1": "985666609251", "sa-east-1": "507241528517", "eu-west-1": "156460612806", "eu-west-2": "652711504416",
	"eu-west-3": "009996457667", "eu-central-1": "054676820928", "eu-north-1": "897822967062", "ap-south-1": "718504428378",
	"ap-southeast-1": "114774131450", "ap-southeast-2": "783225319266", "ap-northeast-1": "582318560864",
	"ap-northeast-2": "600734575887",
}
