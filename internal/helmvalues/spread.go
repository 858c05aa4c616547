package helmvalues

// Spread is one wish of where a chart's pods stand, as pods have it:
// https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
type Spread struct {
	MaxSkew           int      `json:"maxSkew"`
	TopologyKey       string   `json:"topologyKey"`
	WhenUnsatisfiable string   `json:"whenUnsatisfiable"`
	LabelSelector     selector `json:"labelSelector"`
}

type selector struct {
	MatchLabels map[string]string `json:"matchLabels"`
}

// Apart keeps the pods with these labels apart, over zones and over nodes. It is a wish
// and not a condition: a zone without room must not hold up a rollout.
func Apart(labels map[string]string) []Spread {
	var wishes []Spread
	for _, key := range []string{"topology.kubernetes.io/zone", "kubernetes.io/hostname"} {
		wishes = append(wishes, Spread{MaxSkew: 1, TopologyKey: key, WhenUnsatisfiable: "ScheduleAnyway", LabelSelector: selector{MatchLabels: labels}})
	}
	return wishes
}
