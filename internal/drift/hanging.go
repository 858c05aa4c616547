package drift

import (
	"slices"

	"groundwork/internal/changes"
)

const (
	accessEntry  = "aws:eks/accessEntry:AccessEntry"
	accessPolicy = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
	podIdentity  = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
	balancerType = "aws:lb/loadBalancer:LoadBalancer"
	listenerType = "aws:lb/listener:Listener"
	ruleType     = "aws:lb/listenerRule:ListenerRule"
)

// hanging is what an event makes of something of ours, where no provider lists it: only
// a trail tells of it.
type hanging struct {
	// token is what is made, parent the type that it hangs on.
	token, parent string
	// keys name the one that was made: the names in the event, and in the state.
	keys [][2]string
	// undone are the events that take it away again, with the first key at least.
	undone []string
}

var hangings = map[string]hanging{
	"CreateAccessEntry":            {accessEntry, eksCluster, [][2]string{{"principalArn", "principalArn"}}, []string{"DeleteAccessEntry"}},
	"AssociateAccessPolicy":        {accessPolicy, eksCluster, [][2]string{{"principalArn", "principalArn"}, {"policyArn", "policyArn"}}, []string{"DisassociateAccessPolicy", "DeleteAccessEntry"}},
	"CreatePodIdentityAssociation": {podIdentity, eksCluster, [][2]string{{"serviceAccount", "serviceAccount"}, {"namespace", "namespace"}}, []string{"DeletePodIdentityAssociation"}},
	"CreateListener":               {listenerType, balancerType, [][2]string{{"listenerArn", "arn"}}, []string{"DeleteListener"}},
	"CreateRule":                   {ruleType, listenerType, [][2]string{{"ruleArn", "arn"}}, []string{"DeleteRule"}},
}

// sortEvent tells of what an event made, unless it is declared or gone again.
func (d *Drift) sortEvent(known *world, event Event, events []Event) {
	made, is := hangings[event.Event]
	if !is || event.program || !known.any(made.parent, event.concerns) || known.any(made.token, func(one changes.Resource) bool {
		return !slices.ContainsFunc(made.keys, func(key [2]string) bool { return event.said[key[0]] != text(one.Before[key[1]]) })
	}) {
		return
	}
	first := made.keys[0][0]
	if event.said[first] == "" || slices.ContainsFunc(events, func(later Event) bool {
		return slices.Contains(made.undone, later.Event) && !later.At.Before(event.At) && later.said[first] == event.said[first]
	}) {
		return
	}
	one := Tagged{ARN: event.said[first], Type: made.token, Name: event.said[first], Says: "a trail tells that it was made: " + event.Event}
	for _, key := range made.keys[1:] {
		one.Says += ", " + event.said[key[0]]
	}
	if slices.ContainsFunc(d.Undeclared, func(t Tagged) bool { return t.ARN == one.ARN }) {
		return // its tags told of it, or an event before
	}
	d.Undeclared = append(d.Undeclared, one)
}

// concerns tells whether an event mentions a resource, by its id, ARN or name.
func (e Event) concerns(one changes.Resource) bool {
	return e.mentions[one.ID] && one.ID != "" || e.mentions[text(one.Before["arn"])] && text(one.Before["arn"]) != ""
}
