//go:build cloudflaresdk_plugin

package cloudflaresdk

// No build sets this file's tag. It is here so that `go mod tidy`, which looks
// at all tags, keeps the module required: Pulumi's language host finds the
// plugin to install, and its version, among the required modules, and the test
// of this package finds the SDK's source there.
import _ "github.com/pulumi/pulumi-cloudflare/sdk/v6/go/cloudflare"
