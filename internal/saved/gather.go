package saved

import (
	"cmp"
	"os"
	"slices"
	"strings"
)

// mostPacks is from how many packs a set is gathered at most. One that would need
// more is written anew: that bounds how long a restore takes, and how much of what
// nobody needs stays because it shares a pack with something needed.
const mostPacks = 16

// place is where a chunk lies: in which of a manifest's packs, and where in it.
type place struct{ pack, slot int }

// gather sees to it that chunks, each once, are in packs, and gives the names of
// those packs, the place of each chunk, and by how many bytes the store grew.
func (s Store) gather(chunks [][]byte) (names []string, places map[digest]place, added int64, err error) {
	found, err := s.whole(chunks)
	if err != nil {
		return nil, nil, 0, err
	}
	places = map[digest]place{}
	take := func(p *pack, name string) {
		for at, slot := range p.slots {
			if _, taken := places[slot.Digest]; !taken {
				places[slot.Digest] = place{len(names), at}
			}
		}
		names = append(names, name)
	}
	for _, p := range found {
		take(p, p.name)
	}
	missing := slices.DeleteFunc(slices.Clone(chunks), func(chunk []byte) bool { _, there := places[digestOf(chunk)]; return there })
	if len(missing) > 0 && len(found) == mostPacks || len(found) > mostPacks {
		clear(places)
		names, missing = nil, chunks
	}
	if len(missing) == 0 {
		return names, places, 0, nil
	}
	name, added, err := s.writePack(missing)
	if err != nil {
		return nil, nil, 0, err
	}
	written, err := s.openPack(name)
	if err != nil {
		return nil, nil, 0, err
	}
	take(written, name)
	return names, places, added, nil
}

// whole finds packs that hold some of the chunks, those with the most first, each
// with something that the ones before it lack. One that is damaged is none: what it
// holds is written again.
func (s Store) whole(chunks [][]byte) ([]*pack, error) {
	lacking := map[digest]bool{}
	for _, chunk := range chunks {
		lacking[digestOf(chunk)] = true
	}
	candidates, err := s.holding(lacking)
	if err != nil {
		return nil, err
	}
	var found []*pack
	for _, p := range candidates {
		if p.count(lacking) == 0 || p.load() != nil {
			continue
		}
		p.chunks = nil // it is there; one pack's chunks in memory are enough
		found = append(found, p)
		for _, slot := range p.slots {
			delete(lacking, slot.Digest)
		}
	}
	return found, nil
}

// holding are the packs with their headers, those with the most of the chunks first.
func (s Store) holding(chunks map[digest]bool) ([]*pack, error) {
	names, err := s.packNames()
	if err != nil {
		return nil, err
	}
	var packs []*pack
	counts := map[*pack]int{}
	for _, name := range names {
		if p, err := s.openPack(name); err == nil {
			packs = append(packs, p)
			counts[p] = p.count(chunks)
		}
	}
	slices.SortStableFunc(packs, func(a, b *pack) int { return cmp.Compare(counts[b], counts[a]) })
	return packs, nil
}

// count is how many of the chunks are in the pack.
func (p *pack) count(chunks map[digest]bool) (count int) {
	for _, slot := range p.slots {
		if chunks[slot.Digest] {
			count++
		}
	}
	return count
}

// packNames lists the store's packs, sorted.
func (s Store) packNames() ([]string, error) {
	files, err := os.ReadDir(s.packs())
	if ignore(err) != nil {
		return nil, err
	}
	var names []string
	for _, file := range files {
		if name, is := strings.CutSuffix(file.Name(), packSuffix); is {
			names = append(names, name)
		}
	}
	return names, nil
}
