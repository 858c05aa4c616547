package danger

// locks are the properties by which a cloud refuses to delete a thing that holds no
// data, so that nothing else keeps it: the change would stop when it comes to that.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
var locks = map[string]string{
	"aws:lb/loadBalancer:LoadBalancer":  "enableDeletionProtection",
	"aws:alb/loadBalancer:LoadBalancer": "enableDeletionProtection",
}

// lockRule judges what is deleted, or replaced, while it is locked.
func lockRule(s subject) []verdict {
	property, lockable := locks[s.Type]
	if !lockable || !s.gone() || s.index.moved || s.old(property) != true {
		return nil
	}
	return []verdict{{
		level: Refused, loss: "the load balancer can't be " + s.verb() + ": its deletion protection is on",
		advice: "set groundwork:protection: false in an update of its own first, and take the line out again afterwards",
	}}
}
