// Command groundwork-screener is the Pulumi program of Screener: what
// `pulumi up` runs in this folder.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/stacks"
)

func main() { pulumi.Run(stacks.Deploy) }
