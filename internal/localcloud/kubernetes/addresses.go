package kubernetes

import (
	"encoding/binary"
	"net/netip"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"groundwork/internal/localcloud"
)

// Node ports are handed out from this range.
// https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
const firstNodePort, lastNodePort = 30000, 32767

// addAddresses gives a Service its address and its ports on the nodes. A
// preview shows the range's own address, as a dry run does.
// https://kubernetes.io/docs/reference/networking/virtual-ips/#ip-address-objects
func addAddresses(s server, service fields) {
	kind := corev1.ServiceType(textAt(service, "spec", "type"))
	if kind == corev1.ServiceTypeExternalName {
		return
	}
	address := textAt(service, "spec", "clusterIP")
	if address == "" {
		address = freeAddress(s.tx)
		put(service, address, "spec", "clusterIP")
	}
	if at(service, "spec", "clusterIPs") == nil {
		put(service, []any{address}, "spec", "clusterIPs")
	}
	if exposed(kind) && at(service, "spec", "allocateLoadBalancerNodePorts") != false {
		addNodePorts(s.tx, service)
	}
}

func addNodePorts(tx *localcloud.Tx, service fields) {
	ports, _ := at(service, "spec", "ports").([]any)
	for _, item := range ports {
		if port, ok := item.(fields); ok && port["nodePort"] == nil {
			port["nodePort"] = float64(firstNodePort + tx.Dice().Int(lastNodePort-firstNodePort+1))
		}
	}
}

func freeAddress(tx *localcloud.Tx) string {
	block := serviceRange(tx)
	if tx.Preview() {
		return block.Addr().String()
	}
	size := 1 << (32 - block.Bits())
	// The first addresses are the API's and the cluster DNS's.
	reserved := min(256, size/16)
	start := tx.Dice().Int(size - 2*reserved)
	for i := range size {
		address := nth(block, reserved+(start+i)%(size-2*reserved))
		if len(tx.Where(serviceType, "spec.clusterIP", address)) == 0 {
			return address
		}
	}
	return block.Addr().String()
}

func nth(block netip.Prefix, n int) string {
	base := block.Addr().As4()
	sum := binary.BigEndian.Uint32(base[:]) + uint32(n)
	var address [4]byte
	binary.BigEndian.PutUint32(address[:], sum)
	return netip.AddrFrom4(address).String()
}

// keepNodePorts keeps the ports on the nodes of the ports that stay, and hands
// out those of new ones.
func keepNodePorts(s server, old, service fields) {
	kind := corev1.ServiceType(textAt(service, "spec", "type"))
	if kind == corev1.ServiceTypeExternalName {
		for _, name := range []string{"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"} {
			drop(service, "spec", name)
		}
		return
	}
	key := func(port any) string {
		return textAt(port, "protocol") + strconv.FormatFloat(numberAt(port, "port"), 'f', 0, 64)
	}
	given := map[string]any{}
	before, _ := at(old, "spec", "ports").([]any)
	for _, port := range before {
		given[key(port)] = at(port, "nodePort")
	}
	ports, _ := at(service, "spec", "ports").([]any)
	for _, item := range ports {
		if port, ok := item.(fields); ok && port["nodePort"] == nil && given[key(port)] != nil && exposed(kind) {
			port["nodePort"] = given[key(port)]
		}
	}
	addAddresses(s, service)
}

func numberAt(object any, path ...string) float64 {
	number, _ := at(object, path...).(float64)
	return number
}
