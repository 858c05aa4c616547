package localcloud

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func thing(id string, outputs map[string]any) *Object {
	return &Object{Type: "test:index/thing:Thing", ID: id, Name: id, Outputs: PropsOf(outputs)}
}

func put(t *testing.T, s *Store, objects ...*Object) {
	t.Helper()
	require.NoError(t, s.commit(&batch{Put: objects}))
}

func ids(s *Store) []string {
	var list []string
	for _, object := range s.all() {
		list = append(list, object.ID)
	}
	return list
}

func TestWhatWasRecordedIsThereAfterOpeningAgain(t *testing.T) {
	dir := t.TempDir()
	s, err := openStore(dir, nil, nil)
	require.NoError(t, err)
	object := thing("a", map[string]any{"password": Secret("hush"), "list": []string{"x", "y"}, "number": 1.5})
	object.Inputs, object.URN, object.Notes = PropsOf(map[string]any{"size": 3.0}), "urn:x", map[string]string{"seen": "yes"}
	put(t, s, object, thing("b", nil), thing("c", nil))
	require.NoError(t, s.commit(&batch{Drop: []key{thing("b", nil).key()}, Draws: map[string]int{"k": 2}}))
	require.NoError(t, s.Close())

	s, err = openStore(dir, nil, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	assert.Equal(t, []string{"a", "c"}, ids(s))
	assert.Equal(t, 2, s.draws["k"])
	read := s.all()[0]
	assert.True(t, read.Outputs["password"].IsSecret(), "secrets are kept as secrets")
	assert.Equal(t, "hush", read.String("password"))
	assert.Equal(t, object.Inputs, read.Inputs)
	assert.Equal(t, object.Notes, read.Notes)
}

func TestALastLineCutShortByAKillIsDroppedAndWritingGoesOn(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, JournalName)
	s, err := openStore(dir, nil, nil)
	require.NoError(t, err)
	put(t, s, thing("a", nil))
	put(t, s, thing("b", nil))
	require.NoError(t, s.Close())
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for cut := 1; cut < 40; cut += 7 {
		require.NoError(t, os.WriteFile(path, whole[:len(whole)-cut], 0o600))
		s, err = openStore(dir, nil, nil)
		require.NoError(t, err, "cut by %d", cut)
		assert.Equal(t, []string{"a"}, ids(s))
		put(t, s, thing("c", nil))
		require.NoError(t, s.Close())
		s, err = openStore(dir, nil, nil)
		require.NoError(t, err)
		assert.Equal(t, []string{"a", "c"}, ids(s), "what follows the cut line is whole")
		require.NoError(t, s.Close())
	}
}

func TestDamageInTheMiddleNamesFileLineAndTheWayOn(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, JournalName)
	s, err := openStore(dir, nil, nil)
	require.NoError(t, err)
	put(t, s, thing("a", nil))
	put(t, s, thing("b", nil))
	put(t, s, thing("c", nil))
	require.NoError(t, s.Close())
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	lines := strings.SplitAfter(string(text), "\n")
	lines[1] = lines[1][:20] + "\n"
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600))

	_, err = openStore(dir, nil, nil)
	require.Error(t, err)
	for _, part := range []string{path, "line 2", "groundwork local reset --yes", "delete line 2"} {
		assert.ErrorContains(t, err, part)
	}
	_, err = openStore(dir, nil, nil)
	assert.NotErrorIs(t, err, ErrBusy, "a failed open leaves no lock")
}

func TestTwoProcessesCannotWriteTheSameCloudButAnyoneMayLook(t *testing.T) {
	dir := t.TempDir()
	s, err := openStore(dir, nil, nil)
	require.NoError(t, err)
	put(t, s, thing("a", nil))

	_, err = openStore(dir, nil, nil)
	require.ErrorIs(t, err, ErrBusy)
	assert.ErrorContains(t, err, dir)

	reader, err := ReadStore(dir)
	require.NoError(t, err)
	assert.Equal(t, []string{"a"}, ids(reader))
	assert.ErrorIs(t, reader.commit(&batch{Put: []*Object{thing("b", nil)}}), ErrReadOnly)

	require.NoError(t, s.Close())
	s, err = openStore(dir, nil, nil)
	require.NoError(t, err, "closing lets the next one in")
	require.NoError(t, s.Close())
}

func TestAFullDiskFailsTheOperationAndLeavesMemoryAsItWas(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	s, err := openStore(t.TempDir(), nil, nil)
	require.NoError(t, err)
	put(t, s, thing("a", nil))
	good := s.journal.file
	s.journal.file = full
	err = s.commit(&batch{Put: []*Object{thing("b", nil)}})
	assert.ErrorContains(t, err, "no space left on device")
	assert.ErrorContains(t, err, "nothing of this operation was recorded")
	assert.Equal(t, []string{"a"}, ids(s))
	s.journal.file, s.journal.broken = good, nil
	require.NoError(t, s.Close())
}

func TestAJournalMuchLongerThanTheCloudIsCompactedAtOpen(t *testing.T) {
	line := `{"put":[{"type":"test:index/thing:Thing","id":"a","created":"0001-01-01T00:00:00Z","out":{"n":1}}]}` + "\n"
	dir := holding(t, []byte(strings.Repeat(line, compactAt+10)+`{"draws":{"k":7}}`+"\n"))
	s, err := openStore(dir, nil, nil)
	require.NoError(t, err)
	assert.Equal(t, 2, s.journal.lines)
	put(t, s, thing("c", nil))
	require.NoError(t, s.Close())
	s, err = openStore(dir, nil, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	assert.Equal(t, []string{"a", "c"}, ids(s))
	assert.Equal(t, 7, s.draws["k"])
	onlyTheCloudIsIn(t, dir)
}

// A server runs for weeks: its file must not grow with what was done.
func TestAJournalMuchLongerThanTheCloudIsCompactedWhileItIsOpen(t *testing.T) {
	dir := t.TempDir()
	s, err := openStore(dir, nil, nil)
	require.NoError(t, err)
	longest := 0
	for n := range 10 * compactAt {
		put(t, s, thing("a", map[string]any{"n": float64(n)}))
		longest = max(longest, s.journal.lines)
	}
	assert.LessOrEqual(t, longest, compactAt+3)
	put(t, s, thing("b", nil))
	require.NoError(t, s.Close())
	s, err = openStore(dir, nil, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	assert.Equal(t, []string{"a", "b"}, ids(s))
	assert.Equal(t, 10.0*compactAt-1, s.all()[0].Outputs.Number("n"))
	onlyTheCloudIsIn(t, dir)
}

// Where it can't be compacted, the long file goes on.
func TestAJournalThatCannotBeCompactedGoesOn(t *testing.T) {
	dir := t.TempDir()
	s, err := openStore(dir, nil, nil)
	require.NoError(t, err)
	inTheWay := filepath.Join(dir, JournalName+unfinished)
	require.NoError(t, os.Mkdir(inTheWay, 0o700))
	for n := range 2*compactAt + 100 {
		put(t, s, thing("a", map[string]any{"n": float64(n)}))
	}
	assert.Equal(t, 2*compactAt+100, s.journal.lines)
	require.NoError(t, os.Remove(inTheWay))
	for range 2 * compactAt {
		put(t, s, thing("a", map[string]any{"n": 7.0}))
	}
	assert.Less(t, s.journal.lines, 2*compactAt)
	require.NoError(t, s.Close())
	s, err = ReadStore(dir)
	require.NoError(t, err)
	assert.Equal(t, 7.0, s.all()[0].Outputs.Number("n"))
}

// onlyTheCloudIsIn finds nothing that was left in the folder.
func onlyTheCloudIsIn(t *testing.T, dir string) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(dir, JournalName+".*"))
	require.NoError(t, err)
	assert.Empty(t, left, "no temporary file is left")
}

func TestIndexesFollowEveryChange(t *testing.T) {
	s, err := openStore(t.TempDir(), nil, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	find := func(value string) int {
		return len(s.index(indexName{"test:index/thing:Thing", "subnets"}).byValue[value])
	}
	put(t, s, thing("a", map[string]any{"subnets": []string{"x", "y"}}))
	assert.Equal(t, []int{1, 1, 0}, []int{find("x"), find("y"), find("z")})
	put(t, s, thing("a", map[string]any{"subnets": []string{"y", "z"}}), thing("b", map[string]any{"subnets": "z"}))
	assert.Equal(t, []int{0, 1, 2}, []int{find("x"), find("y"), find("z")})
	require.NoError(t, s.commit(&batch{Drop: []key{thing("a", nil).key()}}))
	assert.Equal(t, []int{0, 0, 1}, []int{find("x"), find("y"), find("z")})
}

func TestPropsReadNothingWhereThereIsNothing(t *testing.T) {
	p := PropsOf(map[string]any{
		"a": map[string]any{"b": []any{map[string]any{"c": "deep"}, 2.0}}, "s": Secret("hush"), "t": true,
		"u": resource.MakeComputed(resource.NewProperty("")), "tags": map[string]string{"k": "v"},
	})
	assert.Equal(t, "deep", p.String("a.b.0.c"))
	assert.Equal(t, 2, p.Int("a.b.1"))
	assert.Equal(t, "", p.String("a.b.7.c"))
	assert.Equal(t, "hush", p.String("s"))
	assert.True(t, p.Bool("t"))
	assert.True(t, p.Unknown("u.v.w"))
	assert.False(t, p.Known("u"))
	assert.Equal(t, map[string]string{"k": "v"}, p.StringMap("tags"))
	assert.Len(t, p.Maps("a.b"), 1)
	assert.Nil(t, p.Strings("none"))
	p.Set("s", "other")
	assert.True(t, p[resource.PropertyKey("s")].IsSecret(), "a secret stays secret")
}
