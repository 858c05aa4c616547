package podspec

import "strconv"

// The provider and the API server write quantities in one form ("1", never
// "1000m"); writing them so from the start keeps previews quiet.

var (
	binarySuffixes  = []string{"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"}
	decimalSuffixes = []string{"", "k", "M", "G", "T", "P", "E"}
)

// CPU is the canonical quantity of millicores: 500 is "500m", 2000 is "2".
func CPU(millicores int) string {
	if millicores%1000 != 0 {
		return strconv.Itoa(millicores) + "m"
	}
	return scaled(int64(millicores/1000), 1000, decimalSuffixes)
}

// Memory is the canonical quantity of bytes: the largest unit that leaves a
// whole number, binary or decimal, whichever is shorter to read.
func Memory(bytes int64) string {
	decimal := scaled(bytes, 1000, decimalSuffixes)
	if binary := scaled(bytes, 1024, binarySuffixes); bytes%1024 == 0 && len(binary) <= len(decimal) {
		return binary
	}
	return decimal
}

func scaled(value, base int64, suffixes []string) string {
	at := 0
	for value != 0 && value%base == 0 && at < len(suffixes)-1 {
		value /= base
		at++
	}
	return strconv.FormatInt(value, 10) + suffixes[at]
}
