// Package pgserver runs a real PostgreSQL on loopback for a test.
package pgserver

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// BinVariable names the folder of another PostgreSQL's programs than the system's.
const BinVariable = "GROUNDWORK_POSTGRES_BIN"

// superuser is who may do everything in the server, without a password on its socket.
const superuser = "postgres"

// Server is a running PostgreSQL.
type Server struct {
	// Port is the one on 127.0.0.1, where everybody needs a password.
	Port int

	folder string
}

// Start starts a server with settings such as "ssl=on", and stops it with the test.
// files are put into its data folder, readable by nobody else. The test is skipped
// where PostgreSQL is not installed.
func Start(t *testing.T, files map[string][]byte, settings ...string) *Server {
	t.Helper()
	bin := programs(t)
	s := &Server{Port: freePort(t), folder: t.TempDir()}
	account := asPostgres(t, filepath.Dir(s.folder), s.folder)
	data := filepath.Join(s.folder, "data")
	command := func(name string, args ...string) {
		t.Helper()
		run := exec.Command(filepath.Join(bin, name), args...)
		run.SysProcAttr, run.Dir = &syscall.SysProcAttr{Credential: account}, s.folder
		if out, err := run.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	command("initdb", "--username="+superuser, "--auth-local=trust", "--auth-host=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync", "--pgdata="+data)
	for name, content := range files {
		path := filepath.Join(data, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		own(t, account, path)
	}
	options := fmt.Sprintf("-c port=%d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c fsync=off", s.Port, s.folder)
	for _, setting := range settings {
		options += " -c " + setting
	}
	command("pg_ctl", "start", "--wait", "--pgdata="+data, "--log="+filepath.Join(s.folder, "log"), "--options="+options)
	t.Cleanup(func() { command("pg_ctl", "stop", "--mode=immediate", "--pgdata="+data) })
	return s
}

// Log is what the server wrote.
func (s *Server) Log(t *testing.T) string {
	t.Helper()
	log, err := os.ReadFile(filepath.Join(s.folder, "log"))
	if err != nil {
		t.Fatal(err)
	}
	return string(log)
}

// Super runs statements as the superuser and gives their answer.
func (s *Server) Super(t *testing.T, database, statements string) string {
	t.Helper()
	out, err := s.psql([]string{"PGHOST=" + s.folder, "PGUSER=" + superuser, "PGDATABASE=" + database}, statements)
	if err != nil {
		t.Fatalf("%s: %v\n%s", statements, err, out)
	}
	return out
}

// As runs statements as a user with a password, over TCP without TLS.
func (s *Server) As(user, password, database, statements string) (string, error) {
	return s.psql(append(s.Env(user, password, database), "PGSSLMODE=disable"), statements)
}

// Env are libpq's variables for a user.
func (s *Server) Env(user, password, database string) []string {
	return []string{"PGHOST=127.0.0.1", "PGUSER=" + user, "PGPASSWORD=" + password, "PGDATABASE=" + database, "PGPORT=" + strconv.Itoa(s.Port)}
}

func (s *Server) psql(env []string, statements string) (string, error) {
	run := exec.Command("psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1")
	run.Env = slices.Concat(os.Environ(), []string{"PGPORT=" + strconv.Itoa(s.Port)}, env)
	run.Stdin = strings.NewReader(statements)
	out, err := run.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// programs is the folder of the server's programs.
func programs(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("psql"); err != nil {
		t.Skip("psql is not installed (Debian: apt-get install postgresql)")
	}
	if bin := os.Getenv(BinVariable); bin != "" {
		return bin
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		t.Skipf("PostgreSQL is not installed (Debian: apt-get install postgresql), nor does %s name the folder of one", BinVariable)
	}
	return filepath.Dir(slices.Max(found))
}

// asPostgres is the account the server runs as, which owns its folder: PostgreSQL
// refuses to run as root.
func asPostgres(t *testing.T, parent, folder string) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		t.Skip("PostgreSQL does not run as root, and there is no user postgres")
	}
	uid, _ := strconv.Atoi(account.Uid)
	gid, _ := strconv.Atoi(account.Gid)
	credential := &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	own(t, credential, folder)
	return credential
}

func own(t *testing.T, account *syscall.Credential, path string) {
	t.Helper()
	if account == nil {
		return
	}
	if err := os.Chown(path, int(account.Uid), int(account.Gid)); err != nil {
		t.Fatal(err)
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
