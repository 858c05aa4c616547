// Command bootstrap is the Pulumi program that prepares an AWS account: what
// `pulumi up` runs in this folder.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/bootstrap/account"
)

func main() { pulumi.Run(account.Deploy) }
