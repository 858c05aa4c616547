package toggles

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/engine"
	"groundwork/internal/graph"
	"groundwork/stacks"
)

// footprint is what the program registers otherwise, by URN: of resources, not of
// the components around them.
type footprint map[resource.URN]bool

// footprints tells the footprints of a base's toggles.
type footprints struct {
	base     Base
	recorder *graph.Recorder
	before   *graph.Graph
}

// footprintsOf records what the program registers for the base.
func footprintsOf(ctx context.Context, base Base, recorder *graph.Recorder) (footprints, error) {
	of := footprints{base: base, recorder: recorder}
	var err error
	of.before, err = of.record(ctx, base.Config)
	return of, err
}

func (f footprints) record(ctx context.Context, config tree) (*graph.Graph, error) {
	content, err := Written(config)
	if err != nil {
		return nil, err
	}
	read, err := engine.ReadConfig(content, f.base.System)
	if err != nil {
		return nil, fmt.Errorf("reading a variant of %s: %w", f.base, err)
	}
	return f.recorder.Record(ctx, graph.Program{
		Run: stacks.Deploy, Project: f.base.System, Stack: f.base.Stack, Config: read.Values, Secrets: read.Secrets,
	})
}

// of is the footprint of a toggle. Values
// that are not known before an up may hide more: the part of the stack file that the
// toggle is in belongs to it as well.
func (f footprints) of(ctx context.Context, toggle Toggle) footprint {
	touched := footprint{}
	for _, one := range toggle.edits {
		touched[resource.URN(one.at[:min(len(one.at), 2)].String())] = true
	}
	after, err := f.record(ctx, edited(f.base.Config, toggle.edits))
	if err != nil {
		return touched // the engine will say why
	}
	compare := func(these, those *graph.Graph) {
		for _, one := range these.Resources {
			if !one.Component && one.Parent != "" && !reflect.DeepEqual(one, those.Find(one.URN)) {
				touched[one.URN] = true
			}
		}
	}
	compare(f.before, after)
	compare(after, f.before)
	return touched
}

// has tells whether a resource, known by its URN or by its name, may be the toggle's:
// it is in the footprint, or named for the service, the job or the bucket that the
// toggle is about.
func (p planned) has(suspect string) bool {
	name := suspect
	if urn := resource.URN(suspect); urn.IsValid() {
		name = urn.Name()
	}
	for urn := range p.touches {
		if string(urn) == suspect || name == suspect && urn.IsValid() && urn.Name() == name {
			return true
		}
	}
	for _, one := range p.edits {
		if len(one.at) > 1 && (name == one.at[1] || strings.HasPrefix(name, one.at[1]+"-")) {
			return true
		}
	}
	return false
}

// moves is false of a toggle for which the program registers nothing otherwise.
func (p planned) moves() bool {
	for urn := range p.touches {
		if urn.IsValid() {
			return true
		}
	}
	return false
}

// apart tells whether two footprints have nothing in common.
func (f footprint) apart(other footprint) bool {
	for urn := range f {
		if other[urn] {
			return false
		}
	}
	return true
}

// planned is a toggle that is to be carried out, with its footprint.
type planned struct {
	Toggle
	touches footprint
}

// packed puts toggles that have nothing in common together, so that they share what
// carrying out costs: other keys, other resources, and the check accepts them all at
// once. What comes of one can be told from what comes of another. Those that seem to
// change nothing are among themselves.
func (b Base) packed(all []planned, most int) [][]planned {
	var packs [][]planned
next:
	for _, one := range all {
		for i, pack := range packs {
			if len(pack) < most && one.moves() == pack[0].moves() && b.fits(pack, one) {
				packs[i] = append(pack, one)
				continue next
			}
		}
		packs = append(packs, []planned{one})
	}
	return packs
}

func (b Base) fits(pack []planned, one planned) bool {
	for _, other := range pack {
		if !one.apart(other.Toggle) || !one.touches.apart(other.touches) {
			return false
		}
	}
	_, err := b.load(edited(b.Config, editsOf(append(pack[:len(pack):len(pack)], one))))
	return err == nil
}

func editsOf(pack []planned) []edit {
	var edits []edit
	for _, one := range pack {
		edits = append(edits, one.edits...)
	}
	return edits
}
