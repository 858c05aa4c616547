package pgparam

import "math"

// Units in bytes and in microseconds.
const (
	inBytes  = 1
	inKB     = 1 << 10
	inBlocks = 8 << 10
	inMB     = 1 << 20

	inMillis  = 1_000
	inSeconds = 1_000_000
)

const (
	maxInt  = math.MaxInt32
	maxBack = 262143 // MAX_BACKENDS of PostgreSQL
)

// table holds ranges, units and contexts from PostgreSQL's manual: what it says
// can "only be set at server start" is static.
// https://www.postgresql.org/docs/16/runtime-config.html
// https://www.postgresql.org/docs/16/view-pg-settings.html
// Where versions differ, the narrower range stands.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
var table = map[string]parameter{
	// Memory: runtime-config-resource.html
	"shared_buffers":            {kind: size, unit: inBlocks, min: 16, max: 1073741823, static: true},
	"effective_cache_size":      {kind: size, unit: inBlocks, min: 1, max: maxInt},
	"temp_buffers":              {kind: size, unit: inBlocks, min: 100, max: 1073741823},
	"work_mem":                  {kind: size, unit: inKB, min: 64, max: maxInt},
	"hash_mem_multiplier":       {kind: real, min: 1, max: 1000},
	"maintenance_work_mem":      {kind: size, unit: inKB, min: 1024, max: maxInt},
	"autovacuum_work_mem":       {kind: size, unit: inKB, min: -1, max: maxInt},
	"logical_decoding_work_mem": {kind: size, unit: inKB, min: 64, max: maxInt},

	// Connections and processes: runtime-config-connection.html, -resource.html
	"max_connections":                  {kind: integer, min: 6, max: maxBack, static: true}, // RDS asks for 6 at least
	"max_prepared_transactions":        {kind: integer, min: 0, max: maxBack, static: true},
	"max_locks_per_transaction":        {kind: integer, min: 10, max: maxInt, static: true},
	"max_worker_processes":             {kind: integer, min: 0, max: maxBack, static: true},
	"max_parallel_workers":             {kind: integer, min: 0, max: 1024},
	"max_parallel_workers_per_gather":  {kind: integer, min: 0, max: 1024},
	"max_parallel_maintenance_workers": {kind: integer, min: 0, max: 1024},
	"tcp_keepalives_idle":              {kind: duration, unit: inSeconds, min: 0, max: maxInt},
	"tcp_keepalives_interval":          {kind: duration, unit: inSeconds, min: 0, max: maxInt},
	"tcp_keepalives_count":             {kind: integer, min: 0, max: maxInt},

	// Timeouts: runtime-config-client.html, -locks.html
	"statement_timeout":                   {kind: duration, unit: inMillis, min: 0, max: maxInt},
	"lock_timeout":                        {kind: duration, unit: inMillis, min: 0, max: maxInt},
	"idle_in_transaction_session_timeout": {kind: duration, unit: inMillis, min: 0, max: maxInt},
	"idle_session_timeout":                {kind: duration, unit: inMillis, min: 0, max: maxInt},
	"deadlock_timeout":                    {kind: duration, unit: inMillis, min: 1, max: maxInt},

	// Write-ahead log and replication: runtime-config-wal.html, -replication.html
	"wal_buffers":                  {kind: size, unit: inBlocks, min: -1, max: 262143, static: true},
	"min_wal_size":                 {kind: size, unit: inMB, min: 128, max: maxInt}, // RDS asks for 128 MB at least
	"max_wal_size":                 {kind: size, unit: inMB, min: 128, max: maxInt},
	"wal_keep_size":                {kind: size, unit: inMB, min: 0, max: maxInt},
	"max_slot_wal_keep_size":       {kind: size, unit: inMB, min: -1, max: maxInt},
	"checkpoint_timeout":           {kind: duration, unit: inSeconds, min: 30, max: 86400},
	"checkpoint_completion_target": {kind: real, min: 0, max: 1},
	"wal_compression":              {kind: boolean},
	"max_wal_senders":              {kind: integer, min: 5, max: maxBack, static: true}, // RDS asks for 5 at least
	"max_replication_slots":        {kind: integer, min: 5, max: maxBack, static: true},
	"hot_standby_feedback":         {kind: boolean},
	"max_standby_archive_delay":    {kind: duration, unit: inMillis, min: -1, max: maxInt},
	"max_standby_streaming_delay":  {kind: duration, unit: inMillis, min: -1, max: maxInt},
	"rds.logical_replication":      {kind: boolean, static: true},

	// Planner: runtime-config-query.html
	"random_page_cost":          {kind: real, min: 0, max: maxInt},
	"seq_page_cost":             {kind: real, min: 0, max: maxInt},
	"effective_io_concurrency":  {kind: integer, min: 0, max: 1000},
	"default_statistics_target": {kind: integer, min: 1, max: 10000},
	"jit":                       {kind: boolean},

	// Vacuum: runtime-config-autovacuum.html, -resource.html
	"autovacuum":                      {kind: boolean},
	"autovacuum_max_workers":          {kind: integer, min: 1, max: maxBack, static: true},
	"autovacuum_naptime":              {kind: duration, unit: inSeconds, min: 1, max: 2147483},
	"autovacuum_vacuum_threshold":     {kind: integer, min: 0, max: maxInt},
	"autovacuum_analyze_threshold":    {kind: integer, min: 0, max: maxInt},
	"autovacuum_vacuum_scale_factor":  {kind: real, min: 0, max: 100},
	"autovacuum_analyze_scale_factor": {kind: real, min: 0, max: 100},
	"autovacuum_vacuum_cost_limit":    {kind: integer, min: -1, max: 10000},
	"autovacuum_vacuum_cost_delay":    {kind: duration, unit: inMillis, min: -1, max: 100},
	"autovacuum_freeze_max_age":       {kind: integer, min: 100000, max: 2000000000, static: true},
	"vacuum_cost_limit":               {kind: integer, min: 1, max: 10000},

	// Logs and statistics: runtime-config-logging.html, -statistics.html, pgstatstatements.html
	"log_min_duration_statement":  {kind: duration, unit: inMillis, min: -1, max: maxInt},
	"log_autovacuum_min_duration": {kind: duration, unit: inMillis, min: -1, max: maxInt},
	"log_temp_files":              {kind: size, unit: inKB, min: -1, max: maxInt},
	"log_statement":               {kind: enum, words: []string{"none", "ddl", "mod", "all"}},
	"log_lock_waits":              {kind: boolean},
	"log_connections":             {kind: boolean},
	"log_disconnections":          {kind: boolean},
	"log_checkpoints":             {kind: boolean},
	"track_io_timing":             {kind: boolean},
	"track_activity_query_size":   {kind: size, unit: inBytes, min: 100, max: 1048576, static: true},
	"pg_stat_statements.track":    {kind: enum, words: []string{"none", "top", "all"}},
	"pg_stat_statements.max":      {kind: integer, min: 100, max: 1073741823, static: true},

	// Libraries loaded at the start that RDS offers, and pg_cron's home:
	// https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html
	"shared_preload_libraries": {kind: list, static: true, words: []string{
		"auto_explain", "orafce", "pg_bigm", "pg_cron", "pg_hint_plan", "pg_prewarm", "pg_similarity",
		"pg_stat_statements", "pg_tle", "pg_transport", "pgactive", "pgaudit", "pglogical", "plprofiler", "plrust",
	}},
	"cron.database_name": {kind: identifier, static: true},
}
