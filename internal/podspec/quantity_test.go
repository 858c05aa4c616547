package podspec

import (
	"testing"

	"github.com/stretchr/testify/assert"
	apiresource "k8s.io/apimachinery/pkg/api/resource"
	"pgregory.net/rapid"
)

func TestQuantitiesAreWrittenTheWayTheServerWritesThem(t *testing.T) {
	for millicores, want := range map[int]string{250: "250m", 500: "500m", 1000: "1", 1500: "1500m", 2000: "2"} {
		assert.Equal(t, want, CPU(millicores))
	}
	for bytes, want := range map[int64]string{512 << 20: "512Mi", 1 << 30: "1Gi", 1536 << 20: "1536Mi", 512_000_000: "512M", 1000: "1k", 1023: "1023"} {
		assert.Equal(t, want, Memory(bytes))
	}
}

func TestAnyQuantityIsCanonicalAndExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		millicores := rapid.IntRange(1, 1_000_000).Draw(t, "millicores")
		cpu := apiresource.MustParse(CPU(millicores))
		assert.EqualValues(t, millicores, cpu.MilliValue())
		assert.Equal(t, apiresource.NewMilliQuantity(int64(millicores), apiresource.DecimalSI).String(), CPU(millicores))

		factor := rapid.SampledFrom([]int64{1, 1000, 1024, 1 << 20, 1 << 30, 1_000_000}).Draw(t, "factor")
		bytes := rapid.Int64Range(1, 1<<20).Draw(t, "bytes") * factor
		memory := apiresource.MustParse(Memory(bytes))
		assert.Equal(t, bytes, memory.Value())
		fresh := apiresource.MustParse(Memory(bytes))
		fresh.Add(apiresource.Quantity{}) // forget the text it was parsed from
		assert.Equal(t, fresh.String(), Memory(bytes))
	})
}
