package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/limits"
)

// variableForm is what every shell and language takes as the name of an
// environment variable.
var variableForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

var notVariable = regexp.MustCompile(`[^A-Za-z0-9_]`)

func (v *validator) secrets() {
	for _, name := range sorted(v.sys.Secrets) {
		if !isSecretName(name) {
			v.add(at("secrets", name), hidden, "a secret's name is the environment variable it becomes: letters, digits and _, no digit first", strings.ToUpper(shortVariable(name))+":")
		}
	}
	for i, name := range v.sys.Generated {
		path := at("generatedSecrets", i)
		_, written := v.sys.Secrets[name]
		switch {
		case !isSecretName(name):
			v.add(path, raw(name), "a secret's name is the environment variable it becomes: letters, digits and _, no digit first", strings.ToUpper(shortVariable(name)))
		case written:
			v.add(path, raw(name), "groundwork:secrets has a value for it, and only one of the two can win", "nothing: leave the name out here")
		case slices.Contains(v.sys.Generated[:i], name):
			v.add(path, raw(name), "it is named twice", "nothing: leave it out")
		}
	}
}

// surroundings are the variables and secrets of one service or job.
type surroundings struct {
	section, name string
	env           map[string]string
	secrets       []string
	uses          []string
}

// variables checks what a program finds in its environment.
func (v *validator) variables(s surroundings) {
	given := v.given(s.uses)
	for _, key := range sorted(s.env) {
		path, value := at(s.section, s.name, "env", key), s.env[key]
		if !variableForm.MatchString(key) {
			v.add(path, value, "an environment variable's name is letters, digits and _, no digit first", variableName(key)+":")
		}
		if why := looksSecret(key, value); why != "" {
			write := fmt.Sprintf("pulumi config set --secret --path '%s'", at("secrets", key))
			if !slices.Contains(s.secrets, key) {
				write += ", and its name under " + at(s.section, s.name, "secrets")
			}
			write += " in place of the variable"
			v.add(path, raw(hidden), "a secret stands here in plain text, readable in the repository, the state and the cluster: "+why, write)
		}
		if from, ok := given[key]; ok {
			v.add(path, value, fmt.Sprintf("uses: [%s] sets this variable already, from what is provisioned", from), "nothing: leave the variable out")
		}
	}
	for i, name := range s.secrets {
		path := at(s.section, s.name, "secrets", i)
		_, there := v.sys.Secrets[name]
		there = there || slices.Contains(v.sys.Generated, name)
		_, plain := s.env[name]
		from, set := given[name]
		switch {
		case !there && !v.opaqueSecrets && v.there(at("secrets")):
			v.add(path, raw(name), "there is no secret of this name under groundwork:secrets", v.referSecret(name, s))
		case plain:
			v.add(path, raw(name), "env has a variable of the same name, and only one of them can win", "nothing: leave the name out here, or the variable")
		case set:
			v.add(path, raw(name), fmt.Sprintf("uses: [%s] sets this variable already, from what is provisioned", from), "nothing: leave the name out")
		case slices.Contains(s.secrets[:i], name):
			v.add(path, raw(name), "it is named twice", "nothing: leave it out")
		}
	}
}

// isSecretName tells whether a secret may have the name.
func isSecretName(name string) bool {
	return variableForm.MatchString(name) && len(name) <= limits.SecretName
}

// shortVariable is the name of a secret made legal.
func shortVariable(name string) string {
	clean := variableName(name)
	return clean[:min(len(clean), limits.SecretName)]
}

// variableName is a name made legal.
func variableName(key string) string {
	clean := notVariable.ReplaceAllString(key, "_")
	if clean == "" || clean[0] >= '0' && clean[0] <= '9' {
		clean = "_" + clean
	}
	return clean
}

// given are the variables that uses sets, and by what.
func (v *validator) given(uses []string) map[string]string {
	given := map[string]string{}
	for _, name := range uses {
		word := strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		switch {
		case name == UsesDatabase:
			given["DATABASE_URL"], given["PGSSLMODE"], given["PGSSLROOTCERT"] = name, name, name
		case name == UsesDatabaseRead:
			given["DATABASE_READ_URL"], given["PGSSLMODE"], given["PGSSLROOTCERT"], given["PGLOADBALANCEHOSTS"] = name, name, name, name
		case name == "cache":
			given["REDIS_URL"] = name
		case v.sys.Buckets[name] != nil:
			given[word+"_BUCKET"] = name
		case v.sys.Services[name] != nil:
			given[word+"_URL"] = name
		}
	}
	return given
}

// other is the name that is meant in a list that does not have it yet.
func (v *validator) other(name string, has, candidates []string) string {
	if near := nearest(name, candidates); near != "" && !slices.Contains(has, near) {
		return near
	}
	return "nothing: leave it out, or one of " + strings.Join(candidates, ", ")
}

func (v *validator) referSecret(name string, s surroundings) string {
	near := nearest(name, append(sorted(v.sys.Secrets), v.sys.Generated...))
	if _, plain := s.env[near]; near != "" && !plain && !slices.Contains(s.secrets, near) {
		return near
	}
	return setSecret(at("secrets", name))
}

// uses checks that what is used is there, and that there is a way to it.
func (v *validator) uses(s surroundings) {
	candidates := slices.Concat([]string{UsesDatabase, UsesDatabaseRead, "cache", "internet"}, sorted(v.sys.Buckets), sorted(v.sys.Services))
	for i, name := range s.uses {
		path := at(s.section, s.name, "uses", i)
		service, isService := v.sys.Services[name]
		_, isBucket := v.sys.Buckets[name]
		switch {
		case !v.there(at("database")) || !v.there(at("cache")) || !v.there(at("buckets")) || !v.there(at("services")):
		case (name == UsesDatabase || name == UsesDatabaseRead) && v.sys.Database == nil:
			v.add(path, name, "the system has no database", "groundwork:database: {} (one with the defaults), or nothing: leave it out here")
		case name == "cache" && v.sys.Cache == nil:
			v.add(path, name, "the system has no cache", "groundwork:cache: {} (one with the defaults), or nothing: leave it out here")
		case slices.Contains(s.uses[:i], name):
			v.add(path, name, "it is named twice", "nothing: leave it out")
		case name == UsesDatabase, name == UsesDatabaseRead, name == "cache", name == "internet", isBucket:
		case !isService:
			v.add(path, name, "this is neither database, database.read, cache or internet nor the name of a bucket or a service", v.other(name, s.uses, candidates))
		case s.section == "services" && name == s.name:
			v.add(path, name, "a service needs no way to itself", "nothing: leave it out")
		case service.Port == 0 && v.there(at("services", name, "port")):
			v.add(path, name, "this service has no port, so there is nothing to talk to", "nothing: leave it out here, or "+at("services", name, "port")+": 8000")
		}
	}
}
