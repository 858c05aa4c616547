package localcloud

import "slices"

// aliased is a Package in which one thing has several tokens, as a load
// balancer of AWS is "aws:lb/loadBalancer:LoadBalancer" and
// "aws:alb/loadBalancer:LoadBalancer".
type aliased interface {
	// OtherTokens leads from a token to the one that the package's behaviour is
	// written for.
	OtherTokens() map[string]string
}

// families are the tokens of the same thing, by each of them.
func families(packages []Package) map[string][]string {
	others := map[string][]string{}
	for _, pkg := range packages {
		if pkg, ok := pkg.(aliased); ok {
			for other, token := range pkg.OtherTokens() {
				others[token] = append(others[token], other)
			}
		}
	}
	all := map[string][]string{}
	for token, list := range others {
		family := append([]string{token}, list...)
		slices.Sort(family[1:])
		for _, member := range family {
			all[member] = family
		}
	}
	return all
}

// tokens are the type's token and those of the same thing.
func (c *Cloud) tokens(typ string) []string {
	if family, ok := c.families[typ]; ok {
		return family
	}
	return []string{typ}
}
