package localcloud

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// The engine attaches to a provider by a port alone: it sends no word that would tell
// it from anybody else who can reach the loopback. What the system knows is whose the
// other end is, where it says so.

// ourListener turns away connections of other people on this machine.
type ourListener struct {
	net.Listener
	// ours tells whether the other end of a connection is this user's.
	ours func(peer, here netip.AddrPort) bool
}

// listenForUs listens on the loopback, for this user and the administrator where the
// system tells who asks.
func listenForUs() (net.Listener, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return ourListener{listener, isOurs}, nil
}

// Accept gives the next connection that is ours.
func (l ourListener) Accept() (net.Conn, error) {
	for {
		connection, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		peer, known := connection.RemoteAddr().(*net.TCPAddr)
		here, is := connection.LocalAddr().(*net.TCPAddr)
		if !known || !is || l.ours(peer.AddrPort(), here.AddrPort()) {
			return connection, nil
		}
		_ = connection.Close()
	}
}

// ownerIn finds, in a table such as Linux's /proc/net/tcp, whose socket is connected
// from one address to another.
// https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt
func ownerIn(table io.Reader, from, to netip.AddrPort) (user int, found bool) {
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 8 || fields[1] != tableAddress(from) || fields[2] != tableAddress(to) {
			continue
		}
		user, err := strconv.Atoi(fields[7])
		return user, err == nil
	}
	return 0, false
}

// tableAddress is an address of IPv4 as the table has it: its bytes as a number of this
// machine, then the port.
func tableAddress(at netip.AddrPort) string {
	address := at.Addr().Unmap().As4()
	number := binary.NativeEndian.Uint32(address[:])
	return strings.ToUpper(hex.EncodeToString(binary.BigEndian.AppendUint32(nil, number))) + fmt.Sprintf(":%04X", at.Port())
}
