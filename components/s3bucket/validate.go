package s3bucket

import (
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/problem"
)

var (
	roles     = []Role{Backups, Static, Logs, Trail}
	accountID = regexp.MustCompile(`^\d{12}$`)
	// shortName keeps the whole within the rules for bucket names:
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
	shortName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
)

// validate reports everything that is wrong with the arguments.
func (a Args) validate() error {
	var problems problem.List
	problems.Refuse(a.Names.System == "" || a.Names.Environment == "", "names are required")
	problems.Refuse(!accountID.MatchString(a.AccountID), "account id %q must be twelve digits", a.AccountID)
	problems.Refuse(!shortName.MatchString(a.ShortName), "short name %q must be lower-case letters, digits and inner dashes", a.ShortName)
	problems.Refuse(!slices.Contains(roles, a.Role), "role %q is not known: write one of %s", a.Role, roleNames())
	problems.Refuse(a.Expire < 0, "objects cannot expire after %s: write 0 to keep them", a.Expire)
	problems.Refuse(a.OldVersions < 0, "earlier versions cannot expire after %s: write 0 to keep them", a.OldVersions)
	problems.Refuse(a.Role == Logs && a.LogsBucket != nil, "a bucket of role logs cannot send its own access logs to a bucket")
	problems.Refuse((a.Role == Trail) != (a.TrailARN != ""), "role %q and trail %q do not go together: role trail names the trail that writes, and no other role does", a.Role, a.TrailARN)
	problems.Refuse(a.Served && a.Role != Static, "role %q is not served by a CDN: only a bucket of role static is", a.Role)
	return problems.Err()
}

func roleNames() string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = string(role)
	}
	return strings.Join(names, ", ")
}
