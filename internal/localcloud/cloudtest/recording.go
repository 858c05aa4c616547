package cloudtest

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/rules"
)

// How recordings of the real providers write what JSON cannot.
const (
	unknownMark = "<unknown>"
	secretMark  = "<secret>"
)

// Recordings reads a compressed file of recordings, one JSON object a line,
// without its legend.
func Recordings[T any](t testing.TB, path string) []T {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	text, err := gzip.NewReader(file)
	require.NoError(t, err)
	decoder := json.NewDecoder(text)
	var legend json.RawMessage
	require.NoError(t, decoder.Decode(&legend))
	var list []T
	for {
		var line T
		err := decoder.Decode(&line)
		if err == io.EOF {
			return list
		}
		require.NoError(t, err)
		list = append(list, line)
	}
}

// Recorded turns recorded properties into values.
func Recorded(values Props) localcloud.Props {
	out := localcloud.Props{}
	for name, value := range values {
		out[resource.PropertyKey(name)] = recordedValue(value)
	}
	return out
}

func recordedValue(value any) resource.PropertyValue {
	switch v := value.(type) {
	case string:
		if v == unknownMark {
			return rules.Unknown()
		}
	case map[string]any:
		if inner, ok := v[secretMark]; ok && len(v) == 1 {
			return resource.MakeSecret(recordedValue(inner))
		}
		return resource.NewProperty(resource.PropertyMap(Recorded(v)))
	case []any:
		list := make([]resource.PropertyValue, len(v))
		for i, item := range v {
			list[i] = recordedValue(item)
		}
		return resource.NewProperty(list)
	}
	return resource.NewPropertyValue(value)
}

// Plain turns properties into what a recording writes.
func Plain(props localcloud.Props) Props {
	out := Props{}
	for name, value := range props {
		out[string(name)] = plainValue(value)
	}
	return out
}

func plainValue(value resource.PropertyValue) any {
	switch {
	case value.IsComputed():
		return unknownMark
	case value.IsSecret():
		return map[string]any{secretMark: plainValue(value.SecretValue().Element)}
	case value.IsArray():
		list := make([]any, len(value.ArrayValue()))
		for i, item := range value.ArrayValue() {
			list[i] = plainValue(item)
		}
		return list
	case value.IsObject():
		return map[string]any(Plain(localcloud.Props(value.ObjectValue())))
	case value.IsNull():
		return nil
	}
	return value.V
}
