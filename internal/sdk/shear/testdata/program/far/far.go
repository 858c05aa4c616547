// Package far has to do neither with the SDK nor with who has.
package far

type logs struct{ Logs, Reason func() int }

var Far = logs{}.Logs() + logs{}.Reason()
