package summed

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatWasWrittenIsRead(t *testing.T) {
	line := Line([]byte(`{"put":[1,2]}`))
	assert.True(t, json.Valid(line), "%s", line)
	object, has, err := Open(line)
	require.NoError(t, err)
	assert.True(t, has)
	assert.Equal(t, `{"put":[1,2]}`, string(object))
	object, has, err = Open([]byte(`{"put":[1,2]}`))
	require.NoError(t, err)
	assert.False(t, has)
	assert.Equal(t, `{"put":[1,2]}`, string(object))
}

func TestNoBitOfALineCanChangeAndPass(t *testing.T) {
	line := Line([]byte(`{"put":["a thing of some length, so that there is much to change"]}`))
	for at := range line {
		for bit := range 8 {
			changed := append([]byte{}, line...)
			changed[at] ^= 1 << bit
			reader := Reader{has: true}
			object, err := reader.Open(changed)
			// A digit of the checksum may be written in capitals.
			if err == nil {
				assert.Equal(t, `{"put":["a thing of some length, so that there is much to change"]}`, string(object))
				assert.Equal(t, byte(0x20), line[at]^changed[at])
			}
		}
	}
}

func TestALineWithoutAChecksumDoesNotFollowOneThatHasIt(t *testing.T) {
	var reader Reader
	for _, line := range [][]byte{[]byte(`{"a":1}`), Line([]byte(`{"a":2}`)), Line([]byte(`{"a":3}`))} {
		_, err := reader.Open(line)
		require.NoError(t, err)
	}
	_, err := reader.Open([]byte(`{"a":4}`))
	assert.ErrorContains(t, err, "no checksum")
}
