package cloudflare

import (
	"fmt"
	"net/http"

	"groundwork/internal/localcloud"
)

const rulesetType = "cloudflare:index/ruleset:Ruleset"

func rulesetKinds() map[string]localcloud.Kind {
	return map[string]localcloud.Kind{rulesetType: {
		Check:  checkRuleset,
		Create: createRuleset,
		Update: updateRuleset,
	}}
}

// checkRuleset refuses what can be seen without the API: rules are told apart
// by their ref, https://developers.cloudflare.com/terraform/troubleshooting/rule-id-changes/
func checkRuleset(c *localcloud.Check) {
	seen := map[string]int{}
	for i, rule := range c.Inputs.Maps("rules") {
		ref := rule.String("ref")
		if ref == "" {
			continue
		}
		if first, ok := seen[ref]; ok {
			c.Fail(fmt.Sprintf("rules[%d].ref", i), "%q is the ref of rules[%d] already; each rule needs its own", ref, first)
		}
		seen[ref] = i
	}
	if !c.Inputs.Has("zoneId") && !c.Inputs.Has("accountId") {
		c.Fail("zoneId", "one of zoneId and accountId must be given")
	}
}

// createRuleset allows one ruleset a phase of the zone or account:
// https://developers.cloudflare.com/ruleset-engine/about/rulesets/#entry-point-ruleset
func createRuleset(tx *localcloud.Tx, set *localcloud.Object) error {
	kind, phase := set.String("kind"), set.String("phase")
	if kind == "zone" || kind == "root" {
		for _, other := range tx.Where(rulesetType, "phase", phase) {
			if other.ID != set.ID && other.String("kind") == kind {
				return tx.Fail(http.StatusBadRequest, "20217",
					"'%s' is not a valid value for kind because exceeded maximum number of %s rulesets for phase %s", kind, kind, phase)
			}
		}
	}
	if err := holdRules(tx, set); err != nil {
		return err
	}
	numberRules(tx, set, nil)
	return nil
}

// updateRuleset refuses a change of phase, which the plan lets pass.
func updateRuleset(tx *localcloud.Tx, old, set *localcloud.Object) error {
	if old.String("phase") != set.String("phase") {
		return tx.Fail(http.StatusBadRequest, "20105", "cannot change the phase of ruleset %s from %s to %s",
			set.ID, old.String("phase"), set.String("phase"))
	}
	if err := holdRules(tx, set); err != nil {
		return err
	}
	numberRules(tx, set, old)
	return nil
}

// holdRules refuses rules that cannot be read or that the plan does not hold.
// https://developers.cloudflare.com/ruleset-engine/rules-language/expressions/
func holdRules(tx *localcloud.Tx, set *localcloud.Object) error {
	for _, rule := range set.Outputs.Maps("rules") {
		expression := rule.String("expression")
		if rule.Has("expression") && expression == "" {
			return tx.Fail(http.StatusBadRequest, "20125", "'' is not a valid value for expression because the expression cannot be blank")
		}
		if _, problem := scan(expression); problem != nil {
			return tx.Fail(http.StatusBadRequest, "20127",
				"'%s' is not a valid value for expression because could not parse filter expression: %s", expression, problem)
		}
	}
	return entitle(tx, set)
}

// numberRules gives each rule its id; a rule keeps its id as long as its ref
// stays. A rule without a ref gets its id for one.
func numberRules(tx *localcloud.Tx, set, old *localcloud.Object) {
	known := map[string]string{}
	if old != nil {
		for _, rule := range old.Outputs.Maps("rules") {
			known[rule.String("ref")] = rule.String("id")
		}
	}
	rules := []localcloud.Props{}
	for _, rule := range set.Outputs.Maps("rules") {
		numbered := rule.Clone()
		id := known[rule.String("ref")]
		if id == "" {
			id = tx.Hex(32)
		}
		numbered.Set("id", id)
		if !rule.Known("ref") {
			numbered.Set("ref", id)
		}
		rules = append(rules, numbered)
	}
	set.Set("rules", rules)
	if !set.Outputs.Known("description") {
		set.Set("description", "")
	}
}
