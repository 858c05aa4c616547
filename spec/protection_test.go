package spec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOneThingsProtectionIsLifted(t *testing.T) {
	sys := read(t, "prod", minimal+`
  groundwork:buckets: {exports: {role: backups}}
  groundwork:database: {}
  groundwork:unprotect: [database]
`)
	assert.False(t, sys.Protects("database"))
	assert.True(t, sys.Protects("buckets.exports"))
	assert.Contains(t, strings.Join(Tradeoffs(sys), "\n"), "database is not protected")
	dev := read(t, "dev", minimal)
	assert.False(t, dev.Protects("cluster"), "dev protects nothing")
}
