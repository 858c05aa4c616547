// Package sdk is the folder of narrow copies of Pulumi's SDK packages: what this
// program uses of them, word for word. Whole, aws/ec2 or core/v1 takes gigabytes of
// memory to compile (docs/decisions/0027).
//
// To use more of an SDK, write the code as if the whole package were here, then run
// make golden: it reads the code and copies what is missing from the module that
// go.mod pins. The package's test fails when a copy is not what the SDK says.
package sdk
