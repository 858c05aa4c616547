// Package mutations makes stack files by mutation of those in the tree, and holds the
// check of a stack file to its word: it answers every file in its own form, and what it
// accepts can be planned.
//
// A file is made of a seed and a number, the same each time: values come from the types
// of package spec, from the keys' examples, from other places of the stack files and
// from beyond every limit; keys are taken out, doubled, misspelt and moved; the YAML is
// broken.
package mutations
