package danger

import (
	"fmt"
	"slices"

	"groundwork/internal/changes"
)

// homes are where a data store can live: one of a kind that goes while the same
// component gets one of another is a store that moves, and the new one is empty.
var homes = []string{
	"aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup",
	"aws:elasticache/serverlessCache:ServerlessCache", "kubernetes:core/v1:PersistentVolumeClaim",
}

// moves is true of a store that goes while its component gets another kind of one.
func (s subject) moves() bool {
	if s.Operation != changes.Delete || !slices.Contains(homes, s.Type) {
		return false
	}
	for _, home := range homes {
		if home == s.Type {
			continue
		}
		for _, other := range s.index.byType[home] {
			if other.Operation == changes.Create && other.Within() == s.Within() && len(other.Parents) > 0 {
				return true
			}
		}
	}
	return false
}

// moved is what is lost by it.
func (s subject) moved() string {
	return fmt.Sprintf("the %s moves to another home and starts empty", s.Within())
}

// asides are what to do in place of a change that replaces a store.
var asides = map[string]string{
	"dbName":   "leave database.name as it is: another database beside it is made with SQL (CREATE DATABASE)",
	"username": "leave database.user as it is: another user beside it is made with SQL (CREATE ROLE)",
}

// aside says what to do in place of the properties that bring a loss about, "" where
// there is nothing to say.
func (s subject) aside() string {
	for _, path := range s.Because {
		if aside := asides[path]; aside != "" && s.Type == "aws:rds/instance:Instance" {
			return aside
		}
	}
	return ""
}
