package toggles

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
	"groundwork/internal/rehearsal"
	"groundwork/tests/staying"
)

// holds is what the cloud and the state hold, by type and name, without what a cloud
// makes up. What has only a made-up name goes by all that it is.
func (w *world) holds() map[string]thing {
	objects := w.session.Cloud().List()
	snapshot, err := w.session.Snapshot(w.t.Context(), engine.Request{System: w.system, Stack: w.base.Stack})
	require.NoError(w.t, err)
	names := namesFor(objects, w.drawn(snapshot.Deployment.Resources))
	found := held(objects, names)
	declared, scaled := map[string]string{}, map[string]bool{}
	for _, one := range snapshot.Deployment.Resources {
		urn := string(one.URN)
		wanted, _ := one.Inputs["spec"].(map[string]any)
		scaled[urn] = one.Type == "kubernetes:apps/v1:Deployment" && wanted["replicas"] == nil
		put(found, "the state's "+string(one.Type)+" "+one.URN.Name(), thing{is: plainly(names, w.opened(one.Inputs)), urn: urn})
		declared[string(one.Type)+" "+string(one.ID)] = urn
	}
	for key, one := range found {
		if one.urn == "" {
			one.urn = declared[one.id]
			found[key] = one
			if scaled[one.urn] {
				leaveToAutoscaler(one.is)
			}
		}
	}
	return found
}

// leaveToAutoscaler forgets how many pods a workload has that the program leaves to an
// autoscaler: more come at once, and go only after a calm time.
func leaveToAutoscaler(workload any) {
	sections, _ := workload.(map[string]any)
	for _, section := range []string{"spec", "status"} {
		counts, _ := sections[section].(map[string]any)
		for _, key := range []string{"replicas", "readyReplicas", "availableReplicas", "updatedReplicas"} {
			delete(counts, key)
		}
	}
}

// held is what a cloud holds.
func held(objects []localcloud.Listed, names *strings.Replacer) map[string]thing {
	found := map[string]thing{}
	for _, one := range objects {
		is, name := plainly(names, one.Properties), lasting(names.Replace(one.Name))
		if one.Type == "aws:secretsmanager/secretVersion:SecretVersion" {
			name = drawnEnd.ReplaceAllString(name, "")
		}
		if madeUp(one) {
			name = fmt.Sprint(is)
		}
		put(found, one.Type+" "+name, thing{identity: identity(one), is: is, id: one.Type + " " + one.ID})
	}
	return found
}

// thing is something that is held. What has another identity was made anew: the cloud
// draws much of it, and what was asked for stands in the state.
type thing struct {
	identity string
	is       any
	// id is its type and id in the cloud, urn what the state calls it; "" of what no
	// program declares.
	id, urn string
}

// stays is true of what no program declares and is to stay: an object in a bucket, which
// a service of AWS wrote, such as the load balancer its test file where its logs are to
// go, and the final snapshot of a database.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
func (one thing) stays() bool {
	typ, _, _ := strings.Cut(one.id, " ")
	return one.urn == "" && (typ == "aws:s3/bucketObjectv2:BucketObjectv2" || strings.HasSuffix(typ, "/snapshot:Snapshot"))
}

// identity is of one thing for as long as it lives.
func identity(one localcloud.Listed) string {
	metadata, _ := one.Properties["metadata"].(map[string]any)
	return fmt.Sprint(one.ID, one.Properties["uniqueId"], one.Properties["createDate"], one.Properties["createdAt"], metadata["uid"])
}

// madeUp tells whether the cloud made a thing's name up: it is the id, and nothing that
// the thing is called.
func madeUp(one localcloud.Listed) bool {
	if one.Name != one.ID {
		return false
	}
	for key, value := range one.Properties {
		if value == one.Name && key != "id" && key != "arn" {
			return false
		}
	}
	return true
}

// put keeps what has the same name apart.
func put(found map[string]thing, key string, one thing) {
	of := key
	for number := 2; found[of].is != nil; number++ {
		of = fmt.Sprintf("%s (%d)", key, number)
	}
	found[of] = one
}

// differences are what is otherwise than before, and what the state calls it.
func differences(was, is map[string]thing) (faults []rehearsal.Fault, urns []string) {
	add := func(key string, one thing, reason string) {
		faults = append(faults, rehearsal.Fault{At: key, Reason: reason})
		if one.urn != "" {
			urns = append(urns, one.urn)
		}
	}
	for key, one := range was {
		now, there := is[key]
		if !there {
			add(key, one, "it was there before, and is gone")
			continue
		}
		typ, _, _ := strings.Cut(one.id, " ")
		if differ := differing(typ, "", one.is, now.is); len(differ) > 0 && now.identity == one.identity {
			add(key, one, "not as it was: "+strings.Join(differ, "; "))
		}
	}
	for key, one := range is {
		if _, there := was[key]; !there && !one.stays() {
			add(key, one, "it is left after going back")
		}
	}
	slices.SortFunc(faults, func(a, b rehearsal.Fault) int { return strings.Compare(a.At, b.At) })
	return faults, urns
}

// differing are the paths of what differs in a thing of a type, with both values, but
// for those that may stay as they are.
func differing(typ, at string, before, after any) []string {
	was, both := before.(map[string]any)
	is, sections := after.(map[string]any)
	items, list := before.([]any)
	others, lists := after.([]any)
	var paths []string
	if list && lists && len(items) == len(others) { // what is in one goes by the list's path
		for i, item := range items {
			paths = append(paths, differing(typ, at, item, others[i])...)
		}
		return paths
	}
	if !both || !sections {
		if fmt.Sprint(before) == fmt.Sprint(after) || staying.Why(typ, strings.TrimPrefix(at, ".")) != "" {
			return nil
		}
		return []string{fmt.Sprintf("%s was %v and is %v", at, before, after)}
	}
	for key := range was {
		paths = append(paths, differing(typ, at+"."+key, was[key], is[key])...)
	}
	for key := range is {
		if _, there := was[key]; !there {
			paths = append(paths, differing(typ, at+"."+key, nil, is[key])...)
		}
	}
	slices.Sort(paths)
	return paths
}
