package saved

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// The chunks that a save added lie together in one file, packs/<hash>.pack: a
// header, which lists their digests and lengths, and then all of them, deflated.
// Its name is the header's SHA-256, so a name stands for the content to the last
// byte. A file for each chunk would take three times the space, since a disk
// gives out blocks, and as many waits for the disk as there are chunks.

// digest is a chunk's SHA-256.
type digest [sha256.Size]byte

func digestOf(content []byte) digest { return sha256.Sum256(content) }

// magic begins a pack; the number is the version of its format.
const magic = "groundwork pack 1\n"

// slot is a chunk in a pack's header.
type slot struct {
	Digest digest
	Length uint32
}

// pack is a pack file.
type pack struct {
	name, path string
	slots      []slot
	// body is where the deflated chunks begin.
	body int64
	// chunks are in the order of the slots; see load.
	chunks [][]byte
}

func (s Store) packs() string { return filepath.Join(s.dir, "packs") }

const packSuffix = ".pack"

func (s Store) packPath(name string) string { return filepath.Join(s.packs(), name+packSuffix) }

// errDamaged is the cause when a pack is not what its name says.
var errDamaged = errors.New("its content is not what was saved")

// openPack reads a pack's header and holds it against the name.
func (s Store) openPack(name string) (*pack, error) {
	path := s.packPath(name)
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	start := make([]byte, len(magic)+4)
	if _, err := io.ReadFull(file, start); err != nil || string(start[:len(magic)]) != magic {
		return nil, errDamaged
	}
	size := int64(binary.BigEndian.Uint32(start[len(magic):])) * int64(binary.Size(slot{}))
	// A damaged number must not fill the memory.
	header, err := io.ReadAll(io.LimitReader(file, size))
	if err != nil {
		return nil, err
	}
	p := &pack{name: name, path: path, slots: make([]slot, int64(len(header))/int64(binary.Size(slot{}))), body: int64(len(start)) + size}
	sum := sha256.Sum256(append(start, header...))
	if hex.EncodeToString(sum[:]) != name {
		return nil, errDamaged
	}
	return p, binary.Read(bytes.NewReader(header), binary.BigEndian, p.slots)
}

// load reads the chunks and holds each against its digest. With an error the pack
// is not to be used.
func (p *pack) load() error {
	if p.chunks != nil {
		return nil
	}
	content, err := os.ReadFile(p.path)
	if err != nil {
		return err
	}
	reader := flate.NewReader(bytes.NewReader(content[min(p.body, int64(len(content))):]))
	chunks := make([][]byte, 0, len(p.slots))
	for _, slot := range p.slots {
		chunk := make([]byte, slot.Length)
		if _, err := io.ReadFull(reader, chunk); err != nil {
			return fmt.Errorf("%w (%w)", errDamaged, err)
		}
		if digestOf(chunk) != slot.Digest {
			return errDamaged
		}
		chunks = append(chunks, chunk)
	}
	p.chunks = chunks
	return nil
}

// writePack writes chunks into a pack of their own, and gives its name and size.
func (s Store) writePack(chunks [][]byte) (name string, size int64, err error) {
	var content bytes.Buffer
	content.WriteString(magic)
	slots := make([]slot, 0, len(chunks))
	for _, chunk := range chunks {
		slots = append(slots, slot{digestOf(chunk), uint32(len(chunk))})
	}
	if err := errors.Join(binary.Write(&content, binary.BigEndian, uint32(len(slots))), binary.Write(&content, binary.BigEndian, slots)); err != nil {
		return "", 0, err
	}
	sum := sha256.Sum256(content.Bytes())
	deflater, err := flate.NewWriter(&content, level)
	if err != nil {
		return "", 0, err
	}
	for _, chunk := range chunks {
		if _, err := deflater.Write(chunk); err != nil {
			return "", 0, err
		}
	}
	if err := errors.Join(deflater.Close(), makeFolder(s.packs())); err != nil {
		return "", 0, err
	}
	name = hex.EncodeToString(sum[:])
	if err := writeFile(s.packPath(name), content.Bytes()); err != nil {
		return "", 0, err
	}
	syncFolder(s.packs())
	return name, int64(content.Len()), nil
}

// level is how hard packs are deflated: measured, see docs/decisions/0026.
const level = flate.DefaultCompression
