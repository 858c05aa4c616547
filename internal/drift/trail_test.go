package drift

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

// lookedUpEvents are three pages as the AWS CLI prints them.
const lookedUpEvents = `{"Events": [
 {"EventName": "AuthorizeSecurityGroupIngress", "EventSource": "ec2.amazonaws.com", "ReadOnly": "false", "Username": "ann@shop.example", "EventTime": "2026-11-30T10:00:00+00:00",
  "Resources": [{"ResourceType": "AWS::EC2::SecurityGroup", "ResourceName": "sg-1"}],
  "CloudTrailEvent": "{\"eventTime\":\"2026-11-30T10:00:00Z\",\"userAgent\":\"console\",\"userIdentity\":{\"type\":\"AssumedRole\",\"arn\":\"arn:aws:sts::123456789012:assumed-role/Admins/ann@shop.example\"},\"requestParameters\":{\"groupId\":\"sg-1\"}}"},
 {"EventName": "CreateTags", "EventSource": "ec2.amazonaws.com", "ReadOnly": "false", "Username": "bob", "EventTime": 1796032800.0, "Resources": [],
  "CloudTrailEvent": "{\"eventTime\":\"2026-11-30T11:00:00Z\",\"userAgent\":\"console\",\"requestParameters\":{\"resourcesSet\":{\"items\":[{\"resourceId\":\"sg-1\"}]}}}"}
]}
{"Events": [
 {"EventName": "AuthorizeSecurityGroupIngress", "EventSource": "ec2.amazonaws.com", "ReadOnly": "false", "Username": "eve",
  "CloudTrailEvent": "{\"eventTime\":\"2026-11-30T12:00:00Z\",\"errorCode\":\"AccessDenied\",\"requestParameters\":{\"groupId\":\"sg-1\"}}"},
 {"EventName": "AuthorizeSecurityGroupIngress", "EventSource": "ec2.amazonaws.com", "ReadOnly": "false", "Username": "deploy",
  "CloudTrailEvent": "{\"eventTime\":\"2026-11-30T13:00:00Z\",\"userAgent\":\"APN/1.0 Pulumi/1.0 (3.259.0)\",\"requestParameters\":{\"groupId\":\"sg-1\"}}"}
]}
{"Events": [
 {"EventName": "RunInstances", "EventSource": "ec2.amazonaws.com", "ReadOnly": "false", "Username": "carl",
  "CloudTrailEvent": "{\"eventTime\":\"2026-11-30T14:00:00Z\",\"userAgent\":\"aws-cli\",\"responseElements\":{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-9\"}]}}}"}
]}`

// Who tried in vain, what a program did, and who changed something else is not named.
func TestATrailTellsWhoAndWhen(t *testing.T) {
	events, err := ReadTrail(strings.NewReader(lookedUpEvents))
	require.NoError(t, err)
	require.Len(t, events, 4)
	seen := Seen{Tagged: []Tagged{carrying(account + "instance/i-9"), carrying(account + "instance/i-7")}, Trail: events}
	found := Look(changes.Set{Resources: with(unnoticed([]any{}, []any{worldRule}))}, seen)
	require.Len(t, found.Changed, 1)
	assert.Equal(t, "Admins/ann@shop.example", found.Changed[0].By.Who)
	require.Len(t, found.Undeclared, 2)
	assert.Nil(t, found.Undeclared[0].By, "nobody is known to have made it")
	assert.Equal(t, "carl", found.Undeclared[1].By.Who)
	assert.Contains(t, Text(found), "opens: the whole internet may come in; by Admins/ann@shop.example at 2026-11-30 10:00 UTC (AuthorizeSecurityGroupIngress)")
}

func TestATrailThatCannotBeReadIsAnError(t *testing.T) {
	_, err := ReadTrail(strings.NewReader("{"))
	assert.ErrorContains(t, err, "lookup-events")
	none, err := ReadTrail(strings.NewReader(""))
	require.NoError(t, err)
	assert.Empty(t, none)
}
