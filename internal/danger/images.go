package danger

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// programs are what runs images in a cluster, and where they say so.
var programs = map[string]string{
	deploymentType: firstContainer + ".image", statefulSetType: firstContainer + ".image", "kubernetes:batch/v1:Job": firstContainer + ".image",
	"kubernetes:batch/v1:CronJob": "spec.jobTemplate." + firstContainer + ".image",
}

// repositoryRule refuses a program that is made together with the repository of its
// image, in a cluster that lives: nobody can have pushed it. Its pods would wait for
// the image, the update for the pods, and all that comes after them for the update,
// until it gives up after ten minutes. A cluster that is made just then is another
// matter: README says how to begin.
// https://www.pulumi.com/registry/packages/kubernetes/api-docs/apps/v1/deployment/
func repositoryRule(s subject) []verdict {
	if s.Type != repositoryType || s.Operation != changes.Create || !s.lives() {
		return nil
	}
	name := text(s.new("name"))
	if s.filled(name) {
		return nil
	}
	image := name[strings.LastIndex(name, "/")+1:]
	for kind, path := range programs {
		for _, made := range s.index.byType[kind] {
			reference := text(at(made.After, path))
			if made.Operation != changes.Create && made.Operation != changes.Update && made.Operation != changes.Replace ||
				reference == text(at(made.Before, path)) || known(reference) && !strings.Contains(reference, "/"+name+":") {
				continue
			}
			pods := text(at(made.After, "metadata.name"))
			if !known(pods) { // a job's name is drawn
				pods = made.Within()
			}
			return []verdict{{level: Refused, loss: fmt.Sprintf("the repository %s is new and empty: the pods of %s would not start", image, pods),
				advice: fmt.Sprintf("first write groundwork:repositories: [%s], and up; push the image to %s; then change the service", image, name)}}
		}
	}
	return nil
}

// filled is true of a repository that ECR fills by itself, from another registry.
func (s subject) filled(repository string) bool {
	return slices.ContainsFunc(s.index.byType["aws:ecr/pullThroughCacheRule:PullThroughCacheRule"], func(rule changes.Resource) bool {
		prefix := text(at(rule.After, "ecrRepositoryPrefix"))
		return rule.Operation != changes.Delete && prefix != "" && strings.HasPrefix(repository, prefix+"/")
	})
}

// lives is true where something runs already.
func (s subject) lives() bool {
	for _, space := range s.index.byType[kubernetesSpace] {
		if space.Operation != changes.Create {
			return true
		}
	}
	return false
}

// portRule judges another port of a service inside the cluster: callers that know
// the old one reach nothing until they run with the new one.
func portRule(s subject) []verdict {
	if s.Type != serviceType || s.Operation != changes.Update || !s.differs("spec.ports.0.port") {
		return nil
	}
	before, _ := changes.Number(s.old("spec.ports.0.port"))
	after, _ := changes.Number(s.new("spec.ports.0.port"))
	name, port := text(s.new("metadata.name")), amount(after)
	for _, config := range s.index.byType[configType] {
		values, _ := at(config.After, "data").(map[string]any)
		for _, value := range values {
			if config.Changes() && strings.Contains(text(value), "://"+name+":"+port) {
				return []verdict{{level: Downtime, paths: []string{"spec.ports"},
					loss:   fmt.Sprintf("callers of %s at port %s get no answer until they have the new one", name, amount(before)),
					advice: "for a change without a gap, run the new port as a service beside it, move the callers, then take the old one out"}}
			}
		}
	}
	return nil
}
