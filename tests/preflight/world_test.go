package preflight

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/cmd/program"
	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/preflight"
)

// world is everybody that is asked, on loopback.
type world struct {
	t        *testing.T
	account  *account
	zone     *zone
	registry *registry
	// environment is set beside what leads to the servers.
	environment map[string]string
}

// built is the program that asks AWS, built once.
var built = sync.OnceValue(func() error {
	project, err := engine.FindProject(".")
	if err == nil {
		_, err = project.Asker(context.Background(), os.Stderr)
	}
	return err
})

// ready is a world in which nothing is wanted of the stacks of the reference system.
func ready(t *testing.T) *world {
	t.Helper()
	if os.Getenv("GROUNDWORK_PREFLIGHT") == "" {
		t.Skip("AWS' SDK takes two minutes to compile: make preflight")
	}
	require.NoError(t, built())
	w := &world{t: t, account: wellKept(), zone: wellKeptZone("0da42c8d2132a9ddaf714f9e7c920711", "stockindicator.com", "pro"), environment: map[string]string{}}
	w.registry = &registry{closed: map[string]bool{}, images: map[string][]string{}}
	for _, image := range []string{"apache/airflow:3.3.1", "library/postgres:17.6-alpine3.22", "library/redis:7.4.6-alpine", "timescale/timescaledb:2.29.2-pg16", "aws-cli/aws-cli:2.31.0"} {
		w.registry.images[image] = []string{"amd64", "arm64"}
	}
	return w
}

// run is one call of the command; arguments follow "preflight".
func (w *world) run(arguments ...string) (code int, stdout, stderr string) {
	w.t.Helper()
	home := w.t.TempDir()
	cloud, zones := w.serve(w.account), w.serve(w.zone)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": cloud.URL, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_MAX_ATTEMPTS": "1",
		"AWS_CONFIG_FILE": filepath.Join(home, "none"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(home, "none"), "AWS_EC2_METADATA_DISABLED": "true",
		"CLOUDFLARE_API_TOKEN": "secret-token", "CLOUDFLARE_BASE_URL": zones.URL, "PULUMI_BACKEND_URL": "s3://states?region=us-east-1",
	} {
		w.t.Setenv(name, value)
	}
	for name, value := range w.environment {
		w.t.Setenv(name, value)
	}
	w.reachRegistries()
	var out, told bytes.Buffer
	code = cli.Run(w.t.Context(), program.Systems(), append([]string{"preflight"}, arguments...), strings.NewReader(""), &out, &told)
	return code, out.String(), told.String()
}

func (w *world) serve(handler http.Handler) *httptest.Server {
	server := httptest.NewServer(handler)
	w.t.Cleanup(server.Close)
	return server
}

// reachRegistries leads every registry's name to the one on loopback.
func (w *world) reachRegistries() {
	server := httptest.NewTLSServer(w.registry)
	transport, before := server.Client().Transport.(*http.Transport).Clone(), http.DefaultClient.Transport
	dial := new(net.Dialer).DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if !strings.HasPrefix(address, "127.0.0.1:") {
			address = strings.TrimPrefix(server.URL, "https://")
		}
		return dial(ctx, network, address)
	}
	transport.TLSClientConfig.ServerName = "example.com" // what its certificate is for
	http.DefaultClient.Transport = transport
	w.t.Cleanup(func() { http.DefaultClient.Transport = before; server.Close() })
}

// report is what a call says with --json.
func (w *world) report(system, stack string) (int, preflight.Report) {
	w.t.Helper()
	code, stdout, stderr := w.run("--system", system, "--stack", stack, "--json")
	var report preflight.Report
	require.NoError(w.t, json.Unmarshal([]byte(stdout), &report), "%s%s", stdout, stderr)
	return code, report
}

// push puts an image for every processor into the account's repositories.
func (w *world) push(repository string, tags ...string) {
	for _, tag := range tags {
		w.account.add("ecr:BatchGetImage", item{"imageTag": tag, "repositoryName": repository, "imageManifest": index("amd64", "arm64")})
	}
}

// readyFor is a world in which nothing is wanted of a system's stacks.
func readyFor(t *testing.T, system string) *world {
	w := ready(t)
	if system == "screener" {
		w.zone = wellKeptZone("5c1f0a3e9b7d4c2f8e6a1b0d9c3e7f52", "screener.com", "free")
	}
	w.push("", "1.0.0")
	return w
}
