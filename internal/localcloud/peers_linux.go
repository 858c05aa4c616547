package localcloud

import (
	"net/netip"
	"os"
)

// isOurs tells whether the other end of a connection belongs to this user or to the
// administrator. One that the system says nothing of is let in.
func isOurs(peer, here netip.AddrPort) bool {
	table, err := os.Open("/proc/net/tcp")
	if err != nil {
		return true
	}
	defer table.Close()
	user, found := ownerIn(table, peer, here)
	return !found || user == os.Geteuid() || user == 0
}
