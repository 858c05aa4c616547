package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
)

// prove puts the records that validate a certificate into Cloudflare's zone.
func (w *world) prove(certificate cloudtest.Made, proxied bool) {
	w.t.Helper()
	require.NoError(w.t, w.cloud.Do("aws", "us-east-1", func(tx *localcloud.Tx) error {
		for _, option := range certificate.Outputs.Maps("domainValidationOptions") {
			tx.Put(&localcloud.Object{
				Type: "cloudflare:index/dnsRecord:DnsRecord", ID: tx.Hex(32), Scope: "cloudflare",
				Outputs: localcloud.PropsOf(props{
					"name": dnsName(option.String("resourceRecordName")), "type": "CNAME", "proxied": proxied,
					"content": dnsName(option.String("resourceRecordValue")),
				}),
			})
		}
		return nil
	}))
}

func TestACertificateIsIssuedOnceItsRecordsAreThere(t *testing.T) {
	w := settle(t)
	wanted := props{"domainName": "example.com", "subjectAlternativeNames": []string{"*.example.com", "api.example.com"}, "validationMethod": "DNS"}
	certificate := w.make(certificateType, "site", wanted)
	assert.Equal(t, "PENDING_VALIDATION", certificate.Outputs.String("status"))
	options := certificate.Outputs.Maps("domainValidationOptions")
	require.Len(t, options, 3)
	assert.Equal(t, options[0].String("resourceRecordName"), options[1].String("resourceRecordName"), "a wildcard and its base have one record")
	assert.Regexp(t, `^_[0-9a-f]{32}\.example\.com\.$`, options[0].String("resourceRecordName"))
	assert.Regexp(t, `^_[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.$`, options[0].String("resourceRecordValue"))

	wait := props{"certificateArn": certificate.ID}
	refusing(t, w.provider, []refused{
		{"without records", validationType, wait, "timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)"},
		{"with a record left out", validationType, with(wait, props{"validationRecordFqdns": []string{dnsName(options[0].String("resourceRecordName"))}}), "DNS validation record: " + dnsName(options[2].String("resourceRecordName"))},
		{"of no certificate", validationType, props{"certificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/0"}, "ResourceNotFoundException"},
		{"for too many names", certificateType, with(wanted, props{"subjectAlternativeNames": []string{"1.a.com", "2.a.com", "3.a.com", "4.a.com", "5.a.com", "6.a.com", "7.a.com", "8.a.com", "9.a.com", "10.a.com"}}), "LimitExceededException"},
	})
	w.prove(certificate, true)
	assert.Contains(t, w.provider.Refuse(validationType, "proxied", wait), "PENDING_VALIDATION", "a proxied record shows Cloudflare's addresses")
	w.prove(certificate, false)
	w.make(validationType, "site", wait)
	_, live, _ := w.provider.Read(certificateType, "site", certificate.ID, certificate.Inputs, certificate.Outputs)
	assert.Equal(t, "ISSUED", live.String("status"))
}

// balancers is a load balancer with a listener and two target groups.
type balancers struct {
	*world
	certificate, balancer, listener, blue, green cloudtest.Made
}

func balance(t *testing.T) balancers {
	t.Helper()
	b := balancers{world: settle(t)}
	b.certificate = b.make(certificateType, "site", props{"domainName": "example.com", "validationMethod": "DNS"})
	b.prove(b.certificate, false)
	b.make(validationType, "site", props{"certificateArn": b.certificate.ID})
	b.balancer = b.make(balancerType, "web", props{"name": "web", "subnets": []string{b.publicA.ID, b.publicB.ID}, "securityGroups": []string{b.group.ID}})
	target := props{"port": 8000, "protocol": "HTTP", "targetType": "ip", "vpcId": b.vpc.ID}
	b.blue, b.green = b.make(targetGroupType, "blue", target), b.make(targetGroupType, "green", target)
	b.listener = b.make(listenerType, "https", props{
		"loadBalancerArn": b.balancer.ID, "port": 443, "protocol": "HTTPS", "certificateArn": b.certificate.ID,
		"defaultActions": []any{props{"type": "fixed-response", "fixedResponse": props{"contentType": "text/plain", "statusCode": "404"}}},
	})
	return b
}

func forwardTo(arns ...string) []any {
	var groups []any
	for _, arn := range arns {
		groups = append(groups, props{"arn": arn, "weight": 1})
	}
	return []any{props{"type": "forward", "forward": props{"targetGroups": groups}}}
}

func TestALoadBalancerLooksLikeOneOfAWS(t *testing.T) {
	b := balance(t)
	assert.Regexp(t, `^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/[0-9a-f]{16}$`, b.balancer.ID)
	assert.Regexp(t, `^web-\d+\.us-east-1\.elb\.amazonaws\.com$`, b.balancer.Outputs.String("dnsName"))
	assert.Equal(t, "Z35SXDOTRQ7X7K", b.balancer.Outputs.String("zoneId"))
	assert.Regexp(t, `:listener/app/web/[0-9a-f]{16}/[0-9a-f]{16}$`, b.listener.ID)
	assert.Equal(t, 1, b.listener.Outputs.Int("defaultActions.0.order"))
	assert.Equal(t, "ELBSecurityPolicy-2016-08", b.listener.Outputs.String("sslPolicy"))
	rule := b.make(listenerRuleType, "all", props{"listenerArn": b.listener.ID, "actions": forwardTo(b.blue.ID, b.green.ID), "conditions": []any{props{"pathPattern": props{"values": []string{"/*"}}}}})
	assert.Equal(t, 1, rule.Outputs.Int("priority"), "after the last one")
	b.destroy()
}

func TestAccessLogsNeedABucketThatLetsThemIn(t *testing.T) {
	w := settle(t)
	bucket := w.make(bucketType, "logs", props{"bucket": "logs-of-mine", "forceDestroy": true})
	balancer := props{"name": "web", "subnets": []string{w.publicA.ID, w.publicB.ID}, "accessLogs": props{"bucket": bucket.ID, "enabled": true, "prefix": "alb"}}
	assert.Contains(t, w.provider.Refuse(balancerType, "web", balancer), "Access Denied for bucket: logs-of-mine. Please check S3bucket permission")
	w.make(bucketPolicyType, "logs", props{"bucket": bucket.ID, "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::logs-of-mine/*","Principal":{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"}}]}`})
	w.make(balancerType, "web", balancer)
	var left []string
	for _, object := range w.cloud.List() {
		if object.Type == objectType {
			left = append(left, object.ID)
		}
	}
	assert.Equal(t, []string{"logs-of-mine/alb/AWSLogs/123456789012/ELBAccessLogTestFile"}, left, "what the try leaves")
	w.destroy()
	assert.Empty(t, w.cloud.List())
}

func TestAProtectedLoadBalancerStaysUntilItsProtectionIsLifted(t *testing.T) {
	w := settle(t)
	balancer := w.make(balancerType, "web", props{"name": "web", "subnets": []string{w.publicA.ID, w.publicB.ID}, "enableDeletionProtection": true})
	w.stays(balancerType, "web", balancer, "OperationNotPermitted: Load balancer '"+balancer.ID+"' cannot be deleted because deletion protection is enabled")
	open := balancer.Inputs.Clone()
	open.Set("enableDeletionProtection", false)
	_, err := w.provider.Update(balancerType, "web", balancer.ID, balancer.Outputs, open, false)
	require.NoError(t, err)
	w.destroy()
}
