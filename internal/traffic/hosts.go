package traffic

import (
	"encoding/json"
	"strings"
	"time"
)

// checked is what a load balancer takes to call a target healthy that runs already:
// the checks that our target groups ask for. Pods that are made while their group is
// bound count as ready only then, so for them it is part of their own time.
const checked = 20 * time.Second

// nowhere ends the host names of rules that no request matches:
// https://www.rfc-editor.org/rfc/rfc2606#section-2
const nowhere = ".invalid"

// addHosts adds the way of each host and path that a listener's rules match.
func (w *world) addHosts() {
	for to := range w.rules {
		w.ways[to] = func(at time.Duration) (int, bool) {
			rule, there := w.rule(to, at)
			if !there {
				return 100, false
			}
			return w.lost(rule, at), true
		}
	}
}

// matched is what a rule's conditions ask for, in people's words; "" for what nobody
// asks for.
func matched(rule Span) string {
	conditions, _ := rule.Properties["conditions"].([]any)
	var host, path string
	for _, condition := range conditions {
		host += first(at(condition, "hostHeader", "values"))
		path += first(at(condition, "pathPattern", "values"))
	}
	if strings.HasSuffix(host, nowhere) {
		return ""
	}
	if host == "" {
		written, _ := json.Marshal(conditions) // plain values always can be
		host = string(written)
	}
	return host + path
}

func first(value any) string {
	if values, _ := value.([]any); len(values) > 0 {
		text, _ := values[0].(string)
		return text
	}
	return ""
}

// rule is the one that decides: of those that match alike the first in order.
func (w *world) rule(to string, at time.Duration) (decides Span, there bool) {
	for _, span := range w.rules[to] {
		if !span.stands(at) {
			continue
		}
		priority, _ := number(span.Properties["priority"])
		best, _ := number(decides.Properties["priority"])
		if !there || priority < best {
			decides, there = span, true
		}
	}
	return decides, there
}

// lost is the percentage of a rule's requests that it forwards to target groups
// without a healthy target. A rule does not turn to its other group then:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#forward-actions
func (w *world) lost(rule Span, at time.Duration) int {
	all, lost := 0, 0
	for arn, weight := range shares(rule) {
		all += weight
		if weight > 0 && !w.healthy(arn, at) {
			lost += weight
		}
	}
	if all == 0 {
		return 0 // it answers by itself
	}
	return 100 * lost / all
}

// shares are the weights of a rule's target groups by their ARN.
func shares(rule Span) map[string]int {
	weights := map[string]int{}
	actions, _ := rule.Properties["actions"].([]any)
	for _, action := range actions {
		if arn := textAt(action, "targetGroupArn"); arn != "" {
			weights[arn] = 1
		}
		groups, _ := at(action, "forward", "targetGroups").([]any)
		for _, group := range groups {
			weight, given := number(at(group, "weight"))
			if !given {
				weight = 1
			}
			weights[textAt(group, "arn")] += weight
		}
	}
	return weights
}

// healthy tells whether a target group has a target that answers. Of a group that
// nothing in a cluster fills nothing is known.
func (w *world) healthy(arn string, at time.Duration) bool {
	for _, binding := range w.bindings[arn] {
		if !binding.stands(at) {
			continue
		}
		namespace := textAt(binding.Properties, "metadata", "namespace")
		ready, runs := w.backed(namespace+"/"+textAt(binding.Properties, "spec", "serviceRef", "name"), at)
		since := w.since(binding)
		if runs && (since <= ready && at >= ready || at >= since+checked || since == Always) {
			return true
		}
	}
	return len(w.bindings[arn]) == 0
}

// since is when an object came to be, in whichever version.
func (w *world) since(span Span) time.Duration {
	begin := span.From
	for again := true; again; {
		again = false
		for _, other := range w.versions[span.kind()+span.ID] {
			if other.Until == begin && other.From < begin {
				begin, again = other.From, true
			}
		}
	}
	return begin
}
