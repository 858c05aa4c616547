// Package preflight looks at an account before a first up: whether everything that a
// stack declares has room there, a free name and an offer. It reads and changes nothing.
//
// Asking is one thing (Cloud, Zones, Registries), and deciding what is wanted another:
// each file has both for one kind of want, and the deciding half takes plain values.
package preflight

import (
	"context"
	"slices"
	"sync"
)

// Want is something that an up would stop at, or that would go wrong later.
type Want struct {
	// About is what it is: quota, name, offer, account, state, role, zone, image.
	About string `json:"about"`
	// What is what is wanted, in one line; Do is what to do about it.
	What string `json:"what"`
	Do   string `json:"do"`
}

// Unseen is something that was not looked at.
type Unseen struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

// Report is what a look came to.
type Report struct {
	System string `json:"system"`
	Stack  string `json:"stack"`
	// Account and Region are where it looked; Account is "" where nobody could tell.
	Account string `json:"account"`
	Region  string `json:"region"`
	// Wants and Unseen are in the order of what was looked at, which is always the same.
	Wants  []Want   `json:"wants"`
	Unseen []Unseen `json:"notLookedAt"`
	// Seen is what was looked at and is fine.
	Seen []string `json:"fine"`
}

// Options say whom to ask.
type Options struct {
	Stack Stack
	// Cloud answers for AWS. Required.
	Cloud Cloud
	// Backend is where the state lives, as `pulumi login` takes it; "" is not known.
	Backend string
	// Zones answers for Cloudflare; nil is nobody, because there is no token.
	Zones *Zones
	// Registries answers for images of others. Required.
	Registries *Registries
}

// look is one thing that is looked at: what it found goes into its own report, so that
// all can look at once.
type look struct {
	Options
	account string
	report  Report
}

func (l *look) want(about, what, do string) {
	l.report.Wants = append(l.report.Wants, Want{about, what, do})
}

// unseen takes an error that kept it from looking; without one it does nothing and says so.
func (l *look) unseen(what string, err error) bool {
	if err != nil {
		l.report.Unseen = append(l.report.Unseen, Unseen{what, reason(err)})
	}
	return err != nil
}

func (l *look) fine(what string) { l.report.Seen = append(l.report.Seen, what) }

// Run looks at everything. Where nobody says who we are, nothing else is asked.
func Run(ctx context.Context, options Options) Report {
	who := &look{Options: options}
	who.identity(ctx)
	all := []*look{who}
	if who.account != "" {
		options.Stack = options.Stack.in(who.account)
		all = append(all, atOnce(ctx, options, who.account, (*look).region, (*look).backend, (*look).quotas, (*look).names,
			(*look).machines, (*look).cluster, (*look).databases, (*look).caches, (*look).roles, (*look).zone, (*look).images)...)
	}
	report := Report{
		System: options.Stack.System, Stack: options.Stack.Name, Account: who.account, Region: options.Stack.Region,
		Wants: []Want{}, Unseen: []Unseen{}, Seen: []string{},
	}
	for _, one := range all {
		report.Wants = append(report.Wants, one.report.Wants...)
		report.Unseen = append(report.Unseen, one.report.Unseen...)
		report.Seen = append(report.Seen, one.report.Seen...)
	}
	report.Wants, report.Unseen = slices.Compact(report.Wants), slices.Compact(report.Unseen)
	return report
}

func atOnce(ctx context.Context, options Options, account string, steps ...func(*look, context.Context)) []*look {
	looks := make([]*look, len(steps))
	var running sync.WaitGroup
	for i, step := range steps {
		looks[i] = &look{Options: options, account: account}
		running.Go(func() { step(looks[i], ctx) })
	}
	running.Wait()
	return looks
}
