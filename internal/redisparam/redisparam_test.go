package redisparam

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParametersThatElastiCacheWouldRefuse(t *testing.T) {
	tests := map[string]struct{ name, value, want string }{
		"a policy":              {"maxmemory-policy", "allkeys-lru", ""},
		"a policy misspelt":     {"maxmemory-policy", "lru", `redis parameter "maxmemory-policy" cannot be "lru": write one of allkeys-lfu, allkeys-lru, allkeys-random, noeviction, volatile-lfu, volatile-lru, volatile-random, volatile-ttl`},
		"a number":              {"timeout", "300", ""},
		"a number out of range": {"reserved-memory-percent", "101", `redis parameter "reserved-memory-percent" cannot be "101": write a whole number between 0 and 100`},
		"no number":             {"timeout", "5m", `redis parameter "timeout" cannot be "5m": write a whole number between 0 and 2147483647`},
		"events":                {"notify-keyspace-events", "Ex", ""},
		"no events":             {"notify-keyspace-events", "", ""},
		"unknown events":        {"notify-keyspace-events", "q", `redis parameter "notify-keyspace-events" cannot be "q": write letters of KEg$lshzxetdmnA (https://redis.io/docs/latest/develop/use/keyspace-notifications/)`},
		"a switch":              {"activedefrag", "on", `redis parameter "activedefrag" cannot be "on": write one of yes, no`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := Check(test.name, test.value)
			if test.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, test.want)
		})
	}
	assert.ErrorContains(t, Check("cluster-enabled", "yes"), `redis parameter "cluster-enabled" is not known: write one of activedefrag, `)
}
