package danger

import (
	"fmt"
	"strings"
)

// services are ports that nobody means to open to the world.
var services = map[float64]string{
	22: "SSH", 3389: "remote desktop", 5432: "PostgreSQL", 3306: "MySQL", 1433: "SQL Server", 6379: "Redis", 11211: "Memcached",
	27017: "MongoDB", 9200: "Elasticsearch", 2375: "Docker", 2376: "Docker", 2379: "etcd", 10250: "kubelet", 9092: "Kafka", 5672: "RabbitMQ", 8200: "Vault",
}

// ports says what is open, with its verb.
func (a opening) ports() string {
	switch {
	case a.protocol == "all", a.from == 0 && a.to >= lastPort:
		return "every port is"
	case a.protocol == "icmp" || a.protocol == "icmpv6":
		return "ping is"
	case a.from != a.to:
		if name := services[firstService(a)]; a.world() && name != "" {
			return fmt.Sprintf("ports %v to %v, %s among them, are", a.from, a.to, name)
		}
		return fmt.Sprintf("ports %v to %v are", a.from, a.to)
	case services[a.from] != "":
		return fmt.Sprintf("port %v (%s) is", a.from, services[a.from])
	}
	return fmt.Sprintf("port %v is", a.from)
}

// firstService is the lowest known port within a range.
func firstService(a opening) float64 {
	lowest := float64(lastPort)
	for port := range services {
		if port >= a.from && port <= a.to && port < lowest {
			lowest = port
		}
	}
	return lowest
}

func (a opening) who() string {
	switch {
	case a.world():
		return "the whole internet (" + a.source + ")"
	case strings.HasPrefix(a.source, "sg-"):
		return "the security group " + a.source
	case strings.HasPrefix(a.source, "pl-"):
		return "the prefix list " + a.source
	case private(a.source):
		return a.source
	}
	return a.source + " on the internet"
}

func (a opening) advice() string {
	if a.world() && !a.web() {
		return "name the blocks that need it, or go through a VPN or Session Manager"
	}
	return ""
}
