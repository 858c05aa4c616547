package kubernetes

import (
	"slices"

	"groundwork/internal/localcloud"
)

const (
	elasticType   = "aws:lb/loadBalancer:LoadBalancer"
	classicType   = "aws:elb/loadBalancer:LoadBalancer"
	awsGroupType  = "aws:ec2/securityGroup:SecurityGroup"
	awsSubnetType = "aws:ec2/subnet:Subnet"
)

// unbalanced is what the provider says of an object that got no address.
// https://github.com/pulumi/pulumi-kubernetes/issues/1915
var unbalanced = map[string]string{
	serviceType: "Service was not allocated an IP address; does your cloud provider support this?",
	ingressType: "Ingress .status.loadBalancer field was not updated with a hostname/IP address. \n    for more information about this error, see https://pulumi.io/xdv72s",
}

// balance has the controller make an object's load balancer, and unmake one
// that it no longer needs. What comes back keeps the object from being ready.
func balance(tx *localcloud.Tx, t *resourceType, object fields) ([]string, error) {
	if unbalanced[t.token()] == "" {
		return nil, nil
	}
	wanted := responsible(tx, t.token(), object)
	if before := finalizing(t.token(), object); before != nil && before != wanted {
		if err := unbalance(tx, t, object); err != nil {
			return nil, err
		}
		drop(object, "metadata", "finalizers")
		drop(object, "status", "loadBalancer", "ingress")
	}
	if wanted == nil {
		return nil, nil
	}
	if !wanted.runs(tx) {
		return []string{unbalanced[t.token()]}, nil
	}
	j := newJob(tx, t, object, wanted)
	put(object, []any{wanted.finalizers[t.token()]}, "metadata", "finalizers")
	balancer, err := j.ensure()
	if err != nil {
		return []string{j.event(err), unbalanced[t.token()]}, nil
	}
	put(object, []any{fields{"hostname": balancer.String("dnsName")}}, "status", "loadBalancer", "ingress")
	return nil, nil
}

// finalizing is the controller that keeps an object from going.
func finalizing(token string, object fields) *controller {
	there, _ := at(object, "metadata", "finalizers").([]any)
	for _, c := range controllers {
		if slices.Contains(there, any(c.finalizers[token])) {
			return c
		}
	}
	return nil
}

// unbalance is a controller's part in an object's deletion. Where it does not
// run any more, nobody takes the load balancer down, and the object stays.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
func unbalance(tx *localcloud.Tx, t *resourceType, object fields) error {
	owner := finalizing(t.token(), object)
	if owner == nil || eks(tx) == nil {
		return nil
	}
	if !owner.runs(tx) {
		return tx.Await(tx.Fail(0, stuck, "finalizers might be preventing deletion (%s): timed out waiting for the condition",
			owner.finalizers[t.token()]))
	}
	return newJob(tx, t, object, owner).undo()
}

// ensure finds the load balancer or makes it.
func (j job) ensure() (*localcloud.Object, error) {
	found := j.find(j.balancerType())
	if found != nil && (found.Outputs.Bool("internal") == j.internal() || j.shared()) {
		return found, nil
	}
	if err := j.undo(); err != nil {
		return nil, err
	}
	subnets, err := j.subnets()
	if err != nil {
		return nil, err
	}
	groups, err := j.groups()
	if err != nil {
		return nil, err
	}
	inputs := localcloud.PropsOf(map[string]any{
		"name": j.name(), "internal": j.internal(), "subnets": subnets, "securityGroups": groups, "tags": j.tags(),
	})
	if j.balancerType() == classicType {
		inputs.Set("listeners", j.listeners())
	} else {
		inputs.Set("loadBalancerType", j.kind())
	}
	return j.aws.Make(j.balancerType(), j.name(), inputs)
}

// undo takes down what the controller made, unless others of the group need it.
func (j job) undo() error {
	if j.shared() && len(j.others()) > 0 {
		return nil
	}
	for _, token := range []string{elasticType, classicType, awsGroupType} {
		if found := j.find(token); found != nil {
			if err := j.aws.Unmake(found); err != nil {
				return err
			}
		}
	}
	return nil
}

// find finds what the controller made, by its tags.
func (j job) find(token string) *localcloud.Object {
	return j.aws.Find(token, func(o *localcloud.Object) bool {
		there := o.Outputs.StringMap("tags")
		for name, value := range j.tags() {
			if there[name] != value {
				return false
			}
		}
		return true
	})
}
