package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// protocols are the listeners' protocols by the type of the load balancer:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
var protocols = map[string]string{
	"application": "HTTP HTTPS", "network": "TCP TLS UDP TCP_UDP", "gateway": "GENEVE",
}

// checkListener: what encrypts needs a certificate.
func checkListener(c *localcloud.Check) {
	protocol := c.Inputs.String("protocol")
	if (protocol == "HTTPS" || protocol == "TLS") && !c.Inputs.Has("certificateArn") {
		c.Fail("certificateArn", "certificate_arn must be set when protocol is %q", protocol)
	}
	if protocol == "HTTP" && c.Inputs.Has("certificateArn") {
		c.Fail("certificateArn", "certificate_arn must not be set when protocol is %q", protocol)
	}
	checkActions(c, "defaultActions")
}

// checkActions: an action has what its type needs.
func checkActions(c *localcloud.Check, path string) {
	for i, action := range c.Inputs.Maps(path) {
		at := path + "[" + number(i) + "]"
		switch kind := action.String("type"); kind {
		case "forward":
			if !action.Has("targetGroupArn") && !action.Has("forward") {
				c.Fail(at, "either target_group_arn or forward is required for an action of type %q", kind)
			}
			if groups := action.Maps("forward.targetGroups"); len(groups) > 5 {
				c.Fail(at+".forward.targetGroups", "expected at most 5 target groups, got %d", len(groups))
			}
		case "redirect":
			if !action.Has("redirect") {
				c.Fail(at+".redirect", "redirect is required for an action of type %q", kind)
			}
		case "fixed-response":
			if !action.Has("fixedResponse") {
				c.Fail(at+".fixedResponse", "fixed_response is required for an action of type %q", kind)
			}
		}
	}
}

func listenerID(tx *localcloud.Tx, listener *localcloud.Object) string {
	balancer := listener.String("loadBalancerArn")
	listener.Set("arn", strings.Replace(balancer, ":loadbalancer/", ":listener/", 1)+"/"+tx.Hex(16))
	return listener.String("arn")
}

// nameListener is "<load balancer>:<port>".
func nameListener(listener *localcloud.Object) string {
	return balancerName(listener.String("loadBalancerArn")) + ":" + number(listener.Outputs.Int("port"))
}

// balancerName is the name in an ARN of a load balancer, listener or rule.
func balancerName(arn string) string {
	parts := strings.Split(arn, "/")
	if len(parts) < 3 {
		return arn
	}
	return parts[2]
}

func createListener(tx *localcloud.Tx, listener *localcloud.Object) error {
	balancer := tx.Get(balancerType, listener.String("loadBalancerArn"))
	if balancer == nil {
		return noBalancer.about(tx, listener.String("loadBalancerArn"))
	}
	kind := balancer.String("loadBalancerType")
	if kind == "application" {
		// https://www.pulumi.com/registry/packages/aws/api-docs/lb/listener/#protocol_go
		decide(listener, "protocol", "HTTP")
	}
	protocol := listener.String("protocol")
	if protocol != "" && !strings.Contains(" "+protocols[kind]+" ", " "+protocol+" ") {
		return tx.Fail(400, "ValidationError", "Listener protocol '%s' must be one of '%s'", protocol, strings.ReplaceAll(protocols[kind], " ", ", "))
	}
	if err := checkEncryption(tx, listener); err != nil {
		return err
	}
	orderActions(listener, "defaultActions")
	return checkForwards(tx, balancer, listener, "defaultActions")
}

// checkEncryption: the policy is one that exists and the certificate is issued.
// An HTTPS listener without a policy gets the oldest one.
func checkEncryption(tx *localcloud.Tx, listener *localcloud.Object) error {
	protocol := listener.String("protocol")
	if protocol != "HTTPS" && protocol != "TLS" {
		return nil
	}
	decide(listener, "sslPolicy", "ELBSecurityPolicy-2016-08")
	if policy := listener.String("sslPolicy"); !tlsPolicies[policy] {
		return tx.Fail(400, "SSLPolicyNotFound", "SSL policy '%s' not found", policy)
	}
	certificate := tx.Get(certificateType, listener.String("certificateArn"))
	if certificate != nil && !issued(tx, certificate) {
		return unsupported.about(tx, certificate.ID)
	}
	return nil
}

// orderActions numbers the actions that the program did not.
func orderActions(obj *localcloud.Object, path string) {
	actions := obj.Outputs.Maps(path)
	for i := range actions {
		actions[i] = actions[i].Clone()
		if !actions[i].Known("order") {
			actions[i].Set("order", i+1)
		}
	}
	obj.Set(path, actions)
}

// checkForwards: a target group belongs to one load balancer, of its VPC, and
// speaks HTTP behind an application load balancer alone.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
func checkForwards(tx *localcloud.Tx, balancer, obj *localcloud.Object, path string) error {
	arns := append(valuesAt(obj.Outputs, path+".*.targetGroupArn"), valuesAt(obj.Outputs, path+".*.forward.targetGroups.*.arn")...)
	for _, arn := range arns {
		group := tx.Get(targetGroupType, arn)
		if group == nil {
			continue
		}
		if vpc := group.String("vpcId"); vpc != "" && vpc != balancer.String("vpcId") {
			return tx.Fail(400, "InvalidConfigurationRequest", "The following target group is in a different VPC than the load balancer: '%s'", arn)
		}
		if strings.HasPrefix(group.String("protocol"), "HTTP") != (balancer.String("loadBalancerType") == "application") && group.String("protocol") != "" {
			return tx.Fail(400, "IncompatibleProtocols", "The specified configuration is not valid with this protocol: target group '%s' is of protocol %s", arn, group.String("protocol"))
		}
		if other := group.Notes["balancer"]; other != balancer.ID && forwards(tx, other, arn) {
			return tx.Fail(400, "TargetGroupAssociationLimit", "The following target groups cannot be associated with more than one load balancer: %s", arn)
		}
		group.Note("balancer", balancer.ID)
		tx.Put(group)
	}
	return nil
}

// forwards reports whether a load balancer still uses a target group.
func forwards(tx *localcloud.Tx, balancer, group string) bool {
	if balancer == "" {
		return false
	}
	for _, listener := range tx.Where(listenerType, "loadBalancerArn", balancer) {
		used := []string{}
		for _, obj := range append(tx.Where(listenerRuleType, "listenerArn", listener.ID), listener) {
			for _, path := range []string{"actions", "defaultActions"} {
				used = append(used, valuesAt(obj.Outputs, path+".*.targetGroupArn")...)
				used = append(used, valuesAt(obj.Outputs, path+".*.forward.targetGroups.*.arn")...)
			}
		}
		if slices.Contains(used, group) {
			return true
		}
	}
	return false
}
