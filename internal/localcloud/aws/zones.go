package aws

// zone is an availability zone: the name is this account's, the id means the
// same place in every account.
type zone struct{ Name, ID string }

// zones are the availability zones by region. AWS shuffles names per account;
// these are the pairs of the account that the recordings were made with where
// there are any, and otherwise one possible shuffle. Zone ids are from
// https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html.
var zones = map[string][]zone{
	"us-east-1":      pairs("us-east-1", "use1", "a6 b1 c2 d4 e3 f5"),
	"us-east-2":      pairs("us-east-2", "use2", "a1 b2 c3"),
	"us-west-1":      pairs("us-west-1", "usw1", "a3 b1"),
	"us-west-2":      pairs("us-west-2", "usw2", "a2 b1 c3 d4"),
	"ca-central-1":   pairs("ca-central-1", "cac1", "a1 b2 d4"),
	"sa-east-1":      pairs("sa-east-1", "sae1", "a1 b2 c3"),
	"eu-west-1":      pairs("eu-west-1", "euw1", "a3 b1 c2"),
	"eu-west-2":      pairs("eu-west-2", "euw2", "a2 b3 c1"),
	"eu-west-3":      pairs("eu-west-3", "euw3", "a1 b2 c3"),
	"eu-central-1":   pairs("eu-central-1", "euc1", "a2 b3 c1"),
	"eu-central-2":   pairs("eu-central-2", "euc2", "a1 b2 c3"),
	"eu-north-1":     pairs("eu-north-1", "eun1", "a1 b2 c3"),
	"eu-south-1":     pairs("eu-south-1", "eus1", "a1 b2 c3"),
	"eu-south-2":     pairs("eu-south-2", "eus2", "a1 b2 c3"),
	"me-south-1":     pairs("me-south-1", "mes1", "a1 b2 c3"),
	"me-central-1":   pairs("me-central-1", "mec1", "a1 b2 c3"),
	"il-central-1":   pairs("il-central-1", "ilc1", "a1 b2 c3"),
	"af-south-1":     pairs("af-south-1", "afs1", "a1 b2 c3"),
	"ap-south-1":     pairs("ap-south-1", "aps1", "a1 b3 c2"),
	"ap-southeast-1": pairs("ap-southeast-1", "apse1", "a1 b2 c3"),
	"ap-southeast-2": pairs("ap-southeast-2", "apse2", "a3 b1 c2"),
	"ap-northeast-1": pairs("ap-northeast-1", "apne1", "a4 c1 d2"),
	"ap-northeast-2": pairs("ap-northeast-2", "apne2", "a1 b2 c3 d4"),
	"ap-east-1":      pairs("ap-east-1", "ape1", "a1 b2 c3"),
}

// pairs reads "a6 b1" as zone a with id 6 and zone b with id 1.
func pairs(region, prefix, list string) []zone {
	var out []zone
	for i := 0; i+1 < len(list); i += 3 {
		out = append(out, zone{Name: region + list[i:i+1], ID: prefix + "-az" + list[i+1:i+2]})
	}
	return out
}

// zoneNamed finds a zone of a region by its name or its id.
func zoneNamed(region, nameOrID string) (zone, bool) {
	for _, z := range zones[region] {
		if z.Name == nameOrID || z.ID == nameOrID {
			return z, true
		}
	}
	return zone{}, false
}

// places are the regions' names as the console shows them.
var places = map[string]string{
	"us-east-1": "US East (N. Virginia)", "us-east-2": "US East (Ohio)",
	"us-west-1": "US West (N. California)", "us-west-2": "US West (Oregon)",
	"ca-central-1": "Canada (Central)", "sa-east-1": "South America (Sao Paulo)",
	"eu-west-1": "Europe (Ireland)", "eu-west-2": "Europe (London)", "eu-west-3": "Europe (Paris)",
	"eu-central-1": "Europe (Frankfurt)", "eu-central-2": "Europe (Zurich)", "eu-north-1": "Europe (Stockholm)",
	"eu-south-1": "Europe (Milan)", "eu-south-2": "Europe (Spain)", "me-south-1": "Middle East (Bahrain)",
	"me-central-1": "Middle East (UAE)", "il-central-1": "Israel (Tel Aviv)", "af-south-1": "Africa (Cape Town)",
	"ap-south-1": "Asia Pacific (Mumbai)", "ap-southeast-1": "Asia Pacific (Singapore)",
	"ap-southeast-2": "Asia Pacific (Sydney)", "ap-northeast-1": "Asia Pacific (Tokyo)",
	"ap-northeast-2": "Asia Pacific (Seoul)", "ap-east-1": "Asia Pacific (Hong Kong)",
}
