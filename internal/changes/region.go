package changes

import "strings"

// regionOf is the region of AWS's provider; a default provider's before that of
// one for a few resources, which has a name of its own.
func (v view) regionOf() string {
	region := v.region
	for _, e := range v.entries {
		if e.typ != providerPrefix+"aws" || !e.told() {
			continue
		}
		found, _ := e.main().last().inputs["region"].(string)
		if found != "" && !unknowns[found] && (region == "" || strings.HasPrefix(e.name, "default")) {
			region = found
		}
	}
	return region
}

// regionBefore is the region of AWS's default provider as the state has it, where it
// is another one.
func (v view) regionBefore() string {
	for _, e := range v.entries {
		if e.typ != providerPrefix+"aws" || !e.told() || !strings.HasPrefix(e.name, "default") {
			continue
		}
		if old := e.main().old; old != nil {
			if region, _ := old.inputs["region"].(string); region != v.regionOf() {
				return region
			}
		}
	}
	return ""
}
