// Package danger judges a change set by what is lost: data, the service while the
// change runs, or the protection of something. It looks at what the engine says it
// would do, never at the cloud, and is pure.
package danger

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"groundwork/internal/changes"
)

// Level is what kind of loss a change brings.
type Level string

// The levels, worst first.
const (
	// Refused can't be carried out: the cloud refuses it half-way, or has no way to do
	// it. Nothing may be begun, and no approval lifts it.
	Refused Level = "refused"
	// DataLoss destroys what can't be made again. It blocks until approved.
	DataLoss Level = "data loss"
	// Downtime interrupts somebody who uses the system.
	Downtime Level = "downtime"
	// Exposure opens something, or takes a protection away.
	Exposure Level = "exposure"
	// None is a change without a known danger.
	None Level = "none"
)

// rank orders levels: the lower, the worse.
var rank = map[Level]int{Refused: 0, DataLoss: 1, Downtime: 2, Exposure: 3, None: 4}

// Finding is one danger of one resource. Its sentences may quote values of the
// stack: whoever shows them escapes them.
type Finding struct {
	URN  string `json:"urn"`
	Type string `json:"type"`
	Name string `json:"name"`
	// Component is the name people know the resource by.
	Component string `json:"component"`
	Level     Level  `json:"level"`
	// Loss is what is lost, in one sentence without a full stop, such as "the
	// database is replaced, its data would be lost".
	Loss string `json:"loss"`
	// Advice is what to do instead, or before; "" when there is nothing to say.
	Advice string `json:"advice,omitempty"`
	// Paths are the properties that bring it about; none for a deletion.
	Paths []string `json:"paths,omitempty"`
	// Protected is true of the loss of something that the engine refuses to delete.
	// No approval lifts it: the protection is lifted first, in an update of its own.
	Protected bool `json:"protected,omitempty"`
	// Untold is true of one that rests on a value which only applying tells.
	Untold bool `json:"-"`
}

// Blocks is true of a finding that stops a change until somebody does something
// about it.
func (f Finding) Blocks() bool { return f.Level == Refused || f.Level == DataLoss || f.Protected }

// Judge finds the dangers of a set, worst first, in the same order each time.
func Judge(set changes.Set) []Finding {
	index := indexOf(set)
	judged := refusedBy(set)
	for _, found := range placeFindings(set) {
		judged = append(judged, judgement{found, grave})
	}
	for _, resource := range set.Resources {
		// What is forgotten or imported stays as it is: only the program lets go of
		// it, or takes it over.
		idle := !resource.Changes() || resource.Operation == changes.Forget || resource.Operation == changes.Import
		if resource.Component || idle {
			continue
		}
		s := subject{Resource: resource, index: index}
		for _, found := range s.verdicts() {
			judged = append(judged, judgement{s.finding(found), found.mild})
		}
	}
	slices.SortStableFunc(judged, func(a, b judgement) int {
		return cmp.Or(cmp.Compare(rank[a.Level], rank[b.Level]), cmp.Compare(a.mild, b.mild), cmp.Compare(a.Component, b.Component),
			cmp.Compare(a.Name, b.Name), cmp.Compare(a.URN, b.URN), cmp.Compare(a.Loss, b.Loss))
	})
	findings := make([]Finding, 0, len(judged))
	for _, one := range judged {
		findings = append(findings, one.Finding)
	}
	return findings
}

// verdicts are what all rules say of a resource.
func (s subject) verdicts() []verdict {
	var all []verdict
	for _, rule := range rules {
		all = append(all, rule(s)...)
	}
	lost := slices.ContainsFunc(all, func(found verdict) bool { return found.level != Exposure })
	if s.Protected && s.gone() && !lost {
		// No rule knows what is lost, and yet the update would fail.
		all = append(all, verdict{level: Refused, paths: s.Because, loss: fmt.Sprintf("%s is %s", s.what(), s.verb())})
	}
	return all
}

// judgement is a finding on its way into the order.
type judgement struct {
	Finding
	mild grade
}

// rules look at one changed resource each. Deciding rules stand in the file of
// what they know; the tables behind them are data.
var rules = []func(subject) []verdict{
	groundRule, lockRule, sizeRule, scalingRule, sourceRule, versionRule, storeRule, shrinkRule, namespaceRule, releaseRule, claimsRule,
	outageRule, databaseRule, cacheRule, restartRule, rolloutRule, spareRule, parametersRule, nodesRule, portRule, repositoryRule,
	switchRule, guardRule, ingressRule, prefixListRule, endpointRule, policyRule, attachmentRule,
	tlsRule, rulesetRule, accessRule, networkPolicyRule, standardRule,
}

// Worst is the level of the worst finding, None without any.
func Worst(findings []Finding) Level {
	worst := None
	for _, finding := range findings {
		if rank[finding.Level] < rank[worst] {
			worst = finding.Level
		}
	}
	return worst
}

// Of gives the findings of a level, in their order.
func Of(findings []Finding, level Level) []Finding {
	var of []Finding
	for _, finding := range findings {
		if finding.Level == level {
			of = append(of, finding)
		}
	}
	return of
}

// Fingerprint identifies what an approval covers: the data that would be lost,
// of every finding that says so. A change that destroys something else, or the
// same thing in another way, has another fingerprint. "" when nothing is lost.
func Fingerprint(findings []Finding) string {
	var lost []string
	for _, finding := range Of(findings, DataLoss) {
		lost = append(lost, fmt.Sprintf("%q %q", finding.URN, finding.Loss))
	}
	if len(lost) == 0 {
		return ""
	}
	slices.Sort(lost)
	hash := sha256.New()
	for _, line := range slices.Compact(lost) {
		fmt.Fprintln(hash, line)
	}
	return hex.EncodeToString(hash.Sum(nil))[:fingerprintDigits]
}

// fingerprintDigits are enough to tell changes apart and short enough to read.
const fingerprintDigits = 16

// verdict is what a rule says of its subject.
type verdict struct {
	level        Level
	loss, advice string
	paths        []string
	// mild orders verdicts of one level: the higher, the later.
	mild grade
	// untold is true where only applying tells.
	untold bool
}

// grade orders what has the same level.
type grade int

// Grades: a database before a bucket before logs; what is opened to the whole
// internet before what is opened a little; a load balancer before one of its rules.
const (
	grave grade = iota - 1
	usual
	mild
)

func (s subject) finding(v verdict) Finding {
	found := Finding{
		URN: s.URN, Type: s.Type, Name: s.Name, Component: s.Within(),
		Level: v.level, Loss: v.loss, Advice: v.advice, Paths: v.paths, Untold: v.untold,
	}
	// What can't be done without the protection either has a way on of its own.
	impossible := v.level == Refused && v.advice != ""
	if s.Protected && s.gone() && v.level != Exposure && !impossible {
		s.protect(&found)
	}
	return found
}
