package localcloud

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/stats"
)

// maxMessage is the engine's own limit for one message.
const maxMessage = 400 << 20

// serving are the servers that run.
type serving struct {
	mu      sync.Mutex
	servers []*grpc.Server
	done    sync.WaitGroup
}

// Serve starts a server on the loopback for each package and returns the value
// that PULUMI_DEBUG_PROVIDERS must have for the engine to find them. They stop
// with the context or with Close.
func (c *Cloud) Serve(ctx context.Context) (string, error) {
	var listeners []net.Listener
	for _, pkg := range c.packages {
		listener, err := listenForUs()
		if err != nil {
			for _, open := range listeners {
				err = errors.Join(err, open.Close())
			}
			return "", fmt.Errorf("serving package %q: %w", pkg.Name(), err)
		}
		listeners = append(listeners, listener)
	}
	var addresses []string
	for i, pkg := range c.packages {
		port := listeners[i].Addr().(*net.TCPAddr).Port
		addresses = append(addresses, fmt.Sprintf("%s:%d", pkg.Name(), port))
		c.serving.start(listeners[i], &server{cloud: c, pkg: pkg})
	}
	context.AfterFunc(ctx, c.serving.stop)
	return strings.Join(addresses, ","), nil
}

func (s *serving) start(listener net.Listener, provider *server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	grpcServer := grpc.NewServer(
		grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxMessage),
		grpc.StatsHandler(sessions{}),
	)
	pulumirpc.RegisterResourceProviderServer(grpcServer, provider)
	s.servers = append(s.servers, grpcServer)
	s.done.Go(func() { _ = grpcServer.Serve(listener) }) // it ends when it is stopped
}

// stop lets operations that have begun come to their end: what they record
// must be acknowledged, or the next run would make it twice.
func (s *serving) stop() {
	s.mu.Lock()
	servers := s.servers
	s.servers = nil
	s.mu.Unlock()
	for _, running := range servers {
		running.GracefulStop()
	}
	s.done.Wait()
}

// session is what the server knows of one connection. The engine opens one
// connection for each provider instance, also for several of one package, and
// configures it there: so the connection tells which instance an operation is
// for, where the operation's request does not.
type session struct {
	mu       sync.Mutex
	instance *Instance
	// ctx ends when the engine cancels what it asked on this connection.
	ctx    context.Context
	cancel context.CancelFunc
}

type sessionKey struct{}

// sessions ties every connection to a session of its own.
type sessions struct{}

func (sessions) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	at := &session{}
	at.ctx, at.cancel = context.WithCancel(ctx)
	return context.WithValue(ctx, sessionKey{}, at)
}

func (sessions) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }

func (sessions) HandleConn(context.Context, stats.ConnStats) {}

func (sessions) HandleRPC(context.Context, stats.RPCStats) {}

// intercept runs an operation inside the interceptor. A cancelled engine ends
// the interceptor's waiting, not an operation that has begun.
func (s *server) intercept(ctx context.Context, op Operation, next func() error) error {
	if at, ok := ctx.Value(sessionKey{}).(*session); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(at.ctx, cancel)()
	}
	return s.cloud.options.Intercept(ctx, op, next)
}

// configure notes the instance of a connection.
func (s *server) configure(ctx context.Context, instance *Instance) {
	s.mu.Lock()
	s.last = append(s.last, instance)
	s.mu.Unlock()
	if at, ok := ctx.Value(sessionKey{}).(*session); ok {
		at.mu.Lock()
		at.instance = instance
		at.mu.Unlock()
	}
}

// instance is the instance of a connection. A connection that was dropped for
// idling comes back without one: then the only instance there is is meant.
func (s *server) instance(ctx context.Context) (*Instance, error) {
	if at, ok := ctx.Value(sessionKey{}).(*session); ok {
		at.mu.Lock()
		instance := at.instance
		at.mu.Unlock()
		if instance != nil {
			return instance, nil
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.last) == 1 {
		return s.last[0], nil
	}
	return nil, fmt.Errorf("the connection to the %s provider was never configured", s.pkg.Name())
}
