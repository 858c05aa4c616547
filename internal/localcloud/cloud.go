// Package localcloud is a cloud inside this process: it serves the aws,
// kubernetes, cloudflare and random packages to the real Pulumi engine, keeps
// what was made in a file, and refuses what the services refuse.
//
// A Package is the resources of one provider. Most types behave by their
// schema alone; a Kind adds what the service does beyond it, a Function
// answers a data source. Both work on a Tx, which sees the cloud as it is and
// whose changes become real together.
//
//	cloud, err := localcloud.Open(localcloud.Options{Dir: dir}, aws.New(), random.New())
//	defer cloud.Close()
//	providers, err := cloud.Serve(ctx) // the value of PULUMI_DEBUG_PROVIDERS
package localcloud

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Inside is where an engine runs that has an address of a cluster's network, and no
// security group that anybody names. See Options.From.
const Inside = "inside"

// Options say how a cloud is run.
type Options struct {
	// Dir is the folder that holds the cloud's file.
	Dir string
	// Key, of 32 bytes, seals the cloud's file, where what it holds is somebody's; nil
	// leaves it open to read.
	Key []byte
	// Seed decides everything that looks random; "" is a seed too.
	Seed string
	// Clock tells the time; nil is the system's.
	Clock func() time.Time
	// Opening is called when the cloud is this process's and nothing was read yet;
	// nil is not. Its error is Open's.
	Opening func() error
	// Intercept stands around every operation; nil lets them pass.
	Intercept Interceptor
	// Recorded is called after every change that is recorded, before anybody
	// hears of it; nil is not.
	Recorded func()
	// Eventual is how long operations on other types do not see a new object, in
	// packages whose service is eventually consistent.
	Eventual time.Duration
	// From is where the engine runs: an address, Inside, or the id of a security group
	// that its machine has. "" is wherever an API lets somebody in. See Tx.From.
	From string
	// Patience is how long an operation that awaits others stays when nothing
	// happens any more; 0 is two seconds. See Tx.Await.
	Patience time.Duration
}

// Cloud is an open cloud.
type Cloud struct {
	options  Options
	packages []Package
	store    *Store
	trail    *trail
	serving  serving
	room     waitingRoom
	given    given
	families map[string][]string

	pendingLock sync.Mutex
	// pending are resources whose creation was cut short, with the ids of
	// theirs that the state already knows.
	pending map[string][]string
}

// Open opens the cloud in a folder for the packages. Only one process can have
// it open; ErrBusy is the cause of the error otherwise.
func Open(options Options, packages ...Package) (*Cloud, error) {
	store, err := openStore(options.Dir, options.Key, options.Opening)
	if err != nil {
		return nil, err
	}
	cloud := newCloud(options, store, packages)
	if options.Key == nil { // what is sealed is somebody's, and no trail is
		cloud.trail = openTrail(options.Dir)
	}
	return cloud, nil
}

// Read opens the cloud in a folder for List only. It needs no lock.
func Read(options Options) (*Cloud, error) {
	store, err := ReadStore(options.Dir)
	if err != nil {
		return nil, err
	}
	return newCloud(options, store, nil), nil
}

// Imagine is a cloud in memory in which nobody made anything, and nobody can: it
// answers previews.
func Imagine(options Options, packages ...Package) *Cloud {
	return newCloud(options, newStore(), packages)
}

func newCloud(options Options, store *Store, packages []Package) *Cloud {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if options.Intercept == nil {
		options.Intercept = func(_ context.Context, _ Operation, next func() error) error { return next() }
	}
	if options.Patience == 0 {
		options.Patience = 2 * time.Second
	}
	store.recorded = options.Recorded
	return &Cloud{
		options: options, packages: packages, store: store,
		families: families(packages), pending: map[string][]string{},
	}
}

// Holder is the name under which this process has the cloud; see Holder.
func (c *Cloud) Holder() string { return c.store.lock.Name() }

// Close stops serving and lets other processes open the cloud.
func (c *Cloud) Close() error {
	c.serving.stop()
	return errors.Join(c.store.Close(), c.trail.close())
}

// Reset removes everything: the cloud is as new.
func (c *Cloud) Reset() error { return c.store.reset() }

// Recover tells the cloud which resources the engine was making when it was
// cut short: the urns of the state's pending creates, each with the ids that
// the state knows for it. A create of such a resource finds what was made and
// returns it, instead of a conflict or a double.
func (c *Cloud) Recover(pending map[string][]string) {
	c.pendingLock.Lock()
	defer c.pendingLock.Unlock()
	for urn, known := range pending {
		c.pending[urn] = known
	}
}

// awaits reports whether an object is one that Recover announced.
func (c *Cloud) awaits(object *Object) bool {
	c.pendingLock.Lock()
	defer c.pendingLock.Unlock()
	known, ok := c.pending[object.URN]
	if !ok || object.URN == "" {
		return false
	}
	for _, id := range known {
		if id == object.PublicID() {
			return false
		}
	}
	return true
}

func (c *Cloud) recovered(urn string) {
	c.pendingLock.Lock()
	defer c.pendingLock.Unlock()
	delete(c.pending, urn)
}

// Do changes the cloud behind Pulumi's back, as someone in a console would.
// scope is the region, cluster or zone.
func (c *Cloud) Do(pkg, scope string, change func(tx *Tx) error) error {
	for _, p := range c.packages {
		if p.Name() != pkg {
			continue
		}
		c.store.mu.Lock()
		defer c.store.mu.Unlock()
		tx := c.begin(p, &Instance{Scope: scope}, "", nil, "console")
		tx.scope = scope
		if err := change(tx); err != nil {
			return err
		}
		return c.store.commit(tx.batch())
	}
	return fmt.Errorf("the local cloud has no package %q", pkg)
}
