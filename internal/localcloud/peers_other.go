//go:build !linux

package localcloud

import "net/netip"

// isOurs lets everybody in: this system does not tell whose a connection is.
func isOurs(netip.AddrPort, netip.AddrPort) bool { return true }
