// Package graphs holds what every stack's program registers, as text: a change of
// code, or of a stack file, shows as a change of these files. `make graph`
// rewrites them.
package graphs
