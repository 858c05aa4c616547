// Package cloudflaresdk registers the few Cloudflare resources this program
// uses by their tokens. The SDK proper, pulumi-cloudflare v6, is one Go package
// of 425,000 lines that takes 12.5 GB of memory to compile
// (https://github.com/pulumi/pulumi-cloudflare/issues/1652); a usual CI runner
// dies of it. Every name and type here is the SDK's own, narrowed to what is
// used, and a test holds this package against the SDK's source.
package cloudflaresdk

import (
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Version is the plugin's version. It is the version of the module that go.mod
// requires, which the test checks.
const Version = "6.4.1"

// resourceOptions puts the SDK's defaults before the caller's options.
func resourceOptions(opts []pulumi.ResourceOption) []pulumi.ResourceOption {
	return append([]pulumi.ResourceOption{pulumi.Version(Version)}, opts...)
}

// invokeOptions puts the SDK's defaults before the caller's options.
func invokeOptions(opts []pulumi.InvokeOption) []pulumi.InvokeOption {
	return append([]pulumi.InvokeOption{pulumi.Version(Version)}, opts...)
}

// missing says that a required argument was left out: the engine would find it
// only when it asks the provider.
func missing(kind, argument string) error {
	return fmt.Errorf("%s: required argument %q is missing", kind, argument)
}

var errNoArguments = errors.New("no arguments given")
