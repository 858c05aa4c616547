package graph

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudflare"
	"groundwork/internal/localcloud/kubernetes"
	"groundwork/internal/localcloud/random"
)

// Program is a Pulumi program with what an engine tells it.
type Program struct {
	// Run is the program, Project and Stack are whose it is. Required.
	Run            pulumi.RunFunc
	Project, Stack string
	// Config is the stack's configuration by namespace:key; what is no string is
	// JSON. Secrets are the keys whose value holds a secret.
	Config  map[string]string
	Secrets []string
}

// Recorder runs programs in previews of an empty local cloud. It may be used by
// several goroutines.
type Recorder struct {
	cloud *localcloud.Cloud
}

// NewRecorder imagines a local cloud with every package that the command's has.
func NewRecorder() *Recorder {
	return &Recorder{localcloud.Imagine(localcloud.Options{}, aws.New(), kubernetes.New(), cloudflare.New(), random.New())}
}

// Refused are the reasons for which providers would not have what a program
// asks, sorted: of every resource that could be asked about.
type Refused []string

// Error implements error.
func (r Refused) Error() string { return strings.Join(r, "\n") }

// Record runs the program and returns what it registered. The error is Refused
// when a provider refuses something, and otherwise the program's own.
func (r *Recorder) Record(ctx context.Context, program Program) (*Graph, error) {
	monitor := newMonitor(r.cloud, program)
	address, stop, err := monitor.serve()
	if err != nil {
		return nil, err
	}
	defer stop()
	run, err := pulumi.NewContext(ctx, pulumi.RunInfo{
		Project: program.Project, Stack: program.Stack,
		Config: program.Config, ConfigSecretKeys: program.Secrets,
		DryRun: true, MonitorAddr: address, EngineAddr: address,
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the program: %w", err)
	}
	err = errors.Join(pulumi.RunWithContext(run, survived(program.Run)), run.Close())
	endCallbacks(run)
	if len(monitor.refused) > 0 {
		slices.Sort(monitor.refused)
		return nil, fmt.Errorf("planning stack %q of %q: %w", program.Stack, program.Project, monitor.refused)
	}
	if err == nil {
		err = monitor.graph.complete()
	}
	if err != nil {
		return nil, fmt.Errorf("running the program of stack %q of %q: %w", program.Stack, program.Project, err)
	}
	monitor.graph.sort()
	return &monitor.graph, nil
}

// survived makes a panic of the program an error, as the Automation API does for
// programs inside a process: one of many programs must not end the others.
func survived(run pulumi.RunFunc) pulumi.RunFunc {
	return func(ctx *pulumi.Context) (err error) {
		defer func() {
			if cause := recover(); cause != nil {
				err = fmt.Errorf("the program panicked: %v\n%s", cause, debug.Stack())
			}
		}()
		return run(ctx)
	}
}
