// Package toggles changes every key that a stack file may have, one at a time, on a
// stack that is up, and goes back.
//
// The keys come from the types of package spec by reflection, and from each stack
// file: a key that is there is taken out and gets another legal value, one that is
// not there is set, and of things that have names one is added, changed and taken
// out. Legal values come from the type, from the key's example and from what other
// stack files write; what the check says of the rest, it says with what to write,
// and that is followed.
package toggles
