package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud/cloudtest"
)

func TestAClaimGrowsWhereItsClassLetsItAndNeverShrinks(t *testing.T) {
	provider := start(t)
	claim := func(class, size string) props {
		return props{"metadata": props{"name": "of-" + class}, "spec": props{"accessModes": []any{"ReadWriteOnce"}, "storageClassName": class, "resources": props{"requests": props{"storage": size}}}}
	}
	made := map[string]cloudtest.Made{}
	for name, grows := range map[string]bool{"growing": true, "rigid": false} {
		provider.Make(storageClassType, name, props{"metadata": props{"name": name}, "provisioner": "ebs.csi.aws.com", "allowVolumeExpansion": grows})
		made[name] = provider.Make(claimType, "of-"+name, claim(name, "10Gi"))
	}
	for _, c := range []struct{ name, class, size, refusal string }{
		{"larger", "growing", "20Gi", ""},
		{"the same in another unit", "growing", "10240Mi", ""},
		{"smaller", "growing", "9Gi", "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity"},
		{"larger in a class that lets nothing grow", "rigid", "20Gi", "the storageclass that provisions the pvc must support resize"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := provider.Check(claimType, "of-"+c.class, localProps(claim(c.class, c.size)), made[c.class].Inputs)
			if c.refusal == "" {
				assert.Empty(t, problems)
				return
			}
			assert.Contains(t, problems[0], c.refusal)
		})
	}
}
