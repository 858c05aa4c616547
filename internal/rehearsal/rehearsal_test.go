package rehearsal

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/danger"
	"groundwork/internal/price"
)

var (
	fine   = &Attempt{Done: Changes{Update: 2}, Seconds: 1078, Applications: true}
	back   = &Attempt{Done: Changes{Update: 2}, Seconds: 1078, Applications: true}
	nat    = Fault{"aws:ec2/natGateway:NatGateway network-nat", "creating EC2 NAT Gateway: operation error EC2: CreateNatGateway, https response error StatusCode: 400, RequestID: 1, api error Resource.AlreadyAssociated: the address is in use"}
	major  = Fault{"aws:rds/instance:Instance database-instance", "updating: api error InvalidParameterCombination: The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version."}
	policy = Fault{"aws:s3/bucketPolicy:BucketPolicy static-policy", "it is declared, and gone from the cloud"}
	bound  = Fault{"kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding api", `resource default/api was not successfully created by the Kubernetes API server: admission webhook "vtargetgroupbinding.elbv2.k8s.aws" denied the request: TargetGroup 1 is already bound to following TargetGroupBindings [default/web].`}
	broken = &Attempt{Done: Changes{Update: 20, Create: 8}, Broke: []Fault{nat}, Failed: []string{"urn:nat"}, Seconds: 60}
	loss   = danger.Finding{URN: "urn:db", Type: "aws:rds/instance:Instance", Name: "database-instance", Level: danger.DataLoss, Loss: "the database is deleted, its data would be lost", Advice: "take a snapshot"}
	open   = danger.Finding{URN: "urn:sg", Type: "aws:ec2/securityGroup:SecurityGroup", Name: "group", Level: danger.Exposure, Loss: "port 22 is open"}
	slow   = danger.Finding{URN: "urn:db", Type: "aws:rds/instance:Instance", Name: "database-instance", Level: danger.Downtime, Loss: "the database is away for a minute or two"}
	plan   = Changes{Update: 40, Replace: 11, Same: 100}
)

// costs is a cost that changes by so many dollars.
func costs(dollars float64) *price.Change {
	change := price.Known(price.Money(2_000_000_000), price.Money(2_000_000_000+dollars*1_000_000))
	return &change
}

func TestWhatWasSeenDecidesVerdictLineAndExitCode(t *testing.T) {
	for what, c := range map[string]struct {
		seen    Seen
		verdict Verdict
		back    Back
		exit    int
		line    string
	}{
		"a change that works both ways": {
			Seen{Planned: plan, Head: fine, Back: back}, Works, BackWorks, 0,
			"comes up, applications in about 18 min; the way back works"},
		"a change of no workload tells the end": {
			Seen{Planned: plan, Head: &Attempt{Seconds: 180}, Back: back}, Works, BackWorks, 0,
			"comes up in about 3 min; the way back works"},
		"requests that get no answer": {
			Seen{Planned: plan, Head: &Attempt{Seconds: 50, Applications: true, Unanswered: []Fault{{"api.example.com", "50 % of the requests get no answer for 25 s"}}}, Back: back}, Fails, BackWorks, 4,
			"comes up, but not without a gap: api.example.com: 50 % of the requests get no answer for 25 s; the way back works"},
		"a way back with a gap is a way back": {
			Seen{Planned: plan, Head: fine, Back: &Attempt{Unanswered: []Fault{{"api.example.com", "requests get no answer for 25 s"}}}}, Works, BackWorks, 0,
			"comes up, applications in about 18 min; the way back works"},
		"a change that takes no time": {
			Seen{Planned: plan, Head: &Attempt{}, Back: back}, Works, BackWorks, 0, "comes up; the way back works"},
		"a new stack comes down again": {
			Seen{New: true, Planned: plan, Head: fine, Back: &Attempt{}}, Works, BackWorks, 0,
			"comes up as a new stack, applications in about 18 min; comes down to nothing"},
		"a new stack may leave final snapshots": {
			Seen{New: true, Planned: plan, Head: fine, Back: &Attempt{Kept: []string{"a", "b"}}}, Works, BackWorks, 0,
			"comes up as a new stack, applications in about 18 min; comes down to 2 final snapshots"},
		"a new stack that leaves something else": {
			Seen{New: true, Planned: plan, Head: fine, Back: &Attempt{Astray: []Fault{{"aws:ec2/vpc:Vpc vpc", "it is left"}}}}, Works, BackFails, 4,
			"comes up as a new stack in about 18 min; coming down fails: 1 resource is left or not as declared: Vpc vpc: it is left"},
		"it breaks, and the base comes back": {
			Seen{Planned: plan, Head: broken, Back: back}, Fails, BackWorks, 4,
			"fails after 28 of 51 changes: NatGateway network-nat: Resource.AlreadyAssociated: the address is ...; the way back works"},
		"it breaks, and the way back too": {
			Seen{Planned: plan, Head: broken, Back: broken}, Fails, BackFails, 4,
			"fails after 28 of 51 changes: NatGateway network-nat: Resource.AlreadyAssociated: the ...; the way back fails too"},
		"a reason that has no room beside what is well": {
			Seen{Planned: plan, Cost: costs(0), Head: &Attempt{Done: Changes{Update: 1}, Broke: []Fault{major}}, Back: back}, Fails, BackWorks, 4,
			"fails after 1 of 51 changes: Instance database-instance: InvalidParameterCombination: The ...; cost as before"},
		"a reason that has no room beside a way back that fails": {
			Seen{Planned: plan, Cost: costs(0), Head: &Attempt{Astray: []Fault{policy}}, Back: &Attempt{Astray: []Fault{policy}}}, Fails, BackFails, 4,
			"comes up, but not as declared: BucketPolicy static-policy: it is declared ...; the way back fails too; cost as before"},
		"what the cluster's own checks say": {
			Seen{Planned: plan, Cost: costs(0), Head: &Attempt{Done: Changes{Update: 1}, Broke: []Fault{bound}}, Back: back}, Fails, BackWorks, 4,
			"fails after 1 of 51 changes: TargetGroupBinding api: TargetGroup 1 is already ...; the way back works; cost as before"},
		"it breaks in the preview": {
			Seen{Unplanned: []Fault{{"", "no such zone"}}}, Fails, BackUntried, 4, "fails before anything is changed: no such zone"},
		"a second up is not quiet": {
			Seen{Planned: plan, Head: &Attempt{Restless: []Fault{{"aws:s3/bucketV2:BucketV2 logs", "update tags"}}}, Back: back}, Fails, BackWorks, 4,
			"comes up, but a second up still changes 1 resource: BucketV2 logs: update tags; the way back works"},
		"something drifts": {
			Seen{Planned: plan, Head: &Attempt{Astray: []Fault{{"a:b:C one", "gone"}, {"a:b:C two", "gone"}}}, Back: back}, Fails, BackWorks, 4,
			"comes up, but 2 resources are not as declared: C one: gone; the way back works"},
		"only the way back fails": {
			Seen{Planned: plan, Head: fine, Back: broken}, Works, BackFails, 4,
			"comes up, applications in about 18 min; the way back fails: NatGateway network-nat: Resource.AlreadyAssociated: the ..."},
		"the way back is not quiet": {
			Seen{Planned: plan, Head: fine, Back: &Attempt{Restless: []Fault{nat, nat}}}, Works, BackFails, 4,
			"comes up in about 18 min; the way back fails: a second up still changes 2 resources: NatGateway network-nat ..."},
		"the cloud has no way back": {
			Seen{Planned: plan, OneWay: map[string]string{"urn:nat": "an address stays"}, Head: fine, Back: broken}, Works, BackNone, 0,
			"one way: comes up, applications in about 18 min; no way back: an address stays"},
		"the way back is refused before it begins": {
			Seen{Planned: plan, OneWay: map[string]string{"urn:pulumi:prod::shop::a:b:C::claim": "a claim stays"}, Head: fine,
				Back: &Attempt{Broke: []Fault{{"", "claim: the server refuses it"}}}}, Works, BackNone, 0,
			"one way: comes up, applications in about 18 min; no way back: a claim stays"},
		"the way back is refused for something else": {
			Seen{Planned: plan, OneWay: map[string]string{"urn:pulumi:prod::shop::a:b:C::claim": "a claim stays"}, Head: fine,
				Back: &Attempt{Broke: []Fault{{"", "claim: the server refuses it"}, {"", "no such zone"}}}}, Works, BackFails, 4,
			"comes up, applications in about 18 min; the way back fails: claim: the server refuses it"},
		"one of two failures on the way back has no excuse": {
			Seen{Planned: plan, OneWay: map[string]string{"urn:nat": "an address stays"}, Head: fine,
				Back: &Attempt{Broke: []Fault{nat, nat}, Failed: []string{"urn:nat", "urn:other"}}}, Works, BackFails, 4,
			"comes up, applications in about 18 min; the way back fails: NatGateway network-nat: Resource.AlreadyAssociated: the ..."},
		"data would be lost by a change that works": {
			Seen{Planned: plan, Findings: []danger.Finding{open, loss}, Head: fine, Back: back}, Loses, BackWorks, 3,
			"loses data: the database is deleted, its data would be lost; comes up in about 18 min"},
		"data would be lost by a change that fails": {
			Seen{Planned: plan, Findings: []danger.Finding{loss, loss}, Head: broken, Back: broken}, Loses, BackFails, 3,
			"loses data: the database is deleted, its data ... (and 1 more); fails after 28 of 51 changes; the way back fails too"},
		"data would be lost, as far as the preview came": {
			Seen{Unplanned: []Fault{{"", "it is protected"}}, Findings: []danger.Finding{loss}}, Loses, BackUntried, 3,
			"loses data: the database is deleted, its data would be lost; fails before anything is changed: it is protected"},
		"an exposure alone blocks nothing": {
			Seen{Planned: plan, Findings: []danger.Finding{open}, Head: fine, Back: back}, Works, BackWorks, 0,
			"comes up, applications in about 18 min; port 22 is open; the way back works"},
		"it costs more": {
			Seen{Planned: plan, Cost: costs(12.41), Head: fine, Back: back}, Works, BackWorks, 0,
			"comes up, applications in about 18 min; the way back works; +12.41 USD a month"},
		"it costs a lot less, and is an interruption": {
			Seen{Planned: plan, Findings: []danger.Finding{open, slow}, Cost: costs(-1460), Head: fine, Back: back}, Works, BackWorks, 0,
			"comes up in about 18 min; the database is away for a minute or two; the way back works; -1,460.00 USD a month"},
		"it costs the same": {
			Seen{Planned: plan, Cost: costs(0), Head: fine, Back: back}, Works, BackWorks, 0,
			"comes up, applications in about 18 min; the way back works; cost as before"},
		"nobody knows what it costs": {
			Seen{Planned: plan, Cost: &price.Change{}, Head: fine, Back: back}, Works, BackWorks, 0,
			"comes up, applications in about 18 min; the way back works; cost unknown"},
		"a new stack whose cost is known": {
			Seen{New: true, Planned: plan, Cost: costs(1214.36), Head: fine, Back: &Attempt{}}, Works, BackWorks, 0,
			"comes up as a new stack, applications in about 18 min; comes down to nothing; +1,214.36 USD a month"},
		"it loses, fails and costs": {
			Seen{Planned: plan, Findings: []danger.Finding{loss}, Cost: costs(-12.41), Head: broken, Back: back}, Loses, BackWorks, 3,
			"loses data: the database is deleted, its data would be lost; fails after 28 of 51 changes; -12.41 USD a month"},
		"it loses, and the way back fails": {
			Seen{Planned: plan, Findings: []danger.Finding{loss}, Cost: costs(-12.41), Head: fine, Back: broken}, Loses, BackFails, 3,
			"loses data: the database is deleted, its data ...; comes up in about 18 min; the way back fails; -12.41 USD a month"},
		"what is protected is not tried": {
			Seen{Planned: plan, Findings: []danger.Finding{{Level: danger.DataLoss, Loss: "the bucket is deleted; it is protected", Protected: true}}}, Loses, BackUntried, 3,
			"loses data: the bucket is deleted; it is protected; not carried out"},
		"nor what is protected and only away": {
			Seen{Planned: plan, Findings: []danger.Finding{{Level: danger.Downtime, Loss: "the password is replaced; it is protected", Protected: true}}}, Loses, BackUntried, 3,
			"loses data: the password is replaced; it is protected; not carried out"},
		"a stack file that is gone": {
			Seen{File: "Pulumi.dev.yaml", Removed: true}, Loses, BackUntried, 3, "loses the stack: " + cut(removed, mostRoom)},
		"a stack file that is refused": {
			Seen{File: "Pulumi.dev.yaml", Refused: []string{"groundwork:x: 1: no", "groundwork:y: 2: no"}}, Refused, BackUntried, 2,
			"refused: groundwork:x: 1: no (and 1 more)"},
		"what is there can't become what the file says": {
			Seen{Planned: plan, Findings: []danger.Finding{loss, {Level: danger.Refused, Loss: "storage can't be less than the 500 GB that are there"}}}, Refused, BackUntried, 2,
			"refused: storage can't be less than the 500 GB that are there"},
		"nothing differs": {
			Seen{Same: true}, Unchanged, BackUntried, 0, "unchanged: the stack file and the code are the base's"},
		"what differs changes nothing": {
			Seen{Planned: Changes{Same: 9}}, Unchanged, BackUntried, 0, "unchanged: the preview on the base has no change"},
	} {
		t.Run(what, func(t *testing.T) {
			outcome := Judge(c.seen)
			assert.Equal(t, c.verdict, outcome.Verdict)
			assert.Equal(t, c.back, outcome.Back)
			assert.Equal(t, c.exit, outcome.Exit())
			assert.Equal(t, c.line, outcome.Line)
		})
	}
}

func TestTheReasonIsWholeAndSaysWhere(t *testing.T) {
	for what, c := range map[string]struct {
		seen       Seen
		reason, at string
	}{
		"of a failure":                 {Seen{Head: broken, Back: back}, nat.Reason, nat.At},
		"of a way back that fails":     {Seen{Head: fine, Back: broken}, nat.Reason, nat.At},
		"of a loss":                    {Seen{Findings: []danger.Finding{loss}, Head: broken}, loss.Loss, "aws:rds/instance:Instance database-instance"},
		"of a refusal":                 {Seen{File: "Pulumi.dev.yaml", Refused: []string{"no"}}, "no", "Pulumi.dev.yaml"},
		"of a change without way back": {Seen{OneWay: map[string]string{"urn:nat": "so it is"}, Head: fine, Back: broken}, "so it is", nat.At},
		"of what works":                {Seen{Head: fine, Back: back}, "", ""},
	} {
		outcome := Judge(c.seen)
		assert.Equal(t, c.reason, outcome.Reason, what)
		assert.Equal(t, c.at, outcome.At, what)
	}
}

func TestTheDetailsHaveEverything(t *testing.T) {
	seen := Seen{System: "shop", Stack: "dev", Findings: []danger.Finding{loss}, Head: broken, Back: &Attempt{Broke: []Fault{{"", "no"}}, Kept: []string{"final snapshot"}}}
	details := strings.Join(Judge(seen).Details, "\n")
	for _, want := range []string{"lost: aws:rds/instance:Instance database-instance: the database is deleted", "take a snapshot", nat.At + ": " + nat.Reason, "on the way back: shop/dev: no", "kept on purpose: final snapshot"} {
		assert.Contains(t, details, want)
	}
}

func TestScriptsReadTheseKeys(t *testing.T) {
	text, err := json.Marshal(Judge(Seen{System: "shop", Stack: "dev", Planned: plan, Head: fine, Back: back}))
	require.NoError(t, err)
	assert.JSONEq(t, `{"system":"shop","stack":"dev","verdict":"works","back":"works","reason":"","at":"",
		"changes":{"create":0,"update":40,"replace":11,"delete":0,"same":100},"seconds":1078}`, string(text))
	failed := Judge(Seen{Planned: plan, Head: broken, Back: back})
	assert.Zero(t, failed.Seconds, "they never are up")
}

func TestALongReasonIsCutInTheLineOnly(t *testing.T) {
	long := strings.Repeat("ä very long reason, ", 20)
	outcome := Judge(Seen{Unplanned: []Fault{{"", long}}})
	assert.True(t, utf8.ValidString(outcome.Line))
	assert.Regexp(t, ` (ä|very|long|reason) \.\.\.$`, outcome.Line, "at a word")
	assert.Equal(t, long, outcome.Reason)
	assert.Contains(t, strings.Join(outcome.Details, "\n"), long)
}

// Whatever comes together, the line is no longer than people see in a list of
// comments, and names the verdict, the loss and the cost.
func TestTheFirstLineHasRoomForItself(t *testing.T) {
	endless := Fault{"aws:ec2/natGateway:NatGateway " + strings.Repeat("n", 200), strings.Repeat("w", 300)}
	worst := danger.Finding{Level: danger.DataLoss, Loss: strings.Repeat("the data of everybody ", 30)}
	attempts := []*Attempt{nil, fine, {Broke: []Fault{endless}, Failed: []string{"u"}}, {Restless: []Fault{endless, nat}}, {Astray: []Fault{endless}}, {Kept: []string{"a"}}}
	for _, findings := range [][]danger.Finding{nil, {worst, worst}, {slow}, {{Level: danger.Refused, Loss: worst.Loss}}} {
		for _, cost := range []*price.Change{nil, {}, costs(-123456.78)} {
			for _, head := range attempts {
				for _, back := range attempts {
					for _, fresh := range []bool{false, true} {
						seen := Seen{New: fresh, Planned: Changes{Update: 1234}, Findings: findings, Cost: cost, Head: head, Back: back, OneWay: map[string]string{"u": worst.Loss}}
						line := Judge(seen).Line
						assert.LessOrEqual(t, utf8.RuneCountInString(line), widest, line)
						if cost != nil && seen.verdict() != Refused && seen.verdict() != Unchanged {
							assert.Regexp(t, `(USD a month|cost unknown)$`, line)
						}
						if seen.verdict() == Loses {
							assert.Regexp(t, `^loses data: the`, line)
						}
					}
				}
			}
		}
	}
}

func TestAStackFilesEscapesDoNotReachATerminal(t *testing.T) {
	outcome := Judge(Seen{Refused: []string{"groundwork:zz\x1b[2J: no\u202e"}})
	assert.Equal(t, "refused: groundwork:zz [2J: no", outcome.Line)
}
