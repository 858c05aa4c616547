package crosscheck

import corev1 "k8s.io/api/core/v1"

// claims of volumes name a class that is there. One without a name takes the
// default class, which on EKS is none.
// https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions-standard.html
func (c *Cluster) claims() []Problem {
	var problems []Problem
	for _, w := range c.Workloads {
		r := report{object: w.String()}
		for _, claim := range w.claims {
			c.mustHaveClass(&r, "spec.volumeClaimTemplates["+claim.Name+"].spec.storageClassName", claim.Spec)
		}
		for _, volume := range w.Pod.Volumes {
			if volume.Ephemeral != nil && volume.Ephemeral.VolumeClaimTemplate != nil {
				c.mustHaveClass(&r, w.path+".spec.volumes["+volume.Name+"].ephemeral", volume.Ephemeral.VolumeClaimTemplate.Spec)
			}
		}
		problems = append(problems, r.problems...)
	}
	for _, claim := range c.claimed {
		r := report{object: title("PersistentVolumeClaim", claim.Namespace, claim.Name)}
		c.mustHaveClass(&r, "spec.storageClassName", claim.Spec)
		problems = append(problems, r.problems...)
	}
	return problems
}

func (c *Cluster) mustHaveClass(r *report, field string, claim corev1.PersistentVolumeClaimSpec) {
	switch class := claim.StorageClassName; {
	case class == nil:
		r.add(field, "it names no class")
	case *class != "": // an empty one asks for a volume that somebody makes by hand
		c.mustHave(r, field, "StorageClass", "", *class, "")
	}
}
