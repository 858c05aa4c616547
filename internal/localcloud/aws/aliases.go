package aws

// otherTokens are the tokens under which the SDK has a second time what we know
// under another one: the load balancers of package alb are those of lb, and the
// classic bucket and object are settings and all what BucketV2 and
// BucketObjectv2 are. Properties may differ, the thing is one:
// https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/
var otherTokens = map[string]string{
	"aws:alb/loadBalancer:LoadBalancer":                   balancerType,
	"aws:alb/targetGroup:TargetGroup":                     targetGroupType,
	"aws:alb/targetGroupAttachment:TargetGroupAttachment": attachmentType,
	"aws:alb/listener:Listener":                           listenerType,
	"aws:alb/listenerCertificate:ListenerCertificate":     listenerCertificateType,
	"aws:alb/listenerRule:ListenerRule":                   listenerRuleType,
	"aws:s3/bucket:Bucket":                                bucketType,
	"aws:s3/bucketObject:BucketObject":                    objectType,
}

// canonical is the token that the tables of this package have for a thing.
func canonical(token string) string {
	if other, ok := otherTokens[token]; ok {
		return other
	}
	return token
}
