package localcloud

import (
	"fmt"
	"time"
)

// Account is the AWS account that the local cloud plays.
const Account = "123456789012"

// World is the same view without the limit to one scope.
func (tx *Tx) World() *Tx {
	view := *tx
	view.anywhere = true
	return &view
}

// In is the same view of another region, cluster or zone.
func (tx *Tx) In(scope string) *Tx {
	view := *tx
	instance := *tx.instance
	instance.Scope = scope
	view.instance, view.scope, view.anywhere = &instance, scope, false
	return &view
}

// Type is the token of the operation's resource or function.
func (tx *Tx) Type() string { return tx.typ }

// Preview reports whether nothing comes of the operation.
func (tx *Tx) Preview() bool { return tx.preview }

// Region is the provider's region, cluster or zone.
func (tx *Tx) Region() string { return tx.instance.Scope }

// Config is the provider's configuration.
func (tx *Tx) Config() Props { return tx.instance.Config }

// Awaits reports whether an object is what an interrupted create left, which
// the create that comes will take over: its name is not taken.
func (tx *Tx) Awaits(object *Object) bool { return tx.cloud.awaits(object) }

// Account is the AWS account.
func (tx *Tx) Account() string { return Account }

// From is where the engine runs, as far as what it asks can tell: "" is anywhere.
func (tx *Tx) From() string { return tx.cloud.options.From }

// Now is the cloud's time.
func (tx *Tx) Now() time.Time { return tx.now }

// Timestamp is Now as services write it.
func (tx *Tx) Timestamp() string { return tx.now.Format(time.RFC3339) }

// ARN names a resource of the operation's own scope: without a region where
// the type lives in the world.
func (tx *Tx) ARN(service, resource string) string {
	return fmt.Sprintf("arn:aws:%s:%s:%s:%s", service, tx.scope, Account, resource)
}

// Dice throws what looks random, from the cloud's seed, the resource and how
// often it was made before.
func (tx *Tx) Dice() *Dice {
	if tx.work.dice == nil {
		count := tx.cloud.store.draws[tx.seedKey] + 1
		tx.work.draws[tx.seedKey] = count
		tx.work.dice = NewDice(tx.cloud.options.Seed, tx.seedKey, fmt.Sprint(count))
	}
	return tx.work.dice
}

// Hex throws n hexadecimal digits, as in "vpc-" + tx.Hex(17).
func (tx *Tx) Hex(n int) string { return tx.Dice().Hex(n) }

// Count counts up for ever: 1, 2, 3 for the same name.
func (tx *Tx) Count(name string) int {
	count := max(tx.cloud.store.draws[name], tx.work.draws[name]) + 1
	tx.work.draws[name] = count
	return count
}

// Fail is an error as the service gives it: HTTP status, code and message.
func (tx *Tx) Fail(status int, code, format string, args ...any) error {
	return &ServiceError{Status: status, Code: code, Message: sprintf(format, args...)}
}

// Seeded are dice for something that is the same for every operation, such as
// a region's default DHCP options.
func (tx *Tx) Seeded(parts ...string) *Dice {
	return NewDice(tx.cloud.options.Seed, parts...)
}
