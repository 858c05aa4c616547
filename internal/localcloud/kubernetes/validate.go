package kubernetes

import (
	"fmt"
	"strings"

	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/api/validation/path"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"groundwork/internal/localcloud"
)

// fieldRules are what the server asks of the fields of a type beyond their own
// types, by token. The server's own are in pkg/apis/<group>/validation:
// https://github.com/kubernetes/kubernetes/tree/v1.34.4/pkg/apis
var fieldRules = map[string]func(typed any) field.ErrorList{
	"kubernetes:apps/v1:DaemonSet":                               against(validateDaemonSet),
	"kubernetes:apps/v1:Deployment":                              against(validateDeployment),
	"kubernetes:apps/v1:ReplicaSet":                              against(validateReplicaSet),
	"kubernetes:apps/v1:StatefulSet":                             against(validateStatefulSet),
	"kubernetes:batch/v1:CronJob":                                against(validateCronJob),
	"kubernetes:batch/v1:Job":                                    against(validateJob),
	"kubernetes:core/v1:Pod":                                     against(validatePod),
	"kubernetes:networking.k8s.io/v1:Ingress":                    against(validateIngress),
	"kubernetes:networking.k8s.io/v1:NetworkPolicy":              against(validateNetworkPolicy),
	"kubernetes:policy/v1:PodDisruptionBudget":                   against(validateBudget),
	"kubernetes:rbac.authorization.k8s.io/v1:Role":               against(validateRole),
	"kubernetes:rbac.authorization.k8s.io/v1:RoleBinding":        against(validateRoleBinding),
	"kubernetes:rbac.authorization.k8s.io/v1:ClusterRole":        against(validateClusterRole),
	"kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": against(validateClusterRoleBinding),
	claimType:         against(validateClaim),
	configMapType:     against(validateConfigMap),
	hpaType:           against(validateAutoscaler),
	limitRangeType:    against(validateLimitRange),
	priorityClassType: against(validatePriorityClass),
	secretType:        against(validateSecret),
	serviceType:       against(validateService),
	storageClassType:  against(validateStorageClass),
}

func against[T any](check func(*T) field.ErrorList) func(any) field.ErrorList {
	return func(typed any) field.ErrorList {
		if object, ok := typed.(*T); ok {
			return check(object)
		}
		return nil
	}
}

// refusals are the server's objections to an object. What is not known yet, and
// what depends on it, is passed over.
func refusals(tx *localcloud.Tx, t *resourceType, object fields) []string {
	var problems field.ErrorList
	if t.shape == nil {
		found, _ := define(tx, t)
		if unknowns := undefined(found.schema, object); len(unknowns) > 0 {
			return unknowns
		}
		problems = append(metadataProblems(t, object), schemaProblems(found.schema, object)...)
	} else {
		typed, err := admit(t, known(object))
		if err != nil {
			return []string{fmt.Sprintf("%s in version %q cannot be handled as a %s: %v", t.kind, t.version, t.kind, err)}
		}
		problems = metadataProblems(t, object)
		if check, ok := fieldRules[t.token()]; ok {
			problems = append(problems, check(typed)...)
		}
	}
	problems = plain(problems, hidden("", object))
	if len(problems) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s %q is invalid: %v", t.qualified(), textAt(object, "metadata", "name"), problems.ToAggregate())}
}

// plain leaves out objections about what is hidden.
func plain(problems field.ErrorList, hidden []string) field.ErrorList {
	var out field.ErrorList
	for _, problem := range problems {
		if !touches(problem.Field, hidden) {
			out = append(out, problem)
		}
	}
	return out
}

func touches(path string, hidden []string) bool {
	under := func(path, root string) bool {
		rest, ok := strings.CutPrefix(path, root)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	}
	for _, at := range hidden {
		if under(path, at) || under(at, path) {
			return true
		}
	}
	return false
}

// hidden lists the paths of what is not known.
func hidden(at string, value any) []string {
	var list []string
	switch v := value.(type) {
	case unknown:
		return []string{at}
	case fields:
		for name, item := range v {
			list = append(list, hidden(join(at, name), item)...)
		}
	case []any:
		for i, item := range v {
			list = append(list, hidden(fmt.Sprintf("%s[%d]", at, i), item)...)
		}
	}
	// A selector and the labels it must match are judged together.
	for _, path := range list {
		if at == "" && (strings.HasPrefix(path, "spec.selector") || strings.HasPrefix(path, "spec.template.metadata")) {
			return append(list, "spec.selector", "spec.template.metadata.labels")
		}
	}
	return list
}

// nameRules are the kinds whose names follow another rule than that of a DNS
// subdomain.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
var nameRules = map[string]apivalidation.ValidateNameFunc{
	namespaceType: apivalidation.NameIsDNSLabel,
	serviceType:   apivalidation.NameIsDNS1035Label,
	"kubernetes:rbac.authorization.k8s.io/v1:Role":               pathSegment,
	"kubernetes:rbac.authorization.k8s.io/v1:RoleBinding":        pathSegment,
	"kubernetes:rbac.authorization.k8s.io/v1:ClusterRole":        pathSegment,
	"kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": pathSegment,
	"kubernetes:apps/v1:StatefulSet":                             apivalidation.NameIsDNSLabel,
	"kubernetes:batch/v1:CronJob":                                scheduledName,
}

func pathSegment(name string, prefix bool) []string {
	return path.ValidatePathSegmentName(name, prefix)
}

// scheduledName leaves room for the time in the names of the Jobs.
// https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#writing-a-cronjob-spec
func scheduledName(name string, prefix bool) []string {
	const room = validation.DNS1035LabelMaxLength - 11
	if len(name) > room {
		return []string{fmt.Sprintf("must be no more than %d characters", room)}
	}
	return apivalidation.NameIsDNSSubdomain(name, prefix)
}

// metadataProblems hold names, labels and annotations to their alphabets.
func metadataProblems(t *resourceType, object fields) field.ErrorList {
	var metadata metav1.ObjectMeta
	given, _ := known(at(object, "metadata")).(fields)
	if err := decode(given, &metadata); err != nil {
		return field.ErrorList{field.Invalid(field.NewPath("metadata"), "", err.Error())}
	}
	rule, ok := nameRules[t.token()]
	if !ok {
		rule = apivalidation.NameIsDNSSubdomain
	}
	return apivalidation.ValidateObjectMeta(&metadata, !t.cluster && metadata.Namespace != "", rule, field.NewPath("metadata"))
}
