package workflows

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// ours is how a job says that it is not for forks.
const ours = "github.event.pull_request.head.repo.full_name == github.repository"

// isOurs is true of a condition that holds only when ours does.
func isOurs(condition string) bool {
	for term := range strings.SplitSeq(condition, "&&") {
		if strings.TrimSpace(term) == ours {
			return !strings.Contains(condition, "||")
		}
	}
	return false
}

// strangersGetNothing: a job that runs a fork's code has no secret, no token that it
// doesn't get anyhow, no role and nothing to write to.
func strangersGetNothing(f file, _ tree) []string {
	if !slices.Contains(f.triggers(), "pull_request") {
		return nil
	}
	return forEachJob(f, func(name string, j job) string {
		if isOurs(j.If) {
			return ""
		}
		if has := privilege(f, name, j); has != "" {
			return fmt.Sprintf("job %s runs for forks and has %s", name, has)
		}
		return ""
	})
}

var (
	// credential is what expressions get at credentials with.
	credential = regexp.MustCompile(`secrets\.|secrets\[|github\.token|gitea\.token|vars\.AWS_\w*ROLE`)
	// account is what gets at the account: a role, or a runner that stands within.
	account = regexp.MustCompile(`aws-actions/configure-aws-credentials|^groundwork-\w+$|vars\.RUNNER`)
)

// privilege is what a job has that a stranger must not have, "" for none.
func privilege(f file, name string, j job) string {
	for i := 0; i+1 < len(j.Permissions.Content); i += 2 {
		if j.Permissions.Content[i+1].Value == "write" {
			return j.Permissions.Content[i].Value + ": write"
		}
	}
	body := f.bodies[name]
	for _, node := range []*yaml.Node{&f.Env, &body} {
		if found := find(node, credential); found != "" {
			return found
		}
	}
	return find(&body, account)
}

// find is the first scalar under node that the expression matches: what it matched.
func find(node *yaml.Node, expression *regexp.Regexp) string {
	if node.Kind == yaml.ScalarNode {
		return expression.FindString(node.Value)
	}
	for _, child := range node.Content {
		if found := find(child, expression); found != "" {
			return found
		}
	}
	return ""
}

// secrets are all that may be stored. CLOUDFLARE_API_TOKEN because Cloudflare has no
// OIDC; GITEA_TOKEN is the run's own.
var secrets = []string{"CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_TOKEN_DEPLOY", "GITEA_TOKEN"}

var (
	secret  = regexp.MustCompile(`secrets\.(\w+)`)
	unnamed = regexp.MustCompile(`\$\{\{[^}]*\bsecrets[^.\w]|secrets: inherit`)
	longKey = regexp.MustCompile(`AWS_SECRET_ACCESS_KEY|AWS_ACCESS_KEY_ID|aws-secret-access-key|aws-access-key-id|PULUMI_ACCESS_TOKEN|PULUMI_CONFIG_PASSPHRASE`)
)

// noKeys: what reaches the account is short-lived, and secrets are encrypted by KMS.
func noKeys(f file, _ tree) []string {
	var found []string
	for _, used := range secret.FindAllStringSubmatch(f.text, -1) {
		if !slices.Contains(secrets, used[1]) {
			found = append(found, fmt.Sprintf("secret %s is not among those that are known", used[1]))
		}
	}
	if key := longKey.FindString(f.text); key != "" {
		found = append(found, fmt.Sprintf("%s is a key that lives long: use a role", key))
	}
	if unnamed.MatchString(f.text) {
		found = append(found, "secrets are used without naming each")
	}
	return found
}
