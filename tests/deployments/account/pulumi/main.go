// Command pulumi stands in for the Pulumi CLI.
package main

import (
	"fmt"
	"os"

	"groundwork/tests/deployments/account"
)

func main() {
	if err := account.Run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(255)
	}
}
