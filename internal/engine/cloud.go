package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudflare"
	"groundwork/internal/localcloud/faults"
	"groundwork/internal/localcloud/kubernetes"
	"groundwork/internal/localcloud/pace"
	"groundwork/internal/localcloud/random"
)

// Conditions are what the local cloud is like while it is open. The zero value
// is a fair day: nothing fails and nothing waits.
type Conditions struct {
	// Faults are what goes wrong; nil is nothing.
	Faults *faults.Plan
	// TimeLapse is how many times as fast as in a real cloud operations go; 0
	// does not wait for them at all.
	TimeLapse float64
	// From is where the engine runs, as localcloud.Options have it.
	From string
}

// Cloud is the home's local cloud with its time.
type Cloud struct {
	*localcloud.Cloud
	home  Home
	clock *pace.Clock
	pace  *pace.Pace
}

// OpenCloud opens the home's local cloud with every package it has.
func (h Home) OpenCloud(conditions Conditions) (*Cloud, error) {
	clock := pace.NewClock(conditions.TimeLapse, 0)
	cloud := &Cloud{home: h, clock: clock, pace: pace.New(clock)}
	options := localcloud.Options{Dir: h.Cloud(), Key: h.key(), Clock: clock.Now, From: conditions.From, Intercept: cloud.pace.Intercept, Opening: func() error { return h.begin(clock) }}
	if plan := conditions.Faults; plan != nil {
		options.Intercept = outside(plan.Intercept, options.Intercept)
		options.Recorded, options.Eventual = plan.Recorded, plan.Eventual()
	}
	var err error
	cloud.Cloud, err = localcloud.Open(options, aws.New(), kubernetes.New(), cloudflare.New(), random.New())
	if err != nil {
		return nil, h.notOpened(err)
	}
	return cloud, nil
}

// begin finishes what a restore left to do and sets the cloud's clock, in this order:
// a restore brings its time along.
func (h Home) begin(clock *pace.Clock) error {
	if err := h.settle(); err != nil {
		return err
	}
	ahead, err := h.ahead()
	clock.Begin(ahead)
	return err
}

// notOpened says why the cloud can't be opened, and what to do.
func (h Home) notOpened(cause error) error {
	if !errors.Is(cause, localcloud.ErrBusy) {
		return fmt.Errorf("opening the local cloud: %w%s", cause, h.wayOn(cause))
	}
	if _, running := h.Server(); running {
		return fmt.Errorf("%w: it is the server of local env; end it with: groundwork local stop", cause)
	}
	return fmt.Errorf("%w: wait until it is done", cause)
}

// wayOn is what can be done about a cloud that can't be opened: "" where the cause says
// it. Only saves that can be read are named.
func (h Home) wayOn(cause error) string {
	switch {
	case unwritable(cause.Error()):
		return "; make room there, or let it be written to, or set GROUNDWORK_HOME to a folder on another disk"
	case errors.Is(cause, localcloud.ErrDamaged):
		kept, _ := h.Saved()
		for _, one := range kept {
			if one.Damage == "" {
				return fmt.Sprintf("; or go back to what was saved on %s (groundwork local restore %s)", one.Saved.Local().Format(time.DateTime), one.Name)
			}
		}
	}
	return ""
}

// outside puts one interceptor around another.
func outside(outer, inner localcloud.Interceptor) localcloud.Interceptor {
	return func(ctx context.Context, op localcloud.Operation, next func() error) error {
		return outer(ctx, op, func() error { return inner(ctx, op, next) })
	}
}

// Elapsed is how much of the cloud's time has passed since it was opened.
func (c *Cloud) Elapsed() time.Duration { return c.clock.Elapsed() }

// Close lets other processes have the cloud, whose time goes on from here.
func (c *Cloud) Close() error {
	err := c.Cloud.Close()
	if c.clock.Lapses() {
		err = errors.Join(err, c.home.keepAhead(c.clock.Ahead()))
	}
	return err
}

func (h Home) aheadFile() string { return filepath.Join(h.Dir, "ahead") }

// ahead is how far the cloud's time is ahead of the real one.
func (h Home) ahead() (time.Duration, error) {
	text, err := os.ReadFile(h.aheadFile())
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("reading the local cloud's time: %w", err)
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("reading the local cloud's time: %w; remove %s to go on with the real one", err, h.aheadFile())
	}
	return ahead, nil
}

func (h Home) keepAhead(ahead time.Duration) error {
	if err := os.WriteFile(h.aheadFile(), []byte(ahead.String()+"\n"), 0o600); err != nil {
		return fmt.Errorf("keeping the local cloud's time: %w", err)
	}
	return nil
}

// Wait lets time pass in the local cloud and returns what it is then.
func (h Home) Wait(passes time.Duration) (time.Time, error) {
	cloud, err := h.OpenCloud(Conditions{})
	if err != nil {
		return time.Time{}, err
	}
	now := cloud.clock.Now().Add(passes)
	return now, errors.Join(h.keepAhead(cloud.clock.Ahead()+passes), cloud.Close())
}
