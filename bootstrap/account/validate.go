package account

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"groundwork/naming"
)

var (
	regionPattern = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-\d$`)
	namePattern   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	// repositoryPattern and subjectPattern keep out what would be a pattern, or
	// another claim, in a trust policy.
	repositoryPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$`)
	subjectPattern    = regexp.MustCompile(`^repo:[A-Za-z0-9._@-]+/[A-Za-z0-9._@-]+$`)
	branchPattern     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]*$`)
)

// prefixLimit is the longest beginning of a name that naming keeps whole in the
// shortest of the names that the roles' rights go by, which is ElastiCache's: a
// dash, a character and the hash of the rest come after it.
const prefixLimit = naming.ReplicationGroupLimit - len("-x-abcdef")

// own is the environment of what the bootstrap itself makes.
const own = "account"

// problems are all rules that the configuration breaks.
func (c *Config) problems() Problems {
	var found Problems
	refuse := func(bad bool, format string, args ...any) {
		if bad {
			found = append(found, fmt.Sprintf(format, args...))
		}
	}
	refuse(!regionPattern.MatchString(c.Region), "aws:region: %q is no region; write the one of your systems, such as us-east-1", c.Region)
	refuse(!namePattern.MatchString(c.Name) || len(c.Name) > 20, "groundwork:name: %q must be lower-case letters, digits and inner dashes, 20 at most", c.Name)
	refuse(c.OldStates < 1 || c.OldStates > 3650, "groundwork:oldStateDays: %d must be 1 to 3650: without an earlier version there is no way back", c.OldStates)
	refuse(len(c.Systems) == 0, "groundwork:systems: one at least is required: the roles may touch only what bears its name")
	refuse(len(c.Environments) == 0, "groundwork:environments: one at least is required")
	refuse(len(c.Previews) == 0 && len(c.Environments) > 0, "groundwork:previews: one at least is required; leave the key out for all")
	refuse(c.TrailDays < 0 || c.TrailDays > 3650, "groundwork:trailDays: %d must be 1 to 3650; write 0 where the organisation has a trail of its own", c.TrailDays)
	found = append(found, c.budgetProblems()...)
	found = append(found, c.runnerProblems()...)
	found = append(found, c.nameProblems()...)
	if c.GitHub != nil {
		found = append(found, sourceProblems("groundwork:github", c.GitHub.Repository, c.GitHub.Subject, c.GitHub.Branch)...)
	}
	if c.Gitea != nil {
		found = append(found, sourceProblems("groundwork:gitea", c.Gitea.Repository, c.Gitea.Subject, c.Gitea.Branch)...)
		refuse(!isIssuer(c.Gitea.Issuer), "groundwork:gitea.issuer: %q must be an https:// address without a query, exactly as in the tokens' iss", c.Gitea.Issuer)
	}
	return found
}

// emailPattern is what AWS Budgets takes for a subscriber:
// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Subscriber.html
var emailPattern = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)

// mostEmails is how many may be told of one figure:
// https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html
const mostEmails = 10

func (c *Config) budgetProblems() Problems {
	if c.Budget == nil {
		return nil
	}
	var found Problems
	if c.Budget.Monthly < 1 {
		found = append(found, fmt.Sprintf("groundwork:budget.monthly: %d must be a positive number of US dollars; leave groundwork:budget out for none", c.Budget.Monthly))
	}
	if count := len(c.Budget.Emails); count < 1 || count > mostEmails {
		found = append(found, fmt.Sprintf("groundwork:budget.emails: %d are named; write 1 to %d addresses of people who are to be told", count, mostEmails))
	}
	for i, email := range c.Budget.Emails {
		if !emailPattern.MatchString(email) || len(email) > 254 {
			found = append(found, fmt.Sprintf("groundwork:budget.emails[%d]: %q is no e-mail address; write one such as ops@example.com", i, email))
		} else if slices.Contains(c.Budget.Emails[:i], email) {
			found = append(found, fmt.Sprintf("groundwork:budget.emails[%d]: %q is named twice; leave one out", i, email))
		}
	}
	return found
}

// nameProblems are those of systems and environments, whose names decide what
// each role may touch.
func (c *Config) nameProblems() Problems {
	var found Problems
	for _, environment := range c.Environments {
		if !namePattern.MatchString(environment) || environment == own || environment == forPreviews || environment == forWatch {
			found = append(found, fmt.Sprintf("groundwork:environments: %q must be lower-case letters and digits, and none of %q, %q and %q, which the bootstrap uses", environment, own, forPreviews, forWatch))
		}
	}
	for _, preview := range c.Previews {
		if !slices.Contains(c.Environments, preview) {
			found = append(found, fmt.Sprintf("groundwork:previews: %q is none of the environments: %s", preview, strings.Join(c.Environments, ", ")))
		}
	}
	for _, bucket := range c.StaticBuckets {
		if !namePattern.MatchString(bucket) {
			found = append(found, fmt.Sprintf("groundwork:staticBuckets: %q must be lower-case letters, digits and inner dashes, as the stack files name a bucket of role static", bucket))
		}
	}
	for _, system := range c.Systems {
		if !namePattern.MatchString(system) || system == c.Name {
			found = append(found, fmt.Sprintf("groundwork:systems: %q must be lower-case letters, digits and inner dashes, and not %q, which is the bootstrap's", system, c.Name))
		}
		for _, environment := range c.Environments {
			prefix := naming.Scope{System: system, Environment: environment}.Prefix()
			if len(prefix) > prefixLimit {
				found = append(found, fmt.Sprintf("groundwork:systems: %q is too long: of %q the names of caches keep %d characters, and the roles go by that", system, prefix, prefixLimit))
			}
			for _, other := range c.Systems {
				if other != system && (other == prefix || strings.HasPrefix(other, prefix+"-")) {
					found = append(found, fmt.Sprintf("groundwork:systems: %q begins as what %s has in %s does: the roles could not tell them apart", other, system, environment))
				}
			}
		}
	}
	return found
}

// What the roles of previews, and of drift and plans, are called among the runners.
const (
	forPreviews = "preview"
	forWatch    = "watch"
)

var rolePattern = regexp.MustCompile(`^arn:aws:iam::\d{12}:role/[\w+=,.@/-]+$`)

// runnerProblems: a role that nobody may take is a mistake.
func (c *Config) runnerProblems() Problems {
	var found Problems
	roles := append([]string{forPreviews, forWatch}, c.Environments...)
	for _, what := range slices.Sorted(maps.Keys(c.Runners)) {
		if !slices.Contains(roles, what) {
			found = append(found, fmt.Sprintf("groundwork:runners.%s: there is no such role; there are: %s", what, strings.Join(roles, ", ")))
		}
		if !rolePattern.MatchString(c.Runners[what]) {
			found = append(found, fmt.Sprintf("groundwork:runners.%s: %q must be the ARN of the role that the runner's machine has", what, c.Runners[what]))
		}
	}
	if c.GitHub != nil || c.Gitea != nil {
		return found
	}
	roles = slices.DeleteFunc(roles, func(what string) bool { return c.Runners[what] != "" })
	if len(roles) > 0 {
		found = append(found, fmt.Sprintf("groundwork:github: a repository is required, here or under groundwork:gitea, or groundwork:runners: without one nobody could take the roles: %s", strings.Join(roles, ", ")))
	}
	return found
}

func sourceProblems(section, repository, subject, branch string) Problems {
	var found Problems
	if !repositoryPattern.MatchString(repository) {
		found = append(found, fmt.Sprintf("%s.repository: %q must be owner/name", section, repository))
	} else if !subjectPattern.MatchString(subject) {
		found = append(found, fmt.Sprintf("%s.subject: %q must be repo:owner/name, or repo:owner@1/name@2; what follows is added here", section, subject))
	}
	if !branchPattern.MatchString(branch) {
		found = append(found, fmt.Sprintf("%s.branch: %q must be the name of one branch, without a pattern", section, branch))
	}
	return found
}

// isIssuer tells whether IAM takes the address:
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
func isIssuer(text string) bool {
	address, err := url.Parse(text)
	return err == nil && address.Scheme == "https" && address.Host != "" && address.RawQuery == "" && address.Fragment == "" && address.User == nil &&
		address.Port() == "" && !strings.HasSuffix(text, "/") && len(text) <= 255
}
