package danger

import (
	"fmt"
	"strings"

	"groundwork/internal/changes"
)

// outage is a type of resource that somebody misses while it is away.
type outage struct {
	// what is the resource in people's words, until what they wait for.
	what, until string
	// overlaps is true when a replacement that is created first leaves no gap.
	overlaps bool
	advice   string
	// part is true of what belongs to something larger, which is told before it.
	part bool
}

const (
	adviceTwoSteps   = "make the new one beside the old one first, move over, then remove the old one"
	untilAddress     = "its address changes: nothing reaches it until every name and client follows"
	untilListening   = "nothing is answered until the new one listens"
	untilRouted      = "traffic through it stops until the new one is routed"
	untilPods        = "its pods are away until the new ones are ready"
	untilRegistered  = "its targets are out until they are registered and healthy again"
	untilResolves    = "the name doesn't resolve, or resolves elsewhere, until caches expire"
	untilRescheduled = "its pods move to other nodes, all at once"
)

// outages are by type.
var outages = map[string]outage{
	"aws:lb/loadBalancer:LoadBalancer":                    {what: "the load balancer", until: untilAddress, advice: adviceTwoSteps},
	"aws:alb/loadBalancer:LoadBalancer":                   {what: "the load balancer", until: untilAddress, advice: adviceTwoSteps},
	"aws:elb/loadBalancer:LoadBalancer":                   {what: "the load balancer", until: untilAddress, advice: adviceTwoSteps},
	"aws:lb/listener:Listener":                            {what: "the listener", until: untilListening, part: true},
	"aws:alb/listener:Listener":                           {what: "the listener", until: untilListening, part: true},
	"aws:lb/listenerRule:ListenerRule":                    {what: "the listener's rule", until: "what it matched is answered by the next rule", overlaps: true, part: true},
	"aws:alb/listenerRule:ListenerRule":                   {what: "the listener's rule", until: "what it matched is answered by the next rule", overlaps: true, part: true},
	"aws:lb/targetGroup:TargetGroup":                      {what: "the target group", until: untilRegistered, part: true},
	"aws:alb/targetGroup:TargetGroup":                     {what: "the target group", until: untilRegistered, part: true},
	"aws:eks/cluster:Cluster":                             {what: "the Kubernetes cluster", until: "everything that runs in it is gone until it is set up again", advice: adviceTwoSteps},
	"aws:eks/nodeGroup:NodeGroup":                         {what: "the node group", until: untilRescheduled, overlaps: true, advice: "let the new group be created before the old one goes"},
	"aws:eks/fargateProfile:FargateProfile":               {what: "the Fargate profile", until: "its pods are stopped", advice: adviceTwoSteps},
	"aws:eks/addon:Addon":                                 {what: "the cluster's add-on", until: "what it does for pods stops", part: true},
	"aws:ecs/cluster:Cluster":                             {what: "the ECS cluster", until: "its services are stopped", advice: adviceTwoSteps},
	"aws:ecs/service:Service":                             {what: "the service", until: "its tasks are stopped until new ones are healthy", overlaps: true},
	"aws:autoscaling/group:Group":                         {what: "the group of machines", until: "its machines are stopped", overlaps: true},
	"aws:ec2/instance:Instance":                           {what: "the machine", until: "what runs on it stops, and its own disk is lost", advice: "keep what must last on a volume of its own"},
	"aws:rds/clusterInstance:ClusterInstance":             {what: "the database's instance", until: "the cluster fails over; its data stays", part: true},
	"aws:rds/proxy:Proxy":                                 {what: "the database proxy", until: "connections through it are cut", advice: adviceTwoSteps},
	"aws:ec2/vpc:Vpc":                                     {what: "the network", until: "everything in it is made anew", advice: adviceTwoSteps},
	"aws:ec2/subnet:Subnet":                               {what: "the subnet", until: "what stands in it is made anew", advice: adviceTwoSteps},
	natGateway:                                            {what: "the NAT gateway", until: "what is private can't reach the internet, and then appears from another address", advice: "tell whoever allows the old address"},
	"aws:ec2/internetGateway:InternetGateway":             {what: "the internet gateway", until: "the network is cut off"},
	"aws:ec2/eip:Eip":                                     {what: "the fixed address", until: "it is given back and can't be had again", advice: "tell whoever allows the old address", part: true},
	"aws:ec2/routeTable:RouteTable":                       {what: "the route table", until: untilRouted, part: true},
	"aws:ec2/route:Route":                                 {what: "the route", until: untilRouted, part: true},
	"aws:ec2/routeTableAssociation:RouteTableAssociation": {what: "the subnet's routes", until: untilRouted, part: true},
	"aws:ec2/vpcEndpoint:VpcEndpoint":                     {what: "the endpoint", until: "the service behind it can't be reached from inside", overlaps: true, part: true},
	"aws:acm/certificate:Certificate":                     {what: "the certificate", until: "there is no valid one to serve", overlaps: true, advice: "let the new one be issued before the old one goes"},
	"aws:cloudfront/distribution:Distribution":            {what: "the CDN", until: untilAddress, advice: adviceTwoSteps},
	"aws:lambda/function:Function":                        {what: "the function", until: "it can't be called", overlaps: true},
	"aws:apigatewayv2/api:Api":                            {what: "the API gateway", until: untilAddress},
	"aws:apigateway/restApi:RestApi":                      {what: "the API gateway", until: untilAddress},
	"aws:route53/record:Record":                           {what: "the DNS record", until: untilResolves, overlaps: true, part: true},
	"aws:iam/role:Role":                                   {what: "the role", until: "whoever works with it is refused", part: true},
	"aws:iam/openIdConnectProvider:OpenIdConnectProvider": {what: "the identity provider", until: "whoever signs in through it is refused"},

	"cloudflare:index/dnsRecord:DnsRecord":                                   {what: "the DNS record", until: untilResolves, part: true},
	"cloudflare:index/record:Record":                                         {what: "the DNS record", until: untilResolves, part: true},
	"cloudflare:index/pagesProject:PagesProject":                             {what: "the site", until: "it isn't served until it is built again"},
	"cloudflare:index/pagesDomain:PagesDomain":                               {what: "the site's name", until: untilResolves},
	"cloudflare:index/workersScript:WorkersScript":                           {what: "the worker", until: "what it answered isn't answered"},
	"cloudflare:index/workersRoute:WorkersRoute":                             {what: "the worker's route", until: "what it matched goes past the worker", part: true},
	"cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared": {what: "the tunnel", until: "what is behind it can't be reached", advice: adviceTwoSteps},

	"kubernetes:apps/v1:Deployment":           {what: "the Deployment", until: untilPods, overlaps: true},
	"kubernetes:apps/v1:DaemonSet":            {what: "the DaemonSet", until: untilPods},
	"kubernetes:core/v1:Service":              {what: "the Service", until: "its address changes and connections are cut"},
	"kubernetes:networking.k8s.io/v1:Ingress": {what: "the Ingress", until: "its hosts aren't answered"},
	"kubernetes:core/v1:Pod":                  {what: "the pod", until: "what runs in it stops", overlaps: true, part: true},

	// New random values are new passwords; whoever holds the old one is refused.
	"random:index/randomPassword:RandomPassword": {what: "the generated password", until: "whoever still holds the old one is refused until it is restarted", part: true},
	"tls:index/privateKey:PrivateKey":            {what: "the generated key", until: "whoever still holds the old one is refused", part: true},
}

// outageRule judges what is away for a while, or for good.
func outageRule(s subject) []verdict {
	kind, is := outages[s.Type]
	if !is && isReplica(s) && stores[s.Type].what != "" {
		kind, is = outage{what: "the read replica", until: "readers go without it; the data is the primary's"}, true
	}
	if !is || !s.gone() || s.overlappingLogin() || kind.overlaps && !s.gap() {
		return nil
	}
	if s.followed() {
		return nil
	}
	if s.Type == natGateway && s.Operation == changes.Delete {
		return gatewayVerdicts(s)
	}
	// A new address that is made first still is a new address; a generated value
	// that nobody needs any more is not missed.
	if strings.HasPrefix(s.Type, "random:") && s.Operation == changes.Delete {
		return nil
	}
	if said, taken := succession(s); taken {
		return said
	}
	until, advice := kind.until, kind.advice
	if s.Operation == changes.Delete {
		if name := text(s.old("metadata.name")); s.kubernetes() != "" && known(name) && name != "" {
			kind.what += " " + name
		}
		until, advice = "whoever still uses it goes without", ""
	}
	level := Downtime
	if s.Type == "aws:ec2/instance:Instance" && takesDisks(s) {
		level, until = DataLoss, "its extra disks go with it, what is on them would be lost"
	}
	grade := usual
	if kind.part {
		grade = mild
	}
	return []verdict{{level: level, mild: grade, paths: s.Because, advice: s.advise(advice),
		loss: fmt.Sprintf("%s is %s, %s", kind.what, s.verb(), until)}}
}

// takesDisks is true of a machine whose extra disks are deleted with it:
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/preserving-volumes-on-termination.html
func takesDisks(s subject) bool {
	for _, disk := range list(s.old("ebsBlockDevices")) {
		if at(disk, "deleteOnTermination") != false {
			return true
		}
	}
	return false
}

// overlappingLogin is true of a password whose login is made anew with it: the former
// login goes after those that hold it.
func (s subject) overlappingLogin() bool {
	return strings.Contains(s.URN, "groundwork:databaseaccess:Access$")
}
