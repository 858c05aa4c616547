package saved

// Chunks are cut where the content says so, so that an insertion moves the cuts
// with it and changes one or two chunks, however the file is laid out. A line of
// some length is a chunk of its own: the engine writes the resources of a state
// in another order each time, and lines are all that two states then share.
const (
	// shortest, usual and longest are sizes of chunks, in bytes, where lines are
	// short or long. A resource has two to four thousand.
	shortest = 256
	usual    = 1 << 10
	longest  = 64 << 10
	// longLine is from where on a line is cut inside, too.
	longLine = 16 << 10
)

// cut cuts content into chunks, which together are the content. No content has
// no chunk.
func cut(content []byte) [][]byte {
	var chunks [][]byte
	for len(content) > 0 {
		end := firstCut(content)
		chunks, content = append(chunks, content[:end:end]), content[end:]
	}
	return chunks
}

// firstCut is where the first chunk of some content ends.
func firstCut(content []byte) int {
	at := 0
	for at < len(content) {
		end, hash := piece(content[at:])
		if at > 0 && at+end > longest {
			return at
		}
		at += end
		if at >= shortest && chosen(hash, end) {
			return at
		}
	}
	return at
}

// chosen tells whether a chunk ends after a piece: by chance, the greater the
// longer the piece, so that chunks come out of the usual size whether lines are
// long or short.
func chosen(hash uint64, length int) bool {
	if length >= usual {
		return true
	}
	return hash < uint64(length)*(1<<64/usual)
}

// piece gives the first line, or of a long line a part of it, and its hash.
func piece(content []byte) (length int, hash uint64) {
	hash, rolling := offset, uint64(0)
	for i, b := range content {
		hash = (hash ^ uint64(b)) * prime
		if b == '\n' {
			return i + 1, mixed(hash)
		}
		// A rolling sum forgets bytes after 64 others: cuts in a long line depend
		// on what is right before them only.
		rolling = rolling<<1 + gear[b]
		if i+1 >= longLine/2 && rolling>>52 == 0 || i+1 == longLine {
			return i + 1, mixed(hash)
		}
	}
	return len(content), mixed(hash)
}

// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
const (
	offset = uint64(14695981039346656037)
	prime  = uint64(1099511628211)
)

// mixed spreads what a hash knows over all its bits: splitmix64's last step,
// https://prng.di.unimi.it/splitmix64.c
func mixed(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// gear holds a random number for each byte, the same for ever: other ones would
// cut elsewhere, and nothing would be shared with what was saved before.
var gear = func() (table [256]uint64) {
	for i := range table {
		table[i] = mixed(uint64(i+1) * 0x9e3779b97f4a7c15)
	}
	return table
}()
