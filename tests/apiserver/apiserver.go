// Package apiserver runs a real kube-apiserver with etcd on this machine and lets
// it judge objects: applied server-side with strict validation, with warnings as
// failures. Nothing else of a cluster runs: no controller, no scheduler, no node.
package apiserver

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"groundwork/tests/process"
)

// patience is how long the server has to become ready on a busy machine.
const patience = 90 * time.Second

// Server is a running API server.
type Server struct {
	client
	etcd, apiserver *process.Process
}

// Start starts etcd and kube-apiserver from bin, with their files and logs below
// dir, and installs the custom resource definitions that tools, the folder
// tools/definitions, names. The caller stops the server.
func Start(ctx context.Context, bin, tools, dir string) (*Server, error) {
	files, err := writeFiles(dir)
	if err != nil {
		return nil, err
	}
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	server := &Server{}
	if err := server.start(ctx, bin, files, ports); err != nil {
		server.Stop()
		return nil, err
	}
	if err := server.define(ctx, tools); err != nil {
		server.Stop()
		return nil, err
	}
	return server, nil
}

func (s *Server) start(ctx context.Context, bin string, files files, ports []int) (err error) {
	store := address("http", ports[0])
	if s.etcd, err = process.Start(files.log("etcd"), filepath.Join(bin, "etcd"), etcdArgs(files, store, address("http", ports[1]))...); err != nil {
		return err
	}
	if s.apiserver, err = process.Start(files.log("kube-apiserver"), filepath.Join(bin, "kube-apiserver"), apiserverArgs(files, store, ports[2])...); err != nil {
		return err
	}
	ready, stop := context.WithTimeout(ctx, patience)
	defer stop()
	s.client, err = s.connect(ready, files, address("https", ports[2]))
	return err
}

// connect waits until the server has made its certificate and is ready.
func (s *Server) connect(ctx context.Context, files files, base string) (client, error) {
	var last error
	for {
		connected, err := newClient(base, files.token, files.certificate())
		if err == nil {
			if err = connected.ready(ctx); err == nil {
				return connected, nil
			}
		}
		last = err
		select {
		case <-s.etcd.Ended:
			return client{}, s.etcd.Died()
		case <-s.apiserver.Ended:
			return client{}, s.apiserver.Died()
		case <-ctx.Done():
			return client{}, fmt.Errorf("waiting for kube-apiserver: %w: %w; its log is %s", ctx.Err(), last, s.apiserver.Log)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Stop ends both processes and waits for their end.
func (s *Server) Stop() {
	for _, running := range []*process.Process{s.apiserver, s.etcd} {
		if running != nil {
			running.Stop()
		}
	}
}

// files are what the two processes read and write.
type files struct{ dir, token string }

func (f files) path(name string) string { return filepath.Join(f.dir, name) }
func (f files) log(name string) string  { return f.path(name + ".log") }
func (f files) certificate() string     { return filepath.Join(f.path("certificates"), "apiserver.crt") }

// writeFiles makes the token of the one who asks, and the key that signs service
// accounts' tokens.
func writeFiles(dir string) (files, error) {
	secret := make([]byte, 16)
	if _, err := rand.Read(secret); err != nil {
		return files{}, fmt.Errorf("making a token: %w", err)
	}
	made := files{dir: dir, token: hex.EncodeToString(secret)}
	key, err := signingKey()
	if err != nil {
		return files{}, err
	}
	for name, content := range map[string]string{
		"tokens.csv":  made.token + ",judge,judge,system:masters\n",
		"account.key": key,
	} {
		if err := os.WriteFile(made.path(name), []byte(content), 0o600); err != nil {
			return files{}, fmt.Errorf("preparing the API server: %w", err)
		}
	}
	return made, nil
}
