package pgparam

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestHumanValuesBecomeWhatRDSTakes(t *testing.T) {
	tests := []struct {
		name, human, want string
		static            bool
	}{
		{"max_connections", "500", "500", true},
		{"shared_buffers", "8GB", "1048576", true},
		{"effective_cache_size", "24GB", "3145728", false},
		{"work_mem", "64MB", "65536", false},
		{"maintenance_work_mem", "2GB", "2097152", false},
		{"shared_buffers", " 8192 MB ", "1048576", true},
		{"work_mem", "1.5MB", "1536", false},
		{"autovacuum_work_mem", "-1", "-1", false},
		{"max_wal_size", "4GB", "4096", false},
		{"statement_timeout", "30s", "30000", false},
		{"statement_timeout", "0", "0", false},
		{"idle_in_transaction_session_timeout", "5min", "300000", false},
		{"checkpoint_timeout", "15min", "900", false},
		{"log_min_duration_statement", "500ms", "500", false},
		{"random_page_cost", "1.10", "1.1", false},
		{"checkpoint_completion_target", "0.9", "0.9", false},
		{"jit", "off", "0", false},
		{"track_io_timing", "True", "1", false},
		{"rds.logical_replication", "on", "1", true},
		{"log_statement", "ddl", "ddl", false},
		{"shared_preload_libraries", "pg_stat_statements, pg_cron,pg_cron", "pg_cron,pg_stat_statements", true},
		{"cron.database_name", "stockindicator", "stockindicator", true},
		{"track_activity_query_size", "4kB", "4096", true},
	}
	for _, test := range tests {
		t.Run(test.name+" "+test.human, func(t *testing.T) {
			value, static, err := Convert(test.name, test.human)
			require.NoError(t, err)
			assert.Equal(t, test.want, value)
			assert.Equal(t, test.static, static)
		})
	}
}

func TestWhatCannotBeSetIsRefusedWithTheWayOut(t *testing.T) {
	tests := []struct{ name, human, want string }{
		{"shared_bufers", "8GB", `parameter "shared_bufers" is not known: did you mean "shared_buffers"?`},
		{"rds.force_ssl", "0", `parameter "rds.force_ssl" cannot be set: it is always 1: connections without TLS are refused`},
		{"shared_buffers", "1048576", `parameter "shared_buffers" cannot be "1048576": write its unit, one of B, kB, MB, GB, TB, such as 8GB or 64MB`},
		{"shared_buffers", "8gb", `parameter "shared_buffers" cannot be "8gb": its unit must be one of B, kB, MB, GB, TB, such as 8GB or 64MB (PostgreSQL tells MB from mb)`},
		{"shared_buffers", "12kB", `parameter "shared_buffers" cannot be "12kB": write a multiple of 8kB`},
		{"shared_buffers", "{DBInstanceClassMemory/32768}", `parameter "shared_buffers" cannot be "{DBInstanceClassMemory/32768}": write a number and one of the units B, kB, MB, GB, TB, such as 8GB or 64MB`},
		{"work_mem", "1kB", `parameter "work_mem" cannot be "1kB": write a value between 64 and 2147483647 times 1kB`},
		{"statement_timeout", "30", `parameter "statement_timeout" cannot be "30": write its unit, one of us, ms, s, min, h, d, such as 30s or 500ms`},
		{"max_connections", "5", `parameter "max_connections" cannot be "5": write a value between 6 and 262143`},
		{"max_connections", "1.5", `parameter "max_connections" cannot be "1.5": write a whole number`},
		{"max_connections", "many", `parameter "max_connections" cannot be "many": write a plain number, without a unit`},
		{"jit", "maybe", `parameter "jit" cannot be "maybe": write on or off`},
		{"log_statement", "some", `parameter "log_statement" cannot be "some": write one of none, ddl, mod, all`},
		{"cron.database_name", "A b", `parameter "cron.database_name" cannot be "A b": write a lower-case name of letters, digits and underscores, at most 63 characters`},
	}
	for _, test := range tests {
		t.Run(test.name+" "+test.human, func(t *testing.T) {
			_, _, err := Convert(test.name, test.human)
			assert.EqualError(t, err, test.want)
		})
	}
	_, _, err := Convert("shared_preload_libraries", "timescaledb")
	assert.ErrorContains(t, err, `"timescaledb" is not offered by RDS`)
}

// Whatever amount in range is written, in whatever unit that expresses it, the
// conversion gives that amount back.
func TestAmountsComeBackFromEveryUnitTheyAreWrittenIn(t *testing.T) {
	amounts := slices.DeleteFunc(Names(), func(name string) bool {
		return table[name].kind != size && table[name].kind != duration
	})
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(amounts).Draw(t, "name")
		p := table[name]
		units := sizes
		if p.kind == duration {
			units = times
		}
		count := rapid.Int64Range(max(int64(p.min), 0), int64(p.max)).Draw(t, "count")
		total := count * p.unit
		for _, unit := range units {
			if total%unit.value != 0 {
				continue
			}
			value, static, err := Convert(name, fmt.Sprintf("%d%s", total/unit.value, unit.name))
			require.NoError(t, err)
			assert.Equal(t, strconv.FormatInt(count, 10), value)
			assert.Equal(t, p.static, static)
		}
	})
}

func TestNoTextMakesTheConversionPanic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(Names()).Draw(t, "name")
		value, _, err := Convert(name, rapid.String().Draw(t, "human"))
		assert.True(t, (err == nil) != (value == ""), "a value or an error")
	})
}

func TestEveryRowOfTheTableMakesSense(t *testing.T) {
	require.GreaterOrEqual(t, len(Names()), 40)
	for _, name := range Names() {
		p := table[name]
		switch p.kind {
		case size, duration:
			assert.Positive(t, p.unit, name)
			fallthrough
		case integer, real:
			assert.Less(t, p.min, p.max, name)
		case enum, list:
			assert.NotEmpty(t, p.words, name)
		case boolean, identifier:
		}
	}
}
