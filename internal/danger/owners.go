package danger

import (
	"fmt"
	"strings"

	"groundwork/internal/changes"
)

// loggers are whose logs a log group has, by the beginning of its name: what of
// theirs comes next in it.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-services-sending-logs.html
var loggers = []struct{ prefix, kind, input string }{
	{"/aws/rds/instance/", "aws:rds/instance:Instance", "identifier"},
	{"/aws/rds/cluster/", "aws:rds/cluster:Cluster", "clusterIdentifier"},
	{"/aws/eks/", "aws:eks/cluster:Cluster", "name"},
	{"/aws/lambda/", "aws:lambda/function:Function", "name"},
}

// logger is what wrote into a log group and goes with it; false where none does.
func (s subject) logger() (subject, bool) {
	for _, of := range loggers {
		rest, fits := strings.CutPrefix(text(s.old("name")), of.prefix)
		if s.Type != "aws:cloudwatch/logGroup:LogGroup" || !fits {
			continue
		}
		name, _, _ := strings.Cut(rest, "/")
		for _, other := range s.index.byType[of.kind] {
			owner := subject{Resource: other, index: s.index}
			if name != "" && text(owner.old(of.input)) == name && owner.gone() {
				return owner, true
			}
		}
	}
	return subject{}, false
}

// lost says what goes with a store: of a log group whose writer goes too it is the
// writer that people know.
func (s subject) lost(kind store) string {
	if owner, gone := s.logger(); gone {
		return fmt.Sprintf("%s is %s, its logs would be lost with it", owner.what(), owner.verb())
	}
	return fmt.Sprintf("%s is %s, %s would be lost%s", kind.what, s.verb(), kind.holds, keyWindow(s))
}

// what is a resource in people's words.
func (s subject) what() string {
	switch {
	case isReplica(s):
		return "the read replica"
	case stores[s.Type].what != "":
		return stores[s.Type].what
	case outages[s.Type].what != "":
		return outages[s.Type].what
	}
	return "the " + s.Kind()
}

const natGateway = "aws:ec2/natGateway:NatGateway"

// gatewayVerdicts tell of NAT gateways that are deleted, once for all of them: one
// for each zone or one for all is a choice, and their addresses follow from it.
func gatewayVerdicts(s subject) []verdict {
	gone, before, after, first := 0, 0, 0, ""
	for _, other := range s.index.byType[natGateway] {
		if other.Operation != changes.Create {
			before++
		}
		switch leaves := (subject{Resource: other}).gone() && other.Operation == changes.Delete; {
		case !leaves:
			after++
		case first == "":
			first = other.URN
			fallthrough
		default:
			gone++
		}
	}
	if s.URN != first {
		return nil
	}
	counted, until := "the NAT gateway is", "what is private can't reach the internet any more"
	switch {
	case before > 1 && gone == 1:
		counted = fmt.Sprintf("1 of %d NAT gateways is", before)
	case before > 1:
		counted = fmt.Sprintf("%d of %d NAT gateways are", gone, before)
	}
	if after > 0 {
		until = "what was routed there goes out through another one and from another address, and its connections are cut"
	}
	return []verdict{{level: Downtime, paths: s.Because, advice: s.advise(outages[natGateway].advice), loss: fmt.Sprintf("%s deleted, %s", counted, until)}}
}
