package danger

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// sourceRule refuses to turn off the backups of a database that has replicas. One that
// goes in the same change goes last, and RDS refuses as long as it is there.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html
func sourceRule(s subject) []verdict {
	const path = "backupRetentionPeriod"
	days, known := changes.Number(s.new(path))
	if s.Type != databaseType || s.Operation != changes.Update || !known || days != 0 || !s.differs(path) {
		return nil
	}
	name := text(s.old("identifier"))
	isSource := slices.ContainsFunc(s.index.byType[databaseType], func(other changes.Resource) bool {
		source := text(at(other.Before, "replicateSourceDb"))
		return source != "" && source[strings.LastIndex(source, ":")+1:] == name
	})
	if !isSource {
		return nil
	}
	return []verdict{{level: Refused, mild: grave, paths: []string{path}, loss: "backups can't be turned off while the database has a replica",
		advice: fmt.Sprintf("write replicas: 0 and keep backups: %vd, and bring that up; then backups: 0", s.old(path))}}
}
