package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

const listenerCertificateType = "aws:lb/listenerCertificate:ListenerCertificate"

// checkTargetGroup follows
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
func checkTargetGroup(c *localcloud.Check) {
	checkBalancerName(c)
	if kind := c.Inputs.String("targetType"); kind != "lambda" {
		for _, name := range []string{"port", "protocol", "vpcId"} {
			if !c.Inputs.Has(name) {
				c.Fail(name, "%s should be set when target type is %s", name, kind)
			}
		}
	}
	health := c.Inputs.Map("healthCheck")
	protocol := c.Inputs.String("protocol")
	if health.Known("timeout") && health.Known("interval") && health.Int("timeout") >= health.Int("interval") && strings.HasPrefix(protocol, "HTTP") {
		c.Fail("healthCheck.timeout", "Health check timeout '%d' must be smaller than the interval '%d'", health.Int("timeout"), health.Int("interval"))
	}
	if slow := c.Inputs.Int("slowStart"); slow != 0 && (slow < 30 || slow > 900) {
		c.Fail("slowStart", "expected slow_start to be 0 or in the range (30 - 900), got %d", slow)
	}
	if c.Inputs.Int("slowStart") > 0 && c.Inputs.String("loadBalancingAlgorithmType") == "least_outstanding_requests" {
		c.Fail("slowStart", "slow_start cannot be used with load_balancing_algorithm_type %q", "least_outstanding_requests")
	}
}

// createTargetGroup fills in what the service defaults to; see the same page.
func createTargetGroup(tx *localcloud.Tx, group *localcloud.Object) error {
	group.Set("arnSuffix", group.ID[strings.LastIndexByte(group.ID, ':')+1:])
	decide(group, "ipAddressType", "ipv4")
	protocol := group.String("protocol")
	if strings.HasPrefix(protocol, "HTTP") {
		decide(group, "protocolVersion", "HTTP1")
		decide(group, "loadBalancingAlgorithmType", "round_robin")
		decide(group, "loadBalancingAnomalyMitigation", "off")
	}
	decide(group, "loadBalancingCrossZoneEnabled", "use_load_balancer_configuration")
	timeouts := map[string]int{"HTTP": 5, "HTTPS": 5, "GENEVE": 5, "TCP": 10, "TLS": 10, "UDP": 10, "TCP_UDP": 10}
	health := map[string]any{
		"enabled": true, "healthyThreshold": 3, "unhealthyThreshold": 3, "interval": 30,
		"port": "traffic-port", "protocol": "HTTP", "timeout": timeouts[protocol],
	}
	if strings.HasPrefix(protocol, "HTTP") {
		health["path"], health["matcher"] = "/", "200"
	}
	decideIn(group, "healthCheck", health)
	if !group.Outputs.Known("stickiness") {
		group.Set("stickiness", localcloud.PropsOf(map[string]any{
			"cookieDuration": 86400, "cookieName": "", "enabled": false, "type": "lb_cookie",
		}))
	}
	return nil
}

// checkListenerRule holds a rule to the limits of
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
func checkListenerRule(c *localcloud.Check) {
	if priority := c.Inputs.Int("priority"); c.Inputs.Known("priority") && (priority < 1 || priority > 50000) {
		c.Fail("priority", "expected priority to be in the range (1 - 50000), got %d", priority)
	}
	values := 0
	conditions := c.Inputs.Maps("conditions")
	for _, condition := range conditions {
		for _, kind := range []string{"hostHeader", "pathPattern", "httpHeader", "httpRequestMethod", "sourceIp"} {
			values += len(condition.Strings(kind + ".values"))
		}
		values += len(condition.Maps("queryStrings"))
	}
	if values > 5 {
		c.Fail("conditions", "A rule can only have '5' condition values, got '%d'", values)
	}
	if c.Inputs.Known("conditions") && len(conditions) == 0 {
		c.Fail("conditions", "at least 1 condition is required")
	}
	checkActions(c, "actions")
}

func listenerRuleID(tx *localcloud.Tx, rule *localcloud.Object) string {
	listener := rule.String("listenerArn")
	rule.Set("arn", strings.Replace(listener, ":listener/", ":listener-rule/", 1)+"/"+tx.Hex(16))
	return rule.String("arn")
}

func nameListenerRule(rule *localcloud.Object) string {
	return balancerName(rule.String("listenerArn")) + "#" + number(rule.Outputs.Int("priority"))
}

// createListenerRule puts a rule without a priority after the last, as the
// provider does.
func createListenerRule(tx *localcloud.Tx, rule *localcloud.Object) error {
	listener := tx.Get(listenerType, rule.String("listenerArn"))
	if listener == nil {
		return noListener.about(tx, rule.String("listenerArn"))
	}
	if !rule.Outputs.Known("priority") {
		last := 0
		for _, other := range tx.Where(listenerRuleType, "listenerArn", listener.ID) {
			last = max(last, other.Outputs.Int("priority"))
		}
		rule.Set("priority", last+1)
		rule.Name = nameListenerRule(rule)
	}
	orderActions(rule, "actions")
	balancer := tx.Get(balancerType, listener.String("loadBalancerArn"))
	if balancer == nil {
		return nil
	}
	return checkForwards(tx, balancer, rule, "actions")
}
