// Command cmd rewrites the reference page and the JSON Schema of stack files.
// Run it from the root of the repository: go run ./spec/specgen/cmd
package main

import (
	"fmt"
	"os"

	"groundwork/spec/specgen"
)

func main() {
	if err := specgen.Write("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
