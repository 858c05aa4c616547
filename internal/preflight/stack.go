package preflight

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Stack is what a stack declares, as its program registers it in a plan.
type Stack struct {
	System, Name string
	// Region is where its resources of AWS go.
	Region string
	// Marks are the tags of everything that is the stack's own.
	Marks     map[string]string
	Resources []Resource
	// Plan is what the stack file says of the Cloudflare zone's plan; "" is nothing.
	Plan string
	// Images are the system's own images that run: repository and tag.
	Images []Image
}

// Resource is one registration. What is not known in a plan, or secret, is not in Inputs.
type Resource struct {
	URN, Type, Name string
	Inputs          map[string]any
	// From are, by input, the URNs of the resources that its value comes from.
	From map[string][]string
}

// Image is an image in a repository of the stack's.
type Image struct{ Repository, Tag string }

// planned is the account that plans are made in: the local cloud's.
const planned = "123456789012"

// in is the stack with the real account in the names that carry one.
func (s Stack) in(account string) Stack {
	s.Resources = slices.Clone(s.Resources)
	for i, resource := range s.Resources {
		s.Resources[i].Inputs, _ = replaced(resource.Inputs, account).(map[string]any)
	}
	return s
}

func replaced(value any, account string) any {
	switch value := value.(type) {
	case string:
		return strings.ReplaceAll(value, planned, account)
	case []any:
		list := make([]any, len(value))
		for i, item := range value {
			list[i] = replaced(item, account)
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(value))
		for key, item := range value {
			object[key] = replaced(item, account)
		}
		return object
	}
	return value
}

// of are the resources of a type.
func (s Stack) of(kind string) []Resource {
	var found []Resource
	for _, resource := range s.Resources {
		if resource.Type == kind {
			found = append(found, resource)
		}
	}
	return found
}

func (s Stack) byURN(urn string) Resource {
	for _, resource := range s.Resources {
		if resource.URN == urn {
			return resource
		}
	}
	return Resource{}
}

// source is the first resource that an input's value comes from.
func (s Stack) source(r Resource, input string) Resource {
	if len(r.From[input]) == 0 {
		return Resource{}
	}
	return s.byURN(r.From[input][0])
}

// zones are the ids of the zones that the stack has subnets in, or their names where it
// names them; sorted.
func (s Stack) zones() []string {
	zones := map[string]bool{}
	for _, subnet := range s.of(subnetType) {
		if zone := zoneOf(subnet); zone != "" {
			zones[zone] = true
		}
	}
	return slices.Sorted(maps.Keys(zones))
}

func zoneOf(subnet Resource) string {
	if zone := subnet.text("availabilityZoneId"); zone != "" {
		return zone
	}
	return subnet.text("availabilityZone")
}

// Shared are the tags that all of the resources have that have any: the marks of a stack
// for which nobody says them.
func Shared(resources []Resource) map[string]string {
	var shared map[string]string
	for _, resource := range resources {
		tags, _ := resource.at("tags").(map[string]any)
		if len(tags) == 0 {
			continue
		}
		if shared == nil {
			shared = map[string]string{}
			for key, value := range tags {
				shared[key], _ = value.(string)
			}
		}
		maps.DeleteFunc(shared, func(key, value string) bool { return tags[key] != value })
	}
	return shared
}

// owns tells whether tags are the stack's.
func (s Stack) owns(tags map[string]string) bool {
	for key, value := range s.Marks {
		if tags[key] != value {
			return false
		}
	}
	return len(s.Marks) > 0
}

// at is the value at a path such as scalingConfig.maxSize or instanceTypes.0; nil is none.
func (r Resource) at(path string) any {
	var value any = r.Inputs
	for key := range strings.SplitSeq(path, ".") {
		switch inside := value.(type) {
		case map[string]any:
			value = inside[key]
		case []any:
			index, err := strconv.Atoi(key)
			if err != nil || index >= len(inside) {
				return nil
			}
			value = inside[index]
		default:
			return nil
		}
	}
	return value
}

func (r Resource) text(path string) string {
	text, _ := r.at(path).(string)
	return text
}

// texts are the texts at a path, where one or a list of them may stand.
func (r Resource) texts(path string) []string {
	list, is := r.at(path).([]any)
	if !is {
		list = []any{r.at(path)}
	}
	var all []string
	for _, value := range list {
		if text, _ := value.(string); text != "" {
			all = append(all, text)
		}
	}
	return all
}

func (r Resource) number(path string) float64 {
	number, _ := r.at(path).(float64)
	return number
}

func (r Resource) is(path string) bool {
	yes, _ := r.at(path).(bool)
	return yes
}

// The types that are asked about in more than one file.
const (
	subnetType   = "aws:ec2/subnet:Subnet"
	groupType    = "aws:eks/nodeGroup:NodeGroup"
	clusterType  = "aws:eks/cluster:Cluster"
	databaseType = "aws:rds/instance:Instance"
	cacheType    = "aws:elasticache/replicationGroup:ReplicationGroup"
	roleType     = "aws:iam/role:Role"
	bucketType   = "aws:s3/bucketV2:BucketV2"
	balancerType = "aws:lb/loadBalancer:LoadBalancer"
)
