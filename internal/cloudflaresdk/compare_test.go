package cloudflaresdk_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// disagreements lists where ours says something else than the SDK.
func disagreements(ours, sdk source) []string {
	var found []string
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	for name, fields := range ours.fields {
		theirs, exists := sdk.fields[name]
		if !exists {
			say("type %s is not in the sdk", name)
			continue
		}
		for key, f := range fields {
			// Args hold plain values where everything is known at plan time: the
			// type of the plain twin that the engine is sent.
			plain := sdk.fields[strings.ToLower(name[:1])+name[1:]][key]
			if t, ok := theirs[key]; !ok || t.tag != f.tag || (t.goType != f.goType && plain.goType != f.goType) {
				say("%s.%s is %v, in the sdk %v", name, key, f, theirs[key])
			}
		}
		for key, t := range theirs {
			_, given := fields[key]
			isInput := t.tag != "" && !strings.HasPrefix(t.goType, "pulumi.") && !strings.HasSuffix(t.goType, "Output")
			if isInput && !given && !t.optional() && !strings.HasSuffix(name, "Result") {
				say("%s.%s is required in the sdk and missing here", name, key)
			}
		}
	}
	for name, f := range ours.functions {
		if theirs, exists := sdk.functions[name]; !exists || !reflect.DeepEqual(f, theirs) {
			say("func %s does %v, in the sdk %v", name, f, theirs)
		}
	}
	slices.Sort(found)
	return found
}
