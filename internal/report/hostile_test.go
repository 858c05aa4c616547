package report

import (
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/price"
)

// wicked are names and values that want to be more than text.
var wicked = []string{
	"<img src=x onerror=alert(1)>", "</details></td></table><h1>owned</h1>", "``` \n```\n# heading", "````````` and ~~~~", "@everyone and @octocat/team please",
	"fixes #1, GH-2, org/repo#3, 7c1d9e04ab35f2688e0bd4117a9c53f6e2d80b41", "https://evil.example/?q=1 www.evil.example mail@evil.example",
	"\x1b[31mred\x1b[0m\x07\x08\r\n", "\u202egnp.exe\u2066\u200b\u200d\ufeff\u00ad", "a|b|c\\|d", "--> <!-- groundwork:lost:nothing --> <!-- groundwork:preview -->",
	"n0[\"x\"]; click n0 \"javascript:alert(1)\" %%{init: {}}%%\nend", "**bold** _em_ ~~s~~ [x](javascript:1) ![i](x) <b>", strings.Repeat("long-", 300),
	"line one\n@@ -1 +1 @@\n- forged\n+ forged\n```\n</details>\n@octocat", "> [!CAUTION]\n> - x", ":smile: :+1:", "a\x00b\xff\xfec", "z" + strings.Repeat("\u0301", 40), "{\"a\":\"</details>```\"}", "", "   ", "$`x`$ $$y$$",
}

func hostile() Review {
	var resources []changes.Resource
	operations := []changes.Operation{changes.Create, changes.Update, changes.Replace, changes.Delete}
	kinds := []string{"aws:rds/instance:Instance", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:lb/listener:Listener", "custom:x|y:" + wicked[0]}
	for i, text := range wicked {
		r := resource(operations[i%4], kinds[i%3], text, text)
		if i == 5 {
			r.Type = kinds[3]
		}
		r.Before = object{"skipFinalSnapshot": false, "finalSnapshotIdentifier": text, "securityGroupId": text}
		r.After = object{"cidrIpv4": text, "securityGroupId": text, "ipProtocol": text}
		r.Because, r.ID = []string{text}, text
		r.Follows = []string{"urn:x::" + wicked[(i+1)%len(wicked)]}
		r.Properties = []changes.Property{{Path: text, Before: text, After: wicked[(i+1)%len(wicked)], Replaces: i%2 == 0}, {Path: "tree", Before: object{text: text}, After: []any{text, 1.5, nil}}}
		resources = append(resources, r)
	}
	s := stackOfChanges(wicked[1], resources...)
	s.Set.Errors, s.Set.Warnings = wicked, wicked
	s.Error = wicked[14]
	s.Cost = &price.Estimate{Region: wicked[0], AsOf: "2026-08-21", Change: besides(price.Known(0, 1_000_000), len(wicked)),
		Components: []price.Component{{Name: wicked[9], Change: price.Known(0, 1_000_000), Items: []price.Item{{Change: price.Known(0, 1_000_000), How: wicked[4]}}}},
		Rates:      []price.Rate{{Component: wicked[2], What: wicked[3], USD: "0.1", Unit: wicked[5]}}}
	for _, text := range wicked {
		s.Cost.Unknown = append(s.Cost.Unknown, price.Gap{What: text, Why: text, Resources: []string{text}, Before: 1, After: 1})
	}
	r := review(s, quiet(wicked[4]))
	r.Against, r.Head, r.RunURL = wicked[6], wicked[5], "https://ci.example/run>)<script>@x"
	r.Approval = &Approval{Label: wicked[4], Covers: true, By: wicked[12]}
	return r
}
