package mutations

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"gopkg.in/yaml.v3"
)

// Mutant is a stack file that was made.
type Mutant struct {
	Source
	// Number is which of its seed's it is.
	Number int
	// Content is the file.
	Content []byte
}

// Maker makes stack files. It may be used by several goroutines.
type Maker struct {
	seed    uint64
	sources []Source
	// known are the values that stack files write, by the key as place has it.
	known map[string][]*yaml.Node
}

// NewMaker makes of the sources what the seed decides.
func NewMaker(seed string, sources []Source) (Maker, error) {
	hash := fnv.New64()
	fmt.Fprint(hash, seed)
	m := Maker{hash.Sum64(), sources, map[string][]*yaml.Node{}}
	for _, source := range sources {
		tree, err := source.document()
		if err != nil {
			return m, err
		}
		for _, at := range look(tree).places {
			m.known[at.key] = append(m.known[at.key], at.value())
		}
	}
	return m, nil
}

// mostChanges is how many changes a file has at most.
const mostChanges = 5

// Make makes the file of a number, the same each time.
func (m Maker) Make(number int) (Mutant, error) {
	random := rand.New(rand.NewPCG(m.seed, uint64(number)))
	made := Mutant{Source: one(random, m.sources), Number: number}
	tree, err := made.document()
	if err != nil {
		return made, err
	}
	v := values{random, m.known}
	breaks := random.IntN(25) == 0
	for range 1 + min(random.IntN(mostChanges), random.IntN(mostChanges)) {
		v.change(tree)
	}
	if made.Content, err = written(tree); err != nil {
		return made, err
	}
	if breaks {
		made.Content = v.broken(made.Content)
	}
	return made, nil
}

// written is a tree as a file.
func written(tree *yaml.Node) (content []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("writing a stack file: %v", cause)
		}
	}()
	var buffer bytes.Buffer
	encoder := yaml.NewEncoder(&buffer)
	encoder.SetIndent(2)
	if err := encoder.Encode(tree); err != nil {
		return nil, fmt.Errorf("writing a stack file: %w", err)
	}
	return buffer.Bytes(), encoder.Close()
}
