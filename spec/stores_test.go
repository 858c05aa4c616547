package spec

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// screener is one environment of Screener, with its stack file edited.
func screener(t *testing.T, stack, old, changed string) *System {
	t.Helper()
	source, err := os.ReadFile("../systems/screener/Pulumi." + stack + ".yaml")
	require.NoError(t, err)
	require.Contains(t, string(source), old)
	path := filepath.Join(t.TempDir(), "Pulumi."+stack+".yaml")
	require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(source), old, changed, 1)), 0o600))
	sys, err := LoadFileAt(path, "screener", stack, today)
	require.NoError(t, err)
	return sys
}

func TestProductionsDatabaseInTheClusterHasTheDocumentsFiguresByDefault(t *testing.T) {
	database := screener(t, "prod", "", "").Database
	assert.Equal(t, "screener_db", database.Name)
	assert.Equal(t, 100*Gi, database.Storage)
	assert.Equal(t, [2]CPU{1000, 2000}, [2]CPU{database.CPU, database.CPULimit})
	assert.Equal(t, [2]Bytes{2 * Gi, 4 * Gi}, [2]Bytes{database.Memory, database.MemLimit})
	assert.Equal(t, Dumps{Bucket: "backups", Schedule: "0 2 * * *"}, database.Dumps)
}

func TestTheDatabaseMovesToRDSWithOneLine(t *testing.T) {
	for _, stack := range []string{"dev", "staging", "prod"} {
		moved := screener(t, stack, "    runsOn: cluster\n    name: screener_db", "    runsOn: rds\n    name: screener_db")
		assert.Equal(t, DatabaseRDS, moved.Database.RunsOn)
		assert.NotEmpty(t, moved.Database.Class)
		told := strings.Join(Tradeoffs(moved), "\n")
		assert.Contains(t, told, "no TimescaleDB on RDS")
	}
}

func TestDataInTheClusterTellsWhatItDoesNotSurvive(t *testing.T) {
	told := strings.Join(Tradeoffs(screener(t, "prod", "", "")), "\n")
	assert.Contains(t, told, "The database is one pod on one volume")
	assert.Contains(t, told, "The cache is one pod on one volume")
	assert.Contains(t, told, `dumps (schedule "0 2 * * *")`)
}
