package danger

import (
	"fmt"
	"reflect"
	"strings"

	"groundwork/internal/changes"
)

const (
	deploymentType   = "kubernetes:apps/v1:Deployment"
	statefulSetType  = "kubernetes:apps/v1:StatefulSet"
	serviceType      = "kubernetes:core/v1:Service"
	configType       = "kubernetes:core/v1:ConfigMap"
	listenerRuleType = "aws:lb/listenerRule:ListenerRule"
	targetGroupType  = "aws:lb/targetGroup:TargetGroup"
	repositoryType   = "aws:ecr/repository:Repository"
	kubernetesSpace  = "kubernetes:core/v1:Namespace"
	nameLabel        = "app.kubernetes.io/name"
	firstContainer   = "spec.template.spec.containers.0"
)

// appOf is the app that an object belongs to, by its label.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
func appOf(inputs any) string {
	labels, _ := at(inputs, "metadata.labels").(map[string]any)
	return text(labels[nameLabel])
}

// carriedOn is true of a part of an app that is deleted while the app goes on: in
// another colour, or under a name of its own.
func (s subject) carriedOn() bool {
	app := appOf(s.Before)
	if app == "" || s.Type != deploymentType && s.Type != statefulSetType && s.Type != serviceType {
		return false
	}
	for _, kind := range []string{deploymentType, statefulSetType} {
		for _, other := range s.index.byType[kind] {
			if other.Operation != changes.Delete && appOf(other.After) == app && at(other.After, "metadata.namespace") == s.old("metadata.namespace") {
				return true
			}
		}
	}
	return false
}

// renamed is the app that runs the same program from now on, "" for none. What
// counts are image, command and ports.
func (s subject) renamed() string {
	app, namespace := appOf(s.Before), s.old("metadata.namespace")
	for _, old := range s.index.byType[deploymentType] {
		if old.Operation != changes.Delete || appOf(old.Before) != app || at(old.Before, "metadata.namespace") != namespace {
			continue
		}
		for _, made := range s.index.byType[deploymentType] {
			if made.Operation == changes.Create && at(made.After, "metadata.namespace") == namespace && sameProgram(old.Before, made.After) {
				return appOf(made.After)
			}
		}
	}
	return ""
}

func sameProgram(old, made any) bool {
	before, after := at(old, firstContainer), at(made, firstContainer)
	for _, part := range []string{"image", "command", "ports"} {
		if !reflect.DeepEqual(at(before, part), at(after, part)) {
			return false
		}
	}
	return known(at(before, "image")) && at(before, "image") != nil
}

// routedOn is true of a listener's rule whose requests another one takes, and of a
// target group that only such rules named.
func (s subject) routedOn() bool {
	switch s.Type {
	case listenerRuleType:
		for _, other := range s.index.byType[listenerRuleType] {
			if other.Operation != changes.Delete && reflect.DeepEqual(at(other.After, "conditions"), at(s.Before, "conditions")) {
				return true
			}
		}
	case targetGroupType:
		named := false
		for _, rule := range s.index.byType[listenerRuleType] {
			if !strings.Contains(fmt.Sprint(at(rule.Before, "actions")), s.ID) {
				continue
			}
			named = true
			if rule.Operation == changes.Delete && !(subject{Resource: rule, index: s.index}).routedOn() && !standby(rule) {
				return false
			}
		}
		return named && s.ID != ""
	}
	return false
}

// standby is true of a rule that no request matches, such as those that let targets
// be checked before requests come: https://www.rfc-editor.org/rfc/rfc2606#section-2
func standby(rule changes.Resource) bool {
	return strings.Contains(fmt.Sprint(at(rule.Before, "conditions")), ".invalid]")
}

// workedFor is true of a role that only pods had, which lose it in the same change.
// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
func (s subject) workedFor() bool {
	name := text(s.old("name"))
	for _, pods := range s.index.byType["aws:eks/podIdentityAssociation:PodIdentityAssociation"] {
		if s.Type == "aws:iam/role:Role" && name != "" && pods.Operation == changes.Delete && strings.HasSuffix(text(at(pods.Before, "roleArn")), "/"+name) {
			return true
		}
	}
	return false
}

// succession judges what another one takes over, and tells whether one does: there
// is nothing to say of a part whose app goes on, and of a name that was told to be
// the former one the load balancer keeps its target groups.
func succession(s subject) (said []verdict, taken bool) {
	switch {
	case s.Operation != changes.Delete:
		return nil, false
	case s.routedOn(), s.workedFor(), s.Type == listenerRuleType && standby(s.Resource):
		return nil, true
	case appOf(s.Before) == "":
		return nil, false
	case s.carriedOn():
		return nil, true
	}
	name := s.renamed()
	switch {
	case name == "" || s.Type != deploymentType && s.Type != serviceType:
		return nil, false
	case s.Type == serviceType || !s.deletesTargetGroups():
		return nil, true
	}
	return []verdict{{level: Downtime, loss: fmt.Sprintf("%s goes, and %s comes with the same program", appOf(s.Before), name),
		advice: fmt.Sprintf("if it is the same service under another name, write formerly: %s under it, and nothing of the load balancer's is made anew", appOf(s.Before))}}, true
}

func (s subject) deletesTargetGroups() bool {
	for _, group := range s.index.byType[targetGroupType] {
		if group.Operation == changes.Delete {
			return true
		}
	}
	return false
}
