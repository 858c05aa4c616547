package localcloud

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asStranger makes the test binary connect to an address, and tell what it heard.
const asStranger = "GROUNDWORK_TEST_AS_STRANGER"

func TestMain(m *testing.M) {
	address := os.Getenv(asStranger)
	if address == "" {
		os.Exit(m.Run())
	}
	connection, err := net.Dial("tcp", address)
	if err == nil {
		_, err = connection.Read(make([]byte, 1))
	}
	if errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) {
		os.Exit(7) // turned away
	}
	os.Exit(0)
}

// A provider answers whoever started it, and nobody else on the machine.
func TestOthersOnTheMachineAreTurnedAway(t *testing.T) {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Skip("only an administrator of Linux can try it as somebody else")
	}
	listener, err := listenForUs()
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = connection.Write([]byte("x"))
		}
	}()
	binary, err := os.ReadFile(os.Args[0])
	require.NoError(t, err)
	// Where the stranger can run it.
	path := "/tmp/groundwork-stranger-" + strings.ReplaceAll(listener.Addr().String(), ":", "-")
	require.NoError(t, os.WriteFile(path, binary, 0o755))
	t.Cleanup(func() { _ = os.Remove(path) })
	for user, want := range map[uint32]int{0: 0, 65534: 7} {
		stranger := exec.Command(path)
		stranger.Dir, stranger.Env = "/", []string{asStranger + "=" + listener.Addr().String()}
		stranger.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
		_ = stranger.Run() // the exit code says it
		assert.Equal(t, want, stranger.ProcessState.ExitCode(), "user %d", user)
	}
	connection, err := net.DialTimeout("tcp", listener.Addr().String(), time.Second)
	require.NoError(t, err)
	_, err = connection.Read(make([]byte, 1))
	assert.NoError(t, err)
	assert.NoError(t, connection.Close())
}

func TestTheOwnerOfAConnectionIsReadFromTheSystemsTable(t *testing.T) {
	const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 2 1
   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 3 1
`
	if tableAddress(netip.MustParseAddrPort("127.0.0.1:80")) != "0100007F:0050" {
		t.Skip("the table above is of a machine with the other order of bytes")
	}
	here := netip.MustParseAddrPort("127.0.0.1:8080")
	user, found := ownerIn(strings.NewReader(table), netip.MustParseAddrPort("127.0.0.1:50000"), here)
	assert.True(t, found)
	assert.Equal(t, 1000, user)
	_, found = ownerIn(strings.NewReader(table), netip.MustParseAddrPort("127.0.0.1:50001"), here)
	assert.False(t, found)
}
