// Package account prepares an AWS account for the systems: a bucket for Pulumi's
// states, keys for their secrets, and the roles that CI takes. Its stack file is
// read here, because an account is no system.
package account

import "time"

// Config is what the stack file of an account says. Every field but Region is a
// key groundwork:<key>.
type Config struct {
	// Region is aws:region: where the states and the systems live.
	Region string `json:"-"`
	// Name begins the name of everything that is made here. Default: groundwork.
	Name string `json:"name"`
	// Systems are the Pulumi projects of the systems. Required.
	Systems []string `json:"systems"`
	// Environments are the stacks that each system has. Default: dev, staging,
	// prod.
	Environments []string `json:"environments"`
	// Previews are the environments whose state and secrets a pull request's
	// preview may read. Default: all of Environments.
	Previews []string `json:"previews"`
	// StaticBuckets are the names, in the stack files, of the buckets of static files
	// that builds may fill. Default: static.
	StaticBuckets []string `json:"staticBuckets"`
	// OldStates is for how many days earlier versions of a state are kept.
	// Default: 90.
	OldStates int `json:"oldStateDays"`
	// Protection keeps Pulumi from deleting the states, their logs and the keys.
	// Default: true.
	Protection bool `json:"protection"`
	// EBSEncryption encrypts new volumes of the region by default, S3PublicAccessBlock
	// keeps every bucket of the account from the public. Default: true.
	EBSEncryption       bool `json:"ebsEncryption"`
	S3PublicAccessBlock bool `json:"s3PublicAccessBlock"`
	// TrailDays is for how many days CloudTrail's record of who changed what is kept;
	// 0: no trail of our own. Default: 365.
	TrailDays int `json:"trailDays"`
	// GuardDuty looks for threats in the region; it costs by use. Default: false.
	GuardDuty bool `json:"guardDuty"`
	// Budget tells people what the account costs. Default: nobody is told.
	Budget *Budget `json:"budget"`
	// GitHub and Gitea are where the code lives and CI runs, Runners the roles of
	// machines that run CI for a forge that signs no tokens: an ARN for preview,
	// for watch, and for each environment. Every role needs one of the three.
	GitHub  *GitHub           `json:"github"`
	Gitea   *Gitea            `json:"gitea"`
	Runners map[string]string `json:"runners"`
}

// runners are the machines' roles that may take the role for previews, or for the
// deployments of an environment.
func (c *Config) runners(what string) []string {
	if arn, ok := c.Runners[what]; ok {
		return []string{arn}
	}
	return nil
}

// Budget is what the account may cost.
type Budget struct {
	// Monthly is in whole US dollars a month. Required.
	Monthly int `json:"monthly"`
	// Emails are who is told: at 80 per cent of it, and when all of it is to be
	// expected. 1 to 10.
	Emails []string `json:"emails"`
}

// GitHub is a repository on github.com.
type GitHub struct {
	// Repository is owner/name. Required.
	Repository string `json:"repository"`
	// Subject begins the subject of the tokens that its jobs get. Default:
	// repo:owner/name. Repositories of mid-2026 and later have numbers in it:
	// repo:owner@1/name@2.
	Subject string `json:"subject"`
	// Branch is the branch that is deployed. Default: main.
	Branch string `json:"branch"`
}

// Gitea is a repository on an instance of Gitea whose Actions sign tokens.
type Gitea struct {
	// Issuer is the address in the tokens' iss, such as
	// https://git.example.com/api/actions. Required.
	Issuer string `json:"issuer"`
	// Repository, Subject and Branch are as with GitHub.
	Repository string `json:"repository"`
	Subject    string `json:"subject"`
	Branch     string `json:"branch"`
}

// defaults is what a stack file that says nothing means.
func defaults() Config {
	return Config{
		Name: "groundwork", Environments: []string{"dev", "staging", "prod"}, StaticBuckets: []string{"static"}, OldStates: 90, Protection: true,
		EBSEncryption: true, S3PublicAccessBlock: true, TrailDays: 365,
	}
}

// complete fills in what follows from the rest.
func (c *Config) complete() {
	if c.Previews == nil {
		c.Previews = c.Environments
	}
	if c.GitHub != nil {
		fillSource(c.GitHub.Repository, &c.GitHub.Subject, &c.GitHub.Branch)
	}
	if c.Gitea != nil {
		fillSource(c.Gitea.Repository, &c.Gitea.Subject, &c.Gitea.Branch)
	}
}

func fillSource(repository string, subject, branch *string) {
	if *subject == "" {
		*subject = "repo:" + repository
	}
	if *branch == "" {
		*branch = "main"
	}
}

const (
	// previewSession and deploySession are how long CI may keep a role. A first
	// up of a production stack takes the better part of an hour.
	previewSession = time.Hour
	deploySession  = 2 * time.Hour
)
