package podspec

import (
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
)

// Probe is a health check: a request or a command, exactly one of the two.
type Probe struct {
	// Path on the pod's port answers 200 when healthy.
	Path string
	// Command in the container ends with 0 when healthy.
	Command []string
	// Delay is the wait before the first check; whole seconds, 0 means none.
	Delay time.Duration
	// Period is the time between checks; whole seconds, 0 means 10 s.
	Period time.Duration
	// Timeout is when a check has failed; whole seconds, 0 means 5 s, or the
	// period where that is shorter.
	Timeout time.Duration
	// Failures in a row are one failure. 0 means 3.
	Failures int
}

const (
	defaultPeriod   = 10 * time.Second
	longestTimeout  = 5 * time.Second
	defaultFailures = 3
)

// namedProbe is a probe and what people call it.
type namedProbe struct {
	name  string
	probe *Probe
}

// probes are those that the spec has.
func (s Spec) probes() []namedProbe {
	var probes []namedProbe
	for _, p := range []namedProbe{{"startup", s.Startup}, {"liveness", s.Liveness}, {"readiness", s.Readiness}} {
		if p.probe != nil {
			probes = append(probes, p)
		}
	}
	return probes
}

func (p *Probe) problems(who, name string, port int) []error {
	var problems []error
	check := func(ok bool, format string, values ...any) {
		if !ok {
			problems = append(problems, fmt.Errorf(who+": "+name+" probe "+format, values...))
		}
	}
	check((p.Path == "") != (len(p.Command) == 0), "needs a path or a command, and not both")
	if p.Path != "" {
		check(port > 0, "needs a port")
		check(p.Path[0] == '/', "path %q must begin with /", p.Path)
	}
	check(p.Delay >= 0 && p.Period >= 0 && p.Timeout >= 0, "delay %s, period %s and timeout %s must not be negative", p.Delay, p.Period, p.Timeout)
	check(p.Failures >= 0, "failures %d must not be negative", p.Failures)
	return problems
}

func (p *Probe) args() corev1.ProbePtrInput {
	if p == nil {
		return nil
	}
	period, timeout, failures := p.Period, p.Timeout, p.Failures
	if period == 0 {
		period = defaultPeriod
	}
	if timeout == 0 {
		timeout = min(period, longestTimeout)
	}
	if failures == 0 {
		failures = defaultFailures
	}
	args := &corev1.ProbeArgs{
		InitialDelaySeconds: pulumi.Int(seconds(p.Delay)),
		PeriodSeconds:       pulumi.Int(seconds(period)),
		TimeoutSeconds:      pulumi.Int(seconds(timeout)),
		FailureThreshold:    pulumi.Int(failures),
	}
	if p.Path != "" {
		args.HttpGet = &corev1.HTTPGetActionArgs{Path: pulumi.String(p.Path), Port: pulumi.String(PortName)}
	} else {
		args.Exec = &corev1.ExecActionArgs{Command: pulumi.ToStringArray(p.Command)}
	}
	return args
}
