package workload

import (
	"slices"
	"strings"

	"groundwork/spec"
)

// internet is what a stack file calls the addresses outside.
const internet = "internet"

// variableOf is the variable that gets the connection URL of a data store.
var variableOf = map[Store]string{Database: "DATABASE_URL", DatabaseRead: "DATABASE_READ_URL", Cache: "REDIS_URL"}

// wire turns what a stack file says that a program uses into variables, ways through the
// network and rights, and nothing else.
func (w *Workload) wire(system *spec.System, uses []string, env map[string]string, secrets []string) {
	w.Variables = map[string]Value{}
	for name, text := range env {
		w.Variables[name] = Value{Text: text}
	}
	for _, name := range secrets {
		w.Variables[name] = Value{Secret: name}
	}
	for _, use := range uses {
		_, isBucket := system.Buckets[use]
		switch name, isStore := variableOf[Store(use)]; {
		case isStore:
			w.Variables[name] = Value{Store: Store(use)}
			w.Reaches = append(w.Reaches, Reach{Store: Store(use)})
		case use == internet:
			w.Reaches = append(w.Reaches, Reach{Internet: true})
		case isBucket:
			w.Variables[variable(use)+"_BUCKET"] = Value{Bucket: use}
			w.Reaches = append(w.Reaches, Reach{Bucket: use})
			w.Rights = append(w.Rights, Right{Bucket: use})
		default:
			port := system.Services[use].Port
			w.Variables[variable(use)+"_URL"] = Value{Workload: use, Port: port}
			w.Reaches = append(w.Reaches, Reach{Workload: use, Port: port})
		}
	}
}

// variable is a name as part of an environment variable.
func variable(name string) string {
	return strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// Uses tells whether a program connects to a data store.
func (w Workload) Uses(store Store) bool {
	return slices.ContainsFunc(w.Reaches, func(to Reach) bool { return to.Store == store })
}

// Calls are the workloads that it connects to.
func (w Workload) Calls() []string {
	var names []string
	for _, to := range w.Reaches {
		if to.Workload != "" {
			names = append(names, to.Workload)
		}
	}
	return names
}

// callersOf are the workloads that connect to one, sorted.
func callersOf(name string, all []Workload) []string {
	var callers []string
	for _, caller := range all {
		if slices.Contains(caller.Calls(), name) {
			callers = append(callers, caller.Name)
		}
	}
	slices.Sort(callers)
	return callers
}
