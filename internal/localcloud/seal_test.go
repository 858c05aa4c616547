package localcloud

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestASealedCloudIsReadWithItsKeyOnly(t *testing.T) {
	dir, key := t.TempDir(), bytes.Repeat([]byte{7}, 32)
	s, err := openStore(dir, key, nil)
	require.NoError(t, err)
	object := &Object{Type: "aws:ec2/vpc:Vpc", ID: "vpc-known", Outputs: Props{}}
	object.Set("cidrBlock", Secret("10.0.0.0/16"))
	require.NoError(t, s.commit(&batch{Put: []*Object{object}}))
	require.NoError(t, s.Close())

	text, err := os.ReadFile(filepath.Join(dir, JournalName))
	require.NoError(t, err)
	assert.NotContains(t, string(text), "vpc-known")
	assert.NotContains(t, string(text), "10.0.0.0")
	_, err = ReadStore(dir)
	assert.ErrorContains(t, err, "damaged")
	_, err = openStore(dir, bytes.Repeat([]byte{8}, 32), nil)
	assert.ErrorContains(t, err, "damaged")
	s, err = openStore(dir, key, nil)
	require.NoError(t, err)
	require.Len(t, s.all(), 1)
	assert.Equal(t, "vpc-known", s.all()[0].ID)
	require.NoError(t, s.journal.rewrite(s.live()), "compacted it is sealed as well")
	require.NoError(t, s.Close())
	text, err = os.ReadFile(filepath.Join(dir, JournalName))
	require.NoError(t, err)
	assert.NotContains(t, string(text), "vpc-known")
	_, err = openStore(t.TempDir(), []byte("short"), nil)
	assert.ErrorContains(t, err, "sealing the local cloud")
}
