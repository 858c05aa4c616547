package aws

import (
	"fmt"
	"reflect"
	"sort"
	"strings"

	"groundwork/internal/localcloud/cloudtest"
)

// unnamed replaces the random part of automatic names.
func unnamed(typ, name string, props cloudtest.Props) cloudtest.Props {
	described, _ := schema(typ)
	for _, property := range described.Auto {
		if text, ok := props[property].(string); ok && strings.HasPrefix(text, name+"-") {
			props[property] = name + "-<hex>"
		}
	}
	return props
}

func differences(path string, got, want any) []string {
	g, gok := got.(map[string]any)
	w, wok := want.(map[string]any)
	if p, ok := got.(cloudtest.Props); ok {
		g, gok = p, true
	}
	if p, ok := want.(cloudtest.Props); ok {
		w, wok = p, true
	}
	if !gok || !wok {
		gl, glok := got.([]any)
		wl, wlok := want.([]any)
		if glok && wlok && len(gl) == len(wl) {
			var out []string
			for i := range gl {
				out = append(out, differences(fmt.Sprintf("%s[%d]", path, i), gl[i], wl[i])...)
			}
			return out
		}
		if reflect.DeepEqual(got, want) {
			return nil
		}
		return []string{fmt.Sprintf("%s: got %#v, recorded %#v", path, got, want)}
	}
	var out []string
	for name := range w {
		if _, ok := g[name]; !ok {
			out = append(out, fmt.Sprintf("%s.%s: missing, recorded %#v", path, name, w[name]))
			continue
		}
		out = append(out, differences(path+"."+name, g[name], w[name])...)
	}
	for name := range g {
		if _, ok := w[name]; !ok {
			out = append(out, fmt.Sprintf("%s.%s: got %#v, recorded nothing", path, name, g[name]))
		}
	}
	sort.Strings(out)
	return out
}
