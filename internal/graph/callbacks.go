package graph

import (
	"reflect"
	"unsafe"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// endCallbacks stops the server that the SDK starts for a program with hooks, and
// that nothing stops: in a process that runs many programs each would stay, with
// all that its program made. There is no public way
// (https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/pulumi/callback.go). A
// test tells when the fields have other names; then nothing is stopped.
func endCallbacks(ctx *pulumi.Context) {
	server := reflect.ValueOf(ctx)
	for _, field := range []string{"state", "callbacks"} {
		server = server.Elem().FieldByName(field)
		if !server.IsValid() || server.Kind() != reflect.Pointer || server.IsNil() {
			return
		}
	}
	stop, stops := hidden[chan bool](server.Elem(), "stop")
	handle, ends := hidden[rpcutil.ServeHandle](server.Elem(), "handle")
	if stops && ends {
		close(stop)
		<-handle.Done
	}
}

// hidden reads an unexported field, if it has the type.
func hidden[T any](of reflect.Value, name string) (value T, ok bool) {
	field := of.FieldByName(name)
	if !field.IsValid() || field.Type() != reflect.TypeFor[T]() {
		return value, false
	}
	return *(*T)(unsafe.Pointer(field.UnsafeAddr())), true
}
