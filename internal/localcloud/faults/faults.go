// Package faults lets the local cloud fail as clouds do: named faults, drawn
// from a seed, so that a run can be repeated.
package faults

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"groundwork/internal/localcloud"
)

// attempts is how often AWS's SDK tries a throttled call before it gives up, as
// the provider configures it:
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs#max_retries
const attempts = 25

// longest is the longest delay of eventual: the provider itself gives up after
// two minutes, its propagation timeout for IAM:
// https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/consts.go
const longest = 2 * time.Minute

// Plan is which faults happen when.
type Plan struct {
	mu   sync.Mutex
	dice *rand.Rand

	throttle   float64
	strikes    []*strike
	crashAfter int
	crash      func()
	changes    int
	retries    int
	eventual   time.Duration
}

// strike is a fault that hits the nth create of a type, once.
type strike struct {
	fault, typ string
	left       int
}

// The faults that strike one create.
const (
	// fail: the service refuses; nothing is made.
	fail = "fail"
	// timeout: it is made, and the provider gives up waiting until it is ready.
	timeout = "timeout"
	// halfCreated: it is made, and the answer is lost.
	halfCreated = "half-created"
)

// Parse reads faults as a command line gives them: throttle=0.2 (a share of
// calls), fail=TYPE@N, timeout=TYPE@N and half-created=TYPE@N (the Nth create of
// a type; @1 may be left out), crash-after=N (recorded changes), eventual=2s
// (nobody else sees what was made before that). crash ends the process. The error lists everything that cannot be read.
func Parse(texts []string, seed uint64, crash func()) (*Plan, error) {
	plan := &Plan{dice: rand.New(rand.NewPCG(seed, seed)), crash: crash}
	var problems []string
	for _, text := range texts {
		if err := plan.add(text); err != nil {
			problems = append(problems, err.Error())
		}
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(problems, "\n"))
	}
	return plan, nil
}

func (p *Plan) add(text string) error {
	name, value, _ := strings.Cut(text, "=")
	switch name {
	case "throttle":
		share, err := strconv.ParseFloat(value, 64)
		if err != nil || share < 0 || share >= 1 {
			return fmt.Errorf("fault %q: want a share of calls from 0 to below 1, such as throttle=0.2", text)
		}
		p.throttle = share
	case "crash-after":
		count, err := strconv.Atoi(value)
		if err != nil || count < 1 {
			return fmt.Errorf("fault %q: want a number of changes, such as crash-after=40", text)
		}
		p.crashAfter = count
	case "eventual":
		delay, err := time.ParseDuration(value)
		if err != nil || delay <= 0 || delay > longest {
			return fmt.Errorf("fault %q: want a time of at most %s, such as eventual=2s", text, longest)
		}
		p.eventual = delay
	case fail, timeout, halfCreated:
		typ, place, numbered := strings.Cut(value, "@")
		left := 1
		if numbered {
			left, _ = strconv.Atoi(place)
		}
		if strings.Count(typ, ":") != 2 || left < 1 {
			return fmt.Errorf("fault %q: want a type and which create of it, such as %s=aws:rds/instance:Instance@2", text, name)
		}
		p.strikes = append(p.strikes, &strike{fault: name, typ: typ, left: left})
	default:
		return fmt.Errorf("fault %q: there are throttle, fail, timeout, half-created, crash-after and eventual", text)
	}
	return nil
}

// Retries is how many throttled calls were tried again.
func (p *Plan) Retries() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.retries
}

// Intercept is the plan as the cloud's Interceptor.
func (p *Plan) Intercept(_ context.Context, op localcloud.Operation, next func() error) error {
	if op.Preview {
		return next()
	}
	if err := p.throttled(); err != nil {
		return err
	}
	switch p.struck(op) {
	case fail:
		return &localcloud.ServiceError{Status: 500, Code: "InternalFailure", Message: "An internal error has occurred. Retry your request, but if the problem persists, contact us."}
	case halfCreated:
		if err := next(); err != nil {
			return err
		}
		return &localcloud.ServiceError{Status: 504, Code: "RequestTimeout", Message: "the connection was reset before the answer arrived"}
	case timeout:
		if err := next(); err != nil {
			return err
		}
		return &localcloud.Incomplete{Reasons: []string{fmt.Sprintf("timeout while waiting for %s to become ready", op.Name)}}
	}
	return next()
}

// throttled draws until a call gets through, as the provider tries again.
func (p *Plan) throttled() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for range attempts {
		if p.dice.Float64() >= p.throttle {
			return nil
		}
		p.retries++
	}
	return &localcloud.ServiceError{Status: 429, Code: "ThrottlingException", Message: "Rate exceeded"}
}

// Recorded is the plan's part after every change that the cloud has recorded.
func (p *Plan) Recorded() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changes++
	if p.changes == p.crashAfter {
		p.crash()
	}
}

// Eventual is how long others do not see what was made.
func (p *Plan) Eventual() time.Duration { return p.eventual }

// struck is the fault that hits an operation, "" for none.
func (p *Plan) struck(op localcloud.Operation) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if op.Verb != "create" {
		return ""
	}
	for _, strike := range p.strikes {
		if strike.typ != op.Type || strike.left == 0 {
			continue
		}
		if strike.left--; strike.left == 0 {
			return strike.fault
		}
	}
	return ""
}
