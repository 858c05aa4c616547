package eks

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheStorageDriverMayTouchOnlyVolumesOfItsOwn(t *testing.T) {
	var policies []any
	for _, attachment := range run(t, minimal()).All("aws:iam/rolePolicyAttachment:RolePolicyAttachment") {
		policies = append(policies, attachment.Get("policyArn"))
	}
	assert.Contains(t, policies, "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2")
	assert.NotContains(t, policies, "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy")
}
