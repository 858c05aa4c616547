// Package conformance holds the local cloud to what the real services do: a
// table for each service, in its own file, and for each case the place where
// the behaviour is documented or recorded.
//
// To add a case, add a row to the service's file; to add a service, add a file
// and its line in services (suite_test.go).
package conformance
