package facts

// complete adds the arguments of a data source that the facts lack.
func (f *Function) complete() {
	if f.Inputs == nil {
		return
	}
	for name, shape := range alsoAsked[f.Token] {
		f.add(name, shape)
	}
	// The facts leave out every id, which many data sources may be asked by; a
	// program's own types keep it from the others.
	f.add("id", Property{Element: String})
}

func (f *Function) add(name string, shape Property) {
	if f.Inputs[name] == nil {
		shape.Name, shape.Optional = name, true
		f.Inputs[name] = &shape
	}
}

// alsoAsked are arguments that only the pinned SDK has.
var alsoAsked = map[string]map[string]Property{
	"aws:cloudwatch/getLogDataProtectionPolicyDocument:getLogDataProtectionPolicyDocument": {"configuration": {Element: Any}},
	"aws:ec2/getAmi:getAmi":                               {"uefiData": {Element: String}},
	"aws:ec2/getVpcEndpointService:getVpcEndpointService": {"serviceRegions": {Container: List, Element: String}},
	"aws:guardduty/getDetector:getDetector":               {"tags": {Container: Map, Element: String}},
	"aws:neptune/getEngineVersion:getEngineVersion": {
		"defaultOnly": {Element: Bool}, "hasMajorTarget": {Element: Bool}, "hasMinorTarget": {Element: Bool}, "latest": {Element: Bool},
		"preferredMajorTargets": {Container: List, Element: String}, "preferredUpgradeTargets": {Container: List, Element: String},
	},
	"aws:rds/getCertificate:getCertificate": {"defaultForNewLaunches": {Element: Bool}},
}
