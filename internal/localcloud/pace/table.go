package pace

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
)

const (
	create = "create"
	update = "update"
	remove = "delete"
)

// row is the time that one verb takes on one type.
type row struct {
	typ, verb string
	// when limits the row; nil is always. The first row that fits counts.
	when func(op localcloud.Operation) bool
	// takes is the time.
	takes func(op localcloud.Operation) time.Duration
	// source is where the figure stands, and which.
	source string
}

// always is the same time for every operation.
func always(takes time.Duration) func(localcloud.Operation) time.Duration {
	return func(localcloud.Operation) time.Duration { return takes }
}

// otherwise is what a call takes that no table names: one request, and one to
// see that it was carried out.
var otherwise = map[string]time.Duration{
	"aws":        2 * time.Second,
	"cloudflare": time.Second,
	"kubernetes": time.Second,
}

var rows = byType(awsRows, datastoreRows, kubernetesRows)

func byType(tables ...[]row) map[string][]row {
	sorted := map[string][]row{}
	for _, table := range tables {
		for _, r := range table {
			sorted[r.typ] = append(sorted[r.typ], r)
		}
	}
	return sorted
}

// has tells whether an input is true.
func has(name string) func(localcloud.Operation) bool {
	return func(op localcloud.Operation) bool {
		return op.Inputs.Bool(name) || op.Verb == remove && op.Outputs.Bool(name)
	}
}

// given tells whether an input is there.
func given(name string) func(localcloud.Operation) bool {
	return func(op localcloud.Operation) bool { return op.Inputs.Has(name) }
}

// changes tells whether an update gives any of the properties another value.
func changes(names ...string) func(localcloud.Operation) bool {
	return func(op localcloud.Operation) bool {
		for _, name := range names {
			if op.Inputs.Has(name) && !shows(op.Outputs.Get(name), op.Inputs.Get(name)) {
				return true
			}
		}
		return false
	}
}

// shows tells whether a value has what was wanted: of an object, each member that is
// given, since the cloud adds more and the SDK notes which are its own defaults.
func shows(there, wanted resource.PropertyValue) bool {
	if !wanted.IsObject() || !there.IsObject() {
		return there.DeepEquals(wanted)
	}
	for name, value := range wanted.ObjectValue() {
		if name != "__defaults" && !shows(there.ObjectValue()[name], value) {
			return false
		}
	}
	return true
}

// immediately is a time that only a change with applyImmediately takes: others
// wait for the maintenance window, and the call returns at once.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.ApplyImmediately.html
func immediately(takes time.Duration) func(localcloud.Operation) time.Duration {
	return func(op localcloud.Operation) time.Duration {
		if op.Inputs.Bool("applyImmediately") {
			return takes
		}
		return otherwise[op.Package]
	}
}
