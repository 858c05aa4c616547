package danger

import (
	"fmt"
	"strings"

	"groundwork/internal/changes"
)

// restart is what an update in place of some properties interrupts.
type restart struct {
	paths []string
	loss  string
}

// restarts are by type; databases and caches have rules of their own.
var restarts = map[string]restart{
	// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-resize.html
	"aws:ec2/instance:Instance": {[]string{"instanceType", "userData", "userDataBase64", "ebsOptimized", "cpuOptions"},
		"the machine is stopped and started again, what runs on it is away for some minutes"},
	// NAT gateways and instances keep connections: through another one they are cut.
	// https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
	"aws:ec2/route:Route": {[]string{"natGatewayId", "gatewayId", "networkInterfaceId", "transitGatewayId", "vpcPeeringConnectionId"},
		"the route leads elsewhere, connections through it are cut"},
	"aws:ec2/routeTableAssociation:RouteTableAssociation": {[]string{"routeTableId"},
		"the subnet is routed by another table, connections are cut where the ways differ"},
	"aws:ec2/vpc:Vpc": {[]string{"enableDnsSupport"}, "names don't resolve any more inside the network"},
	// https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
	"aws:eks/cluster:Cluster": {[]string{"version"}, "the cluster's control plane is upgraded, which can't be taken back; what runs in it goes on"},
}

// restartRule judges updates in place that interrupt.
func restartRule(s subject) []verdict {
	kind, is := restarts[s.Type]
	if !is || s.Operation != changes.Update {
		return nil
	}
	for _, path := range kind.paths {
		if s.differs(path) && !s.hasNoWay(path) {
			return []verdict{{level: Downtime, mild: mild, paths: []string{path}, loss: kind.loss}}
		}
	}
	return nil
}

// shownAtMost is how many names a sentence lists.
const shownAtMost = 3

// some lists a few names and counts the rest.
func some(names []string) string {
	rest := len(names) - shownAtMost
	if rest <= 0 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shownAtMost], ", "), rest)
}
