package engine

import (
	"errors"
	"runtime"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
)

func TestAProgramOnItsOwnStackEndsAsItDoes(t *testing.T) {
	for name, test := range map[string]struct {
		program pulumi.RunFunc
		want    string
	}{
		"it succeeds":                 {func(*pulumi.Context) error { return nil }, ""},
		"it fails":                    {func(*pulumi.Context) error { return errors.New("no such zone") }, "no such zone"},
		"it panics":                   {func(*pulumi.Context) error { panic("index out of range") }, "the program panicked: index out of range"},
		"it ends its goroutine alone": {func(*pulumi.Context) error { runtime.Goexit(); return nil }, "without a word"},
	} {
		t.Run(name, func(t *testing.T) {
			err := apart(test.program)(nil)
			if test.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, test.want)
		})
	}
}
