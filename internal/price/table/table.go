// Package table is the price lists, a file a region, as they were read.
package table

import "embed"

// Files are the lists, and the sources of their prices.
//
//go:embed *.tsv
var Files embed.FS
