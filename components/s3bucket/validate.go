package s3bucket

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	roles     = []Role{Backups, Static, Logs}
	accountID = regexp.MustCompile(`^\d{12}$`)
	// shortName keeps the whole within the rules for bucket names:
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
	shortName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
)

// validate reports everything that is wrong with the arguments.
func (a Args) validate() error {
	var problems []error
	refuse := func(bad bool, format string, values ...any) {
		if bad {
			problems = append(problems, fmt.Errorf(format, values...))
		}
	}
	refuse(a.Names.System == "" || a.Names.Environment == "", "names are required")
	refuse(!accountID.MatchString(a.AccountID), "account id %q must be twelve digits", a.AccountID)
	refuse(!shortName.MatchString(a.ShortName), "short name %q must be lower-case letters, digits and inner dashes", a.ShortName)
	refuse(!slices.Contains(roles, a.Role), "role %q is not known: write one of %s", a.Role, roleNames())
	refuse(a.Expire < 0, "objects cannot expire after %s: write 0 to keep them", a.Expire)
	refuse(a.OldVersions < 0, "earlier versions cannot expire after %s: write 0 to keep them", a.OldVersions)
	refuse(a.Role == Logs && a.LogsBucket != nil, "a bucket of role logs cannot send its own access logs to a bucket")
	refuse(a.PolicyElsewhere && a.Role != Static, "role %q must have its policy here: only a bucket of role static gets it from its CDN", a.Role)
	return errors.Join(problems...)
}

func roleNames() string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = string(role)
	}
	return strings.Join(names, ", ")
}
