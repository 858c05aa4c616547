package danger

import (
	"fmt"
	"slices"

	"groundwork/internal/changes"
)

// guard is a type of resource that protects another: without it something stands
// open, or isn't seen any more.
type guard struct {
	loss string
	// of is the input that names what it guards, and types what that may be: a
	// guard that goes with what it guards is not missed.
	of    string
	types []string
}

// guards are by type.
var guards = map[string]guard{
	"aws:wafv2/webAcl:WebAcl":                                                                    {loss: "the web firewall is removed"},
	"aws:wafv2/webAclAssociation:WebAclAssociation":                                              {loss: "the web firewall is taken off what it protects", of: "resourceArn", types: []string{"aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"}},
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock":                                     {loss: "nothing keeps the bucket from being made public", of: "bucket", types: bucketTypes},
	"aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": {loss: "the bucket's own encryption key isn't used any more, only S3's", of: "bucket", types: bucketTypes},
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls":                                     {loss: "access lists of the bucket count again", of: "bucket", types: bucketTypes},
	"aws:s3/bucketLoggingV2:BucketLoggingV2":                                                     {loss: "requests to the bucket aren't logged any more", of: "bucket", types: bucketTypes},
	"aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2":                     {loss: "objects of the bucket can be deleted before their time", of: "bucket", types: bucketTypes},
	"aws:ec2/flowLog:FlowLog":                                                                    {loss: "the network's traffic isn't logged any more", of: "vpcId", types: []string{"aws:ec2/vpc:Vpc"}},
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":                                          {loss: "the network's default security group isn't kept closed any more", of: "vpcId", types: []string{"aws:ec2/vpc:Vpc"}},
	"aws:ec2/networkAcl:NetworkAcl":                                                              {loss: "the subnets' access list is removed", of: "vpcId", types: []string{"aws:ec2/vpc:Vpc"}},
	"aws:cloudtrail/trail:Trail":                                                                 {loss: "the audit trail is removed"},
	"aws:guardduty/detector:Detector":                                                            {loss: "threat detection is removed"},
	"aws:securityhub/account:Account":                                                            {loss: "security findings aren't collected any more"},
	"aws:inspector2/enabler:Enabler":                                                             {loss: "vulnerabilities aren't looked for any more"},
	"aws:cfg/recorderStatus:RecorderStatus":                                                      {loss: "changes of the account aren't recorded any more"},
	"aws:cfg/recorder:Recorder":                                                                  {loss: "changes of the account aren't recorded any more"},
	"aws:backup/vaultLockConfiguration:VaultLockConfiguration":                                   {loss: "backups can be deleted before their time"},
	"aws:backup/plan:Plan":                                                                       {loss: "no backups are made any more"},
	"aws:iam/accountPasswordPolicy:AccountPasswordPolicy":                                        {loss: "passwords of the account may be weak"},
	"aws:secretsmanager/secretRotation:SecretRotation":                                           {loss: "the secret isn't rotated any more", of: "secretId", types: []string{"aws:secretsmanager/secret:Secret"}},
	"aws:cloudwatch/metricAlarm:MetricAlarm":                                                     {loss: "nobody is told any more when what the alarm watched goes wrong"},

	"cloudflare:index/ruleset:Ruleset":                                                         {loss: "the edge's rules are removed"},
	"cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication":                   {loss: "nobody has to sign in any more to what Access protected"},
	"cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy":                             {loss: "a policy of Access is removed"},
	"cloudflare:index/authenticatedOriginPulls:AuthenticatedOriginPulls":                       {loss: originPulls},
	"cloudflare:index/authenticatedOriginPullsSettings:AuthenticatedOriginPullsSettings":       {loss: originPulls},
	"cloudflare:index/authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate": {loss: originPulls},
	"cloudflare:index/zoneDnssec:ZoneDnssec":                                                   {loss: "answers of the zone aren't signed any more"},

	"kubernetes:networking.k8s.io/v1:NetworkPolicy":                               {loss: "pods may be reached, or may reach, what the network policy kept from them"},
	"kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration":   {loss: "what the cluster is given isn't checked any more"},
	"kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": {loss: "what the cluster is given isn't checked any more"},
	"kubernetes:core/v1:ResourceQuota":                                            {loss: "what a namespace may use isn't limited any more"},
}

// guardRule judges guards that are taken away. One that is replaced is back when
// the update ends, and its new settings are judged as an update's are.
func guardRule(s subject) []verdict {
	kind, is := guards[s.Type]
	if !is || s.Operation != changes.Delete || s.Retained || s.leaves(kind.of, kind.types...) || s.namespaceLeaves() || s.podsLeave() {
		return nil
	}
	loss := kind.loss
	if phase := text(s.old("phase")); phases[phase] != "" {
		loss = fmt.Sprintf("the edge's %s are removed", phases[phase])
	} else if s.Type == "cloudflare:index/ruleset:Ruleset" && phase != "" {
		return nil
	}
	return []verdict{{level: Exposure, loss: loss, advice: s.advise("")}}
}

// namespaceLeaves is true of a Kubernetes object whose namespace goes too.
func (s subject) namespaceLeaves() bool {
	name := text(s.old("metadata.namespace"))
	return name != "" && slices.ContainsFunc(s.index.byType["kubernetes:core/v1:Namespace"], func(other changes.Resource) bool {
		return other.Operation == changes.Delete && text(at(other.Before, "metadata.name")) == name
	})
}
