package danger

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

func TestWaysInThatAreOpened(t *testing.T) {
	const rule, group, list = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:ec2/securityGroup:SecurityGroup", "aws:ec2/managedPrefixList:ManagedPrefixList"
	in := func(group string, from, to int, cidr string) object {
		return object{"securityGroupId": group, "ipProtocol": "tcp", "fromPort": from, "toPort": to, "cidrIpv4": cidr}
	}
	inline := func(port int, cidrs ...any) object {
		return object{"ingress": []any{object{"protocol": "tcp", "fromPort": port, "toPort": port, "cidrBlocks": cidrs}}}
	}
	entries := func(cidrs ...string) object {
		var all []any
		for _, cidr := range cidrs {
			all = append(all, object{"cidr": cidr})
		}
		return object{"entries": all}
	}
	wide := changes.Resource{Type: rule, Operation: changes.Same, Before: in("sg-1", 443, 443, "0.0.0.0/0")}
	try(t, []trial{
		{name: "to the whole internet", kind: rule, operation: changes.Update, before: in("sg-1", 5432, 5432, "10.0.0.0/16"), after: in("sg-1", 5432, 5432, "0.0.0.0/0"), level: Exposure, losses: []string{"port 5432 (PostgreSQL) is opened to the whole internet (0.0.0.0/0)"}},
		{name: "to half of it", kind: rule, operation: changes.Update, before: in("sg-1", 22, 22, "10.0.0.0/16"), after: in("sg-1", 22, 22, "128.0.0.0/1"), level: Exposure, losses: []string{"the whole internet"}},
		{name: "to a wider block", kind: rule, operation: changes.Update, before: in("sg-1", 443, 443, "10.0.0.0/16"), after: in("sg-1", 443, 443, "10.0.0.0/8"), level: Exposure, losses: []string{"port 443 is opened to 10.0.0.0/8"}},
		{name: "on more ports", kind: rule, operation: changes.Update, before: in("sg-1", 443, 443, "10.0.0.0/16"), after: in("sg-1", 0, 65535, "10.0.0.0/16"), level: Exposure, losses: []string{"every port"}},
		{name: "up to a higher port", kind: rule, operation: changes.Update, before: in("sg-1", 443, 443, "10.0.0.0/16"), after: in("sg-1", 443, 444, "10.0.0.0/16"), level: Exposure, losses: []string{"ports 443 to 444 are opened"}},
		{name: "to a narrower block", kind: rule, operation: changes.Update, before: in("sg-1", 443, 443, "10.0.0.0/8"), after: in("sg-1", 443, 443, "10.1.0.0/16")},
		{name: "another description", kind: rule, operation: changes.Update, before: in("sg-1", 443, 443, "10.0.0.0/8"), after: in("sg-1", 443, 443, "10.0.0.0/8")},
		{name: "the web of a new group", kind: rule, operation: changes.Create, after: in(changes.Unknown, 443, 443, "0.0.0.0/0")},
		{name: "SSH of a new group", kind: rule, operation: changes.Create, after: in(changes.Unknown, 22, 22, "0.0.0.0/0"), level: Exposure, losses: []string{"port 22 (SSH)"}},
		{name: "a range with Redis in it", kind: rule, operation: changes.Create, after: in(changes.Unknown, 6000, 7000, "0.0.0.0/0"), level: Exposure, losses: []string{"ports 6000 to 7000, Redis among them, are opened"}},
		{name: "a new group from inside", kind: rule, operation: changes.Create, after: in(changes.Unknown, 5432, 5432, "10.0.0.0/16")},
		{name: "an old group from inside", kind: rule, operation: changes.Create, after: in("sg-1", 5432, 5432, "10.0.0.0/16"), level: Exposure},
		{name: "an old group for another group", kind: rule, operation: changes.Create, after: object{"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432, "referencedSecurityGroupId": "sg-2"}},
		{name: "what another rule lets in already", kind: rule, operation: changes.Create, after: in("sg-1", 443, 443, "203.0.113.0/24"), others: []changes.Resource{wide}},
		{name: "a rule is removed", kind: rule, operation: changes.Delete, before: in("sg-1", 443, 443, "0.0.0.0/0")},
		{name: "IPv6", kind: rule, operation: changes.Update, before: object{"ipProtocol": "-1"}, after: object{"ipProtocol": "-1", "cidrIpv6": "::/0"}, level: Exposure, losses: []string{"every port is opened to the whole internet (::/0)"}},
		{name: "in the group itself", kind: group, operation: changes.Update, before: inline(443, "10.0.0.0/16"), after: inline(443, "10.0.0.0/16", "198.51.100.7/32"), level: Exposure, losses: []string{"198.51.100.7/32 on the internet"}},
		{name: "fewer in the group itself", kind: group, operation: changes.Update, before: inline(443, "10.0.0.0/16", "10.1.0.0/16"), after: inline(443, "10.0.0.0/16")},
		{name: "egress isn't ingress", kind: "aws:ec2/securityGroupRule:SecurityGroupRule", operation: changes.Create, after: object{"type": "egress", "protocol": "-1", "cidrBlocks": []any{"0.0.0.0/0"}}},
		{name: "a rule of the old kind", kind: "aws:ec2/securityGroupRule:SecurityGroupRule", operation: changes.Create, after: object{"type": "ingress", "protocol": "tcp", "fromPort": 3389, "toPort": 3389, "cidrBlocks": []any{"0.0.0.0/0"}, "securityGroupId": "sg-1"}, level: Exposure},
		{name: "a block is added to a list", kind: list, operation: changes.Update, before: entries("10.0.0.0/16"), after: entries("10.0.0.0/16", "198.51.100.0/24"), level: Exposure, losses: []string{"198.51.100.0/24"}},
		{name: "a block of a list is split", kind: list, operation: changes.Update, before: entries("10.0.0.0/16"), after: entries("10.0.0.0/17", "10.0.128.0/17")},
	})
}

func TestSettingsThatProtect(t *testing.T) {
	const block, cluster, setting, ruleset = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "aws:eks/cluster:Cluster", "cloudflare:index/zoneSetting:ZoneSetting", "cloudflare:index/ruleset:Ruleset"
	api := func(public bool, cidrs ...any) object {
		return object{"vpcConfig": object{"endpointPublicAccess": public, "publicAccessCidrs": cidrs}}
	}
	edge := func(phase string, rules ...any) object { return object{"phase": phase, "rules": rules} }
	blocking := object{"ref": "bots", "action": "block", "expression": "a", "enabled": true}
	limiting := func(n int) object {
		return object{"ref": "login", "action": "block", "expression": "a", "ratelimit": object{"requestsPerPeriod": n}}
	}
	value := func(id, v string) object { return object{"settingId": id, "value": v} }
	bucket := changes.Resource{Type: "aws:s3/bucketV2:BucketV2", ID: "b", Operation: changes.Delete}
	try(t, []trial{
		{name: "a public database", kind: database, operation: changes.Update, before: object{}, after: object{"publiclyAccessible": true}, level: Exposure},
		{name: "a new public database", kind: database, operation: changes.Create, after: object{"publiclyAccessible": true}, level: Exposure},
		{name: "a database that isn't public any more", kind: database, operation: changes.Update, before: object{"publiclyAccessible": true}, after: object{"publiclyAccessible": false}},
		{name: "deletion protection is turned off", kind: database, operation: changes.Update, before: object{"deletionProtection": true}, after: object{"deletionProtection": false}, level: Exposure},
		{name: "automatic backups go with the database", kind: database, operation: changes.Update, before: object{"deleteAutomatedBackups": false}, after: object{"deleteAutomatedBackups": true}, level: Exposure, losses: []string{"a later deletion would take them along"}},
		{name: "automatic backups outlive the database", kind: database, operation: changes.Update, before: object{"deleteAutomatedBackups": true}, after: object{"deleteAutomatedBackups": false}},
		{name: "a new development database without protection", kind: database, operation: changes.Create, after: object{"deletionProtection": false, "skipFinalSnapshot": true}},
		{name: "a setting that is known later", kind: database, operation: changes.Update, before: object{"deletionProtection": true}, after: object{"deletionProtection": changes.Unknown}},
		{name: "a bucket may be made public", kind: block, operation: changes.Update, before: object{"blockPublicAcls": true, "blockPublicPolicy": true}, after: object{"blockPublicAcls": true, "blockPublicPolicy": false}, level: Exposure},
		{name: "an account's buckets may be made public", kind: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", operation: changes.Update, before: object{"blockPublicPolicy": true}, after: object{"blockPublicPolicy": false}, level: Exposure, losses: []string{"buckets of the account accept a policy that makes them public"}},
		{name: "new volumes unencrypted", kind: "aws:ebs/encryptionByDefault:EncryptionByDefault", operation: changes.Update, before: object{"enabled": true}, after: object{"enabled": false}, level: Exposure, losses: []string{"new volumes of the region are stored unencrypted"}},
		{name: "a trail that nothing proves whole", kind: "aws:cloudtrail/trail:Trail", operation: changes.Update, before: object{"enableLogFileValidation": true, "enableLogging": true}, after: object{"enableLogFileValidation": false, "enableLogging": true}, level: Exposure, losses: []string{"that the audit trail is whole"}},
		{name: "the block is removed", kind: block, operation: changes.Delete, before: object{"bucket": "b"}, level: Exposure},
		{name: "the block goes with its bucket", kind: block, operation: changes.Delete, before: object{"bucket": "b"}, others: []changes.Resource{bucket}},
		{name: "the cluster's API to everyone", kind: cluster, operation: changes.Update, before: api(false), after: api(true), level: Exposure, losses: []string{"the cluster's API is opened to the whole internet"}},
		{name: "the cluster's API to one more", kind: cluster, operation: changes.Update, before: api(true, "203.0.113.7/32"), after: api(true, "203.0.113.7/32", "198.51.100.7/32"), level: Exposure, losses: []string{"198.51.100.7/32"}},
		{name: "the cluster's API to fewer", kind: cluster, operation: changes.Update, before: api(true), after: api(true, "203.0.113.7/32")},
		{name: "a new cluster for one address", kind: cluster, operation: changes.Create, after: api(true, "203.0.113.7/32")},
		{name: "a new cluster for everyone", kind: cluster, operation: changes.Create, after: api(true), level: Exposure},
		{name: "a new private cluster", kind: cluster, operation: changes.Create, after: api(false)},
		{name: "the cluster logs less", kind: cluster, operation: changes.Update, before: object{"enabledClusterLogTypes": []any{"api", "audit"}}, after: object{"enabledClusterLogTypes": []any{"api"}}, level: Exposure, losses: []string{"doesn't log audit any more"}},
		{name: "older TLS", kind: "aws:lb/listener:Listener", operation: changes.Update, before: object{"sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}, after: object{"sslPolicy": "ELBSecurityPolicy-2016-08"}, level: Exposure},
		{name: "newer TLS", kind: "aws:lb/listener:Listener", operation: changes.Update, before: object{"sslPolicy": "ELBSecurityPolicy-TLS-1-2-2017-01"}, after: object{"sslPolicy": "ELBSecurityPolicy-TLS13-1-3-2021-06"}},
		{name: "older TLS of the CDN", kind: "aws:cloudfront/distribution:Distribution", operation: changes.Update, before: object{"viewerCertificate": object{"minimumProtocolVersion": "TLSv1.2_2021"}}, after: object{"viewerCertificate": object{"minimumProtocolVersion": "TLSv1.1_2016"}}, level: Exposure},
		{name: "no TLS", kind: "aws:lb/listener:Listener", operation: changes.Update, before: object{"protocol": "HTTPS"}, after: object{"protocol": "HTTP"}, level: Exposure},
		{name: "no client certificate", kind: "aws:lb/listener:Listener", operation: changes.Update, before: object{"mutualAuthentication": object{"mode": "verify"}}, after: object{"mutualAuthentication": object{"mode": "off"}}, level: Exposure},
		{name: "a weaker zone", kind: setting, operation: changes.Update, before: value("ssl", "strict"), after: value("ssl", "flexible"), level: Exposure, losses: []string{"(strict to flexible)"}},
		{name: "a stronger zone", kind: setting, operation: changes.Update, before: value("min_tls_version", "1.0"), after: value("min_tls_version", "1.2")},
		{name: "a record past the edge", kind: "cloudflare:index/dnsRecord:DnsRecord", operation: changes.Update, before: object{"proxied": true}, after: object{"proxied": false}, level: Exposure},
		{name: "a firewall rule is removed", kind: ruleset, operation: changes.Update, before: edge("http_request_firewall_custom", blocking), after: edge("http_request_firewall_custom"), level: Exposure, losses: []string{"firewall rules protect less: bots"}},
		{name: "a firewall rule is added", kind: ruleset, operation: changes.Update, before: edge("http_request_firewall_custom"), after: edge("http_request_firewall_custom", blocking)},
		{name: "a higher rate limit", kind: ruleset, operation: changes.Update, before: edge("http_ratelimit", limiting(10)), after: edge("http_ratelimit", limiting(100)), level: Exposure, losses: []string{"login (10 to 100 requests)"}},
		{name: "a lower rate limit", kind: ruleset, operation: changes.Update, before: edge("http_ratelimit", limiting(100)), after: edge("http_ratelimit", limiting(10))},
		{name: "rate limits are removed", kind: ruleset, operation: changes.Delete, before: edge("http_ratelimit", limiting(10)), level: Exposure, losses: []string{"the edge's rate limits are removed"}},
		{name: "cache rules are removed", kind: ruleset, operation: changes.Delete, before: edge("http_request_cache_settings")},
		{name: "Access is removed", kind: "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication", operation: changes.Delete, level: Exposure},
		{name: "Access lets everyone past", kind: "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy", operation: changes.Update, before: object{"decision": "allow"}, after: object{"decision": "bypass"}, level: Exposure},
		{name: "Access lets more in", kind: "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy", operation: changes.Update, before: object{"includes": []any{"a"}}, after: object{"includes": []any{"a", "b"}}, level: Exposure},
		{name: "Access lets fewer in", kind: "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy", operation: changes.Update, before: object{"includes": []any{"a", "b"}}, after: object{"includes": []any{"a"}}},
		{name: "flow logs are removed", kind: "aws:ec2/flowLog:FlowLog", operation: changes.Delete, before: object{"vpcId": "vpc-1"}, level: Exposure},
		{name: "a shorter window for a key", kind: "aws:kms/key:Key", operation: changes.Update, before: object{}, after: object{"deletionWindowInDays": 7}, level: Exposure, losses: []string{"for 7 days in place of 30"}},
		{name: "a longer window for a key", kind: "aws:kms/key:Key", operation: changes.Update, before: object{"deletionWindowInDays": 7}, after: object{}},
	})
}

func TestPoliciesThatAllowMore(t *testing.T) {
	const policy, role, bucket = "aws:iam/rolePolicy:RolePolicy", "aws:iam/role:Role", "aws:s3/bucketPolicy:BucketPolicy"
	statement := func(effect string, action, resource, principal, condition any) object {
		return object{"Effect": effect, "Action": action, "Resource": resource, "Principal": principal, "Condition": condition}
	}
	allow := func(action, resource any) object { return statement("Allow", action, resource, nil, nil) }
	written := func(path string, statements ...any) object {
		text, err := json.Marshal(object{"Version": "2012-10-17", "Statement": statements})
		require.NoError(t, err)
		return object{path: string(text)}
	}
	only := object{"StringEquals": object{"aws:SourceAccount": "1"}}
	try(t, []trial{
		{name: "a wider action", kind: policy, operation: changes.Update, before: written("policy", allow("s3:GetObject", "*")), after: written("policy", allow("s3:*", "*")), level: Exposure, losses: []string{"the policy allows more: s3:* on everything"}},
		{name: "a narrower action", kind: policy, operation: changes.Update, before: written("policy", allow("s3:*", "*")), after: written("policy", allow([]any{"s3:Get*", "s3:PutObject"}, "arn:aws:s3:::b/*"))},
		{name: "a wider resource", kind: policy, operation: changes.Update, before: written("policy", allow("s3:GetObject", "arn:aws:s3:::b/one/*")), after: written("policy", allow("s3:GetObject", "arn:aws:s3:::b/*")), level: Exposure},
		{name: "the same in another order", kind: policy, operation: changes.Update, before: written("policy", allow("a:B", "*"), allow("c:D", "*")), after: written("policy", allow([]any{"c:D", "a:B"}, "*"))},
		{name: "a condition is dropped", kind: policy, operation: changes.Update, before: written("policy", statement("Allow", "a:B", "*", nil, only)), after: written("policy", allow("a:B", "*")), level: Exposure},
		{name: "a condition is added", kind: policy, operation: changes.Update, before: written("policy", allow("a:B", "*")), after: written("policy", statement("Allow", "a:B", "*", nil, only))},
		{name: "all but something", kind: policy, operation: changes.Update, before: written("policy", allow("a:B", "*")), after: written("policy", object{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}), level: Exposure, losses: []string{"anything but iam:*"}},
		{name: "a denial is dropped", kind: policy, operation: changes.Update, before: written("policy", statement("Deny", "s3:*", "*", "*", nil)), after: written("policy"), level: Exposure, losses: []string{"doesn't deny what it denied"}},
		{name: "a denial is widened", kind: policy, operation: changes.Update, before: written("policy", statement("Deny", "s3:Get*", "*", "*", nil)), after: written("policy", statement("Deny", "s3:*", "*", "*", nil))},
		{name: "somebody else may be the role", kind: role, operation: changes.Update, before: written("assumeRolePolicy", statement("Allow", "sts:AssumeRole", nil, object{"Service": "ec2.amazonaws.com"}, nil)), after: written("assumeRolePolicy", statement("Allow", "sts:AssumeRole", nil, object{"Service": "ec2.amazonaws.com", "AWS": "arn:aws:iam::1:root"}, nil)), level: Exposure, losses: []string{"arn:aws:iam::1:root sts:AssumeRole"}},
		{name: "all but somebody may be the role", kind: role, operation: changes.Update, before: written("assumeRolePolicy", object{"Effect": "Allow", "Principal": object{"AWS": "me"}, "Action": "sts:AssumeRole"}), after: written("assumeRolePolicy", object{"Effect": "Allow", "NotPrincipal": object{"AWS": "me"}, "Action": "sts:AssumeRole"}), level: Exposure, losses: []string{"anything but me sts:AssumeRole"}},
		{name: "a bucket for everyone", kind: bucket, operation: changes.Create, after: written("policy", statement("Allow", "s3:GetObject", "arn:aws:s3:::b/*", "*", nil)), level: Exposure, losses: []string{"to everyone s3:GetObject"}},
		{name: "a bucket for everyone in the account", kind: bucket, operation: changes.Create, after: written("policy", statement("Allow", "s3:GetObject", "arn:aws:s3:::b/*", "*", only))},
		{name: "a new policy grants what it is for", kind: policy, operation: changes.Create, after: written("policy", allow("s3:*", "arn:aws:s3:::b/*"))},
		{name: "a new policy for everything", kind: policy, operation: changes.Create, after: written("policy", allow("*", "*")), level: Exposure},
		{name: "a policy that is known later", kind: policy, operation: changes.Update, before: written("policy", allow("a:B", "*")), after: object{"policy": changes.Unknown}, level: Exposure, losses: []string{"can't be told"}},
		{name: "a policy as a tree", kind: policy, operation: changes.Update, before: object{"policy": object{"Statement": []any{allow("a:B", "*")}}}, after: object{"policy": object{"Statement": []any{allow("a:B", "*"), allow("a:C", "*")}}}, level: Exposure},
		{name: "a bucket's denial is deleted", kind: bucket, operation: changes.Delete, before: written("policy", statement("Deny", "s3:*", "*", "*", nil)), level: Exposure},
		{name: "an allowance is deleted", kind: policy, operation: changes.Delete, before: written("policy", allow("*", "*"))},
		{name: "an administrator", kind: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", operation: changes.Create, after: object{"role": changes.Unknown, "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}, level: Exposure},
		{name: "a policy for a new role", kind: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", operation: changes.Create, after: object{"role": changes.Unknown, "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"}},
		{name: "a policy for an old role", kind: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", operation: changes.Create, after: object{"role": "nodes", "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"}, level: Exposure},
		{name: "cluster-admin", kind: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", operation: changes.Create, after: object{"roleRef": object{"name": "cluster-admin"}}, level: Exposure},
	})
}

func TestWhatKubernetesLetsThrough(t *testing.T) {
	const policy, namespace = "kubernetes:networking.k8s.io/v1:NetworkPolicy", "kubernetes:core/v1:Namespace"
	from := func(peers ...any) object {
		return object{"spec": object{"policyTypes": []any{"Ingress"}, "podSelector": object{}, "ingress": peers}}
	}
	labelled := func(standard string) object {
		return object{"metadata": object{"labels": object{enforceLabel: standard}}}
	}
	pod := func(privileged bool) object {
		return object{"spec": object{"template": object{"spec": object{"containers": []any{object{"securityContext": object{"privileged": privileged}}}}}}}
	}
	gone := changes.Resource{Type: namespace, Operation: changes.Delete, Before: object{"metadata": object{"name": "shop"}}}
	within := from()
	within["metadata"] = object{"namespace": "shop"}
	try(t, []trial{
		{name: "a policy is removed", kind: policy, operation: changes.Delete, before: from(), level: Exposure},
		{name: "a policy goes with its namespace", kind: policy, operation: changes.Delete, before: within, others: []changes.Resource{gone}},
		{name: "another rule", kind: policy, operation: changes.Update, before: from("a"), after: from("a", object{}), level: Exposure, losses: []string{"(spec.ingress)"}},
		{name: "one rule less", kind: policy, operation: changes.Update, before: from("a", "b"), after: from("a")},
		{name: "a lower standard", kind: namespace, operation: changes.Update, before: labelled("restricted"), after: labelled("baseline"), level: Exposure, losses: []string{"restricted standard"}},
		{name: "a higher standard", kind: namespace, operation: changes.Update, before: labelled("baseline"), after: labelled("restricted")},
		{name: "a privileged container", kind: "kubernetes:apps/v1:DaemonSet", operation: changes.Create, after: pod(true), level: Exposure},
		{name: "one that was before", kind: "kubernetes:apps/v1:DaemonSet", operation: changes.Update, before: pod(true), after: pod(true)},
	})
}

func TestTheInternetIsToldFirst(t *testing.T) {
	rule := changes.Resource{URN: "rule", Name: "z", Type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", Operation: changes.Create, After: object{"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "cidrIpv4": "0.0.0.0/0"}}
	inside := rule
	inside.URN, inside.Name, inside.After = "inside", "a", object{"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "cidrIpv4": "10.0.0.0/8"}
	found := Judge(changes.Set{Resources: []changes.Resource{inside, rule}})
	require.Len(t, found, 2)
	assert.Equal(t, "rule", found[0].URN)
}
