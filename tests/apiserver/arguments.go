package apiserver

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"strconv"
)

const loopback = "127.0.0.1"

func address(scheme string, port int) string {
	return scheme + "://" + net.JoinHostPort(loopback, strconv.Itoa(port))
}

// etcdArgs run one etcd without a promise to survive a power cut: it lives as long
// as the tests.
func etcdArgs(files files, clients, peers string) []string {
	return []string{
		"--name=judge", "--data-dir=" + files.path("etcd"), "--unsafe-no-fsync", "--log-level=error",
		"--listen-client-urls=" + clients, "--advertise-client-urls=" + clients,
		"--listen-peer-urls=" + peers, "--initial-advertise-peer-urls=" + peers, "--initial-cluster=judge=" + peers,
	}
}

// apiserverArgs leave admission at its defaults, as EKS does: among them are Pod
// Security, service accounts, limit ranges, priorities and quotas.
// https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#which-plugins-are-enabled-by-default
func apiserverArgs(files files, store string, port int) []string {
	return []string{
		"--etcd-servers=" + store,
		"--bind-address=" + loopback, "--advertise-address=" + loopback, "--secure-port=" + strconv.Itoa(port),
		// As on EKS, whose own add-ons need it: Pod Security decides who else may.
		"--allow-privileged=true",
		"--cert-dir=" + files.path("certificates"),
		"--token-auth-file=" + files.path("tokens.csv"), "--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + files.path("account.key"),
		"--service-account-signing-key-file=" + files.path("account.key"),
		"--service-cluster-ip-range=172.20.0.0/16",
		// Nothing watches here, and each watch cache costs memory and start-up.
		"--watch-cache=false",
	}
}

// freePorts asks the system for ports that nobody listens on.
func freePorts(count int) ([]int, error) {
	ports := make([]int, 0, count)
	for range count {
		listener, err := net.Listen("tcp", net.JoinHostPort(loopback, "0"))
		if err != nil {
			return nil, fmt.Errorf("looking for a free port: %w", err)
		}
		// Open until all are found, so that they differ.
		defer func() { _ = listener.Close() }()
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

func signingKey() (string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", fmt.Errorf("making a signing key: %w", err)
	}
	encoded, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return "", fmt.Errorf("encoding the signing key: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: encoded})), nil
}
