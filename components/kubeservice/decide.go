package kubeservice

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"groundwork/internal/podspec"
	"groundwork/internal/problem"
)

// spec is the pod description of a variant.
func (a Args) spec(variant Variant) podspec.Spec {
	return podspec.Spec{
		Names: a.Names, App: a.App, Instance: a.instance(variant.Colour),
		Image: variant.Image, Command: a.Command, Port: a.Port,
		CPURequest: a.CPURequest, CPULimit: a.CPULimit,
		MemoryRequest: a.MemoryRequest, MemoryLimit: a.MemoryLimit,
		Startup: a.Startup, Liveness: a.Liveness, Readiness: a.Readiness,
		Writable: a.Writable, Mounts: a.Mounts, Token: a.Token,
		Drain: a.Drain, Grace: a.Grace,
	}
}

// instance is the name of a variant's objects.
func (a Args) instance(colour string) string {
	if colour == "" {
		return a.App
	}
	return a.App + "-" + colour
}

// entrance is the name of the Service that a variant's target group is filled from.
// Without a colour that is not the app's plain name, which the next variant takes.
func (a Args) entrance(variant Variant) string { return a.App + "-" + cmp.Or(variant.Colour, "pods") }

// fewest is the smallest number of pods a variant has.
func (a Args) fewest() int {
	if a.Autoscale != nil {
		return a.Autoscale.Min
	}
	return max(a.Replicas, 1)
}

// live is the colour that callers inside the cluster reach.
func (a Args) live() string {
	if a.Live == "" {
		return a.Variants[0].Colour
	}
	return a.Live
}

func (a Args) address() string {
	if a.Port == 0 {
		return ""
	}
	return a.App + "." + a.Namespace + ".svc.cluster.local:" + strconv.Itoa(a.Port)
}

// validate returns every problem of the arguments in one error.
func (a Args) validate() error {
	who := fmt.Sprintf("kubeservice %q", a.App)
	problems := problem.List{About: who + ": "}
	problems.Require(a.Namespace != "", "namespace is required")
	problems.Require(len(a.Variants) > 0, "a variant is required")
	problems.Require(a.Replicas >= 0, "replicas %d must not be negative", a.Replicas)
	var colours []string
	for _, variant := range a.Variants {
		known := variant.Colour == "blue" || variant.Colour == "green" || (variant.Colour == "" && len(a.Variants) == 1)
		problems.Require(known, "colour %q must be blue or green, or empty for the only variant", variant.Colour)
		problems.Require(!slices.Contains(colours, variant.Colour), "colour %q comes twice", variant.Colour)
		problems.Require(variant.TargetGroupARN == nil || a.Port > 0, "a target group needs a port")
		problems.Require(variant.Image != nil, "image of variant %q is required", variant.Colour)
		colours = append(colours, variant.Colour)
	}
	problems.Require(a.Live == "" || slices.Contains(colours, a.Live), "live colour %q is not among the variants", a.Live)
	if a.Singleton {
		problems.Require(len(a.Variants) <= 1 && a.Replicas <= 1 && a.Autoscale == nil, "a singleton has one variant and one replica, and no autoscaler")
	}
	if a.Autoscale != nil {
		problems.Add(a.Autoscale.problems(a.Variants))
	}
	if len(a.Variants) > 0 && a.Variants[0].Image != nil {
		problems.Add(a.spec(a.Variants[0]).Problems(who))
	}
	problems.Add(a.Access.Problems(who, a.Port))
	return problems.Err()
}
