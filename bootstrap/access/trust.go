package access

import "groundwork/internal/iampolicy"

// Audience is what a token must be made for. The action that asks for
// credentials sets it: https://github.com/aws-actions/configure-aws-credentials#oidc
const Audience = "sts.amazonaws.com"

// Issuer is a forge that signs tokens for its jobs.
type Issuer struct {
	// ARN identifies the provider in IAM, Host is the issuer without https://.
	ARN, Host string
	// Subject begins the subject of every token of the repository:
	// "repo:org/name", or with the numbers that never change,
	// "repo:org@1/name@2". Branch is the one that is deployed.
	Subject, Branch string
}

// PreviewTrust lets pull requests of the repository in. GitHub gives no token to a pull request from a fork unless the repository's
// owner has said so. Runners are roles that machines have.
// https://docs.github.com/actions/reference/security/oidc
func PreviewTrust(issuers []Issuer, runners ...string) iampolicy.Document {
	return trust(issuers, runners, func(issuer Issuer) []string {
		return []string{issuer.Subject + ":pull_request"}
	})
}

// WatchTrust lets the deployed branch in, and no pull request: what looks for drift and
// plans deployments was reviewed, and may read what a pull request may not.
func WatchTrust(issuers []Issuer, runners ...string) iampolicy.Document {
	return trust(issuers, runners, func(issuer Issuer) []string {
		return []string{issuer.Subject + ":ref:refs/heads/" + issuer.Branch}
	})
}

// DeployTrust lets only jobs in that the forge has put into the environment: its
// approvals and branch rules come first, and cannot be gone around from a
// workflow file. A runner's role stands in where a forge signs no tokens; who gets
// its machine decides there.
func DeployTrust(issuers []Issuer, environment string, runners ...string) iampolicy.Document {
	return trust(issuers, runners, func(issuer Issuer) []string {
		return []string{issuer.Subject + ":environment:" + environment}
	})
}

// trust has one statement for each issuer. The subjects are compared as a whole:
// a pattern would let in what only begins alike.
func trust(issuers []Issuer, runners []string, subjects func(Issuer) []string) iampolicy.Document {
	var document iampolicy.Document
	for _, issuer := range issuers {
		document.Statements = append(document.Statements, iampolicy.Statement{
			Effect:    iampolicy.Allow,
			Principal: iampolicy.Principal{Federated: []string{issuer.ARN}},
			Action:    []string{"sts:AssumeRoleWithWebIdentity"},
			Condition: iampolicy.Condition{"StringEquals": {
				issuer.Host + ":aud": {Audience},
				issuer.Host + ":sub": subjects(issuer),
			}},
		})
	}
	if len(runners) > 0 {
		document.Statements = append(document.Statements, iampolicy.Statement{
			Effect: iampolicy.Allow, Principal: iampolicy.Principal{AWS: runners}, Action: []string{"sts:AssumeRole"},
		})
	}
	return document
}
