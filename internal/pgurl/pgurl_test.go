package pgurl

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/pgserver"
)

func TestURLs(t *testing.T) {
	for _, test := range []struct {
		name   string
		server Server
		want   string
	}{
		{"one host", Server{Hosts: []string{"db.example"}, Port: 5432, Database: "shop", TLS: Verified, Authority: "/ca/rds.pem"},
			"postgresql://api_1:p%40ss%2Fword@db.example:5432/shop?sslmode=verify-full&sslrootcert=/ca/rds.pem"},
		{"two hosts", Server{Hosts: []string{"a", "b"}, Port: 5432, Database: "shop", TLS: Encrypted},
			"postgresql://api_1:p%40ss%2Fword@/shop?host=a,b&port=5432,5432&sslmode=require"},
		{"in the cluster", Server{Hosts: []string{"postgres"}, Port: 5433, Database: "shop", TLS: Plain},
			"postgresql://api_1:p%40ss%2Fword@postgres:5433/shop?sslmode=disable"},
	} {
		t.Run(test.name, func(t *testing.T) { assert.Equal(t, test.want, test.server.For("api_1", "p@ss/word")) })
	}
}

// authority is one that signs certificates.
type authority struct {
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	template := &x509.Certificate{Subject: pkix.Name{CommonName: "an authority"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	key, certificate := sign(t, template, authority{})
	return authority{key, certificate}
}

// sign makes a key and its certificate, by itself without an authority.
func sign(t *testing.T, template *x509.Certificate, by authority) (*ecdsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template.SerialNumber, template.NotBefore, template.NotAfter = big.NewInt(time.Now().UnixNano()), time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	if by.key == nil {
		by = authority{key, template}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, by.certificate, &key.PublicKey, by.key)
	require.NoError(t, err)
	certificate, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return key, certificate
}

func encoded(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func (a authority) file(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(path, encoded("CERTIFICATE", a.certificate.Raw), 0o644))
	return path
}

// serve starts a server whose certificate is for a name.
func serve(t *testing.T, by authority, name string) *pgserver.Server {
	t.Helper()
	key, certificate := sign(t, &x509.Certificate{DNSNames: []string{name}}, by)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	server := pgserver.Start(t, map[string][]byte{
		"server.crt": encoded("CERTIFICATE", certificate.Raw), "server.key": encoded("PRIVATE KEY", private),
	}, "ssl=on")
	server.Super(t, "postgres", `create role api login password 'p@ss/word'`)
	return server
}

// connect asks, over a URL, whether the connection has TLS, and where it ended.
func connect(url string) (string, error) {
	out, err := exec.Command("psql", "--no-psqlrc", "--no-align", "--tuples-only",
		"--command=select ssl, (select setting from pg_settings where name = 'port') from pg_stat_ssl where pid = pg_backend_pid()", url).CombinedOutput()
	return string(out), err
}

func TestTheServerIsKnownByItsAuthorityAndItsName(t *testing.T) {
	ours, theirs := newAuthority(t), newAuthority(t)
	server := serve(t, ours, "localhost")
	url := func(host string, a authority) string {
		return Server{Hosts: []string{host}, Port: server.Port, Database: "postgres", TLS: Verified, Authority: a.file(t)}.For("api", "p@ss/word")
	}
	out, err := connect(url("localhost", ours))
	require.NoError(t, err, out)
	assert.Contains(t, out, "t|")

	out, err = connect(url("localhost", theirs))
	assert.Error(t, err)
	assert.Contains(t, out, "certificate verify failed")

	out, err = connect(url("127.0.0.1", ours))
	assert.Error(t, err)
	assert.Contains(t, out, "does not match host name")
}

func TestTheNextHostIsAskedWhenOneIsGone(t *testing.T) {
	ours := newAuthority(t)
	server := serve(t, ours, "localhost")
	url := Server{Hosts: []string{"gone.invalid", "localhost"}, Port: server.Port, Database: "postgres", TLS: Verified, Authority: ours.file(t)}.For("api", "p@ss/word")
	out, err := connect(url)
	require.NoError(t, err, out)
	assert.Contains(t, out, "t|")
}
