package problem_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"groundwork/internal/problem"
)

func TestWhatATerminalWouldObeyIsShownAsItsEscape(t *testing.T) {
	for text, want := range map[string]string{
		"plain, ä and 日本":       "plain, ä and 日本",
		"\x1b[31mRED\x1b]0;x\a": `\u001b[31mRED\u001b]0;x\u0007`,
		"a\u202eb":              `a\u202eb`,
		"a\x00b\nc\td\r":        `a\u0000b\u000ac\u0009d\u000d`,
		"\ufeff\u200b\u2028":    `\ufeff\u200b\u2028`,
		"\xff\xfe":              `\u00ff\u00fe`,
		"no\u00a0break":         `no\u00a0break`,
		"\U000e0001":            `\udb40\udc01`,
		`it's "quoted" \ here`:  `it's "quoted" \ here`,
	} {
		assert.Equal(t, want, problem.Shown(text))
	}
}

func TestAWriterShowsLettersThatArriveInParts(t *testing.T) {
	var written strings.Builder
	writer := problem.Writer{To: &written}
	for _, part := range []byte("ä\x1b[2J\n日\u202e\ttext\r") {
		n, err := writer.Write([]byte{part})
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	}
	assert.Equal(t, "ä\\u001b[2J\n日\\u202e\ttext\r", written.String())
}

func TestJSONWithEscapesMeansTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		var written bytes.Buffer
		require.NoError(t, json.NewEncoder(&problem.Writer{To: &written}).Encode(text))
		var again string
		require.NoError(t, json.Unmarshal(written.Bytes(), &again), written.String())
		assert.Equal(t, text, again)
	})
}

func TestWhatIsShownIsVisibleAndIsNotChangedAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shown := problem.Shown(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text"))
		for _, letter := range shown {
			assert.True(t, strconv.IsPrint(letter), "%q", letter)
		}
		assert.Equal(t, shown, problem.Shown(shown))
	})
}
