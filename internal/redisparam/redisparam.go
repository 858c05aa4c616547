// Package redisparam knows the Redis parameters that ElastiCache lets people
// tune and that people do tune. Unlike PostgreSQL's they have no units: what is
// checked here is what the API would only refuse in the middle of an update.
// It is pure.
package redisparam

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// parameter is one row of the table: an enum, a pattern, or a range of whole
// numbers, in this order of precedence.
type parameter struct {
	words    []string
	pattern  *regexp.Regexp
	rule     string
	min, max int64
}

var yesNo = parameter{words: []string{"yes", "no"}}

// table has the modifiable parameters of the families redis6.x and redis7:
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
var table = map[string]parameter{
	"maxmemory-policy": {words: []string{
		"allkeys-lfu", "allkeys-lru", "allkeys-random", "noeviction",
		"volatile-lfu", "volatile-lru", "volatile-random", "volatile-ttl",
	}},
	"maxmemory-samples":       {min: 1, max: 64},
	"reserved-memory-percent": {min: 0, max: 100},
	"timeout":                 {min: 0, max: 1<<31 - 1},
	"tcp-keepalive":           {min: 0, max: 1<<31 - 1},
	"slowlog-log-slower-than": {min: -1, max: 1<<31 - 1},
	"slowlog-max-len":         {min: 0, max: 1<<31 - 1},
	"notify-keyspace-events": {
		pattern: regexp.MustCompile(`^[KEg$lshzxetdmnA]*$`),
		rule:    "letters of KEg$lshzxetdmnA (https://redis.io/docs/latest/develop/use/keyspace-notifications/)",
	},
	"activedefrag":             yesNo,
	"lazyfree-lazy-eviction":   yesNo,
	"lazyfree-lazy-expire":     yesNo,
	"lazyfree-lazy-server-del": yesNo,
	"lazyfree-lazy-user-del":   yesNo,
	"close-on-replica-write":   yesNo,
}

// Check tells what ElastiCache would refuse about a parameter's value.
func Check(name, value string) error {
	p, ok := table[name]
	if !ok {
		return fmt.Errorf("redis parameter %q is not known: write one of %s", name, strings.Join(Names(), ", "))
	}
	switch {
	case len(p.words) > 0:
		if !slices.Contains(p.words, value) {
			return fmt.Errorf("redis parameter %q cannot be %q: write one of %s", name, value, strings.Join(p.words, ", "))
		}
	case p.pattern != nil:
		if !p.pattern.MatchString(value) {
			return fmt.Errorf("redis parameter %q cannot be %q: write %s", name, value, p.rule)
		}
	default:
		number, err := strconv.ParseInt(value, 10, 64)
		if err != nil || number < p.min || number > p.max {
			return fmt.Errorf("redis parameter %q cannot be %q: write a whole number between %d and %d", name, value, p.min, p.max)
		}
	}
	return nil
}

// Names are the known parameters in alphabetical order.
func Names() []string { return slices.Sorted(maps.Keys(table)) }
