package kubernetes

import "sync"

// written by hand from
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/config/crd/bases/elbv2.k8s.aws_targetgroupbindings.yaml
const targetGroupBindingSchema = `{
  "type": "object", "properties": {
    "spec": {"type": "object", "required": ["serviceRef"], "properties": {
      "assumeRoleExternalId": {"type": "string"},
      "iamRoleArnToAssume": {"type": "string"},
      "ipAddressType": {"type": "string", "enum": ["ipv4", "ipv6"]},
      "multiClusterTargetGroup": {"type": "boolean"},
      "networking": {"type": "object", "properties": {"ingress": {"type": "array", "items": {
        "type": "object", "required": ["from", "ports"], "properties": {
          "from": {"type": "array", "items": {"type": "object", "properties": {
            "ipBlock": {"type": "object", "required": ["cidr"], "properties": {"cidr": {"type": "string"}}},
            "securityGroup": {"type": "object", "required": ["groupID"], "properties": {"groupID": {"type": "string"}}}
          }}},
          "ports": {"type": "array", "items": {"type": "object", "properties": {
            "port": {"x-kubernetes-int-or-string": true},
            "protocol": {"type": "string", "enum": ["TCP", "UDP"]}
          }}}
        }
      }}}},
      "nodeSelector": {"type": "object", "properties": {
        "matchExpressions": {"type": "array"}, "matchLabels": {"type": "object"}
      }},
      "serviceRef": {"type": "object", "required": ["name", "port"], "properties": {
        "name": {"type": "string"}, "port": {"x-kubernetes-int-or-string": true}
      }},
      "targetGroupARN": {"type": "string"},
      "targetGroupName": {"type": "string"},
      "targetGroupProtocol": {"type": "string"},
      "targetType": {"type": "string", "enum": ["instance", "ip"]},
      "vpcID": {"type": "string", "pattern": "^vpc-[0-9a-f]{8}([0-9a-f]{9})?$"}
    }},
    "status": {"type": "object", "properties": {"observedGeneration": {"type": "integer"}}}
  }
}`

// schemas are known definitions that come with charts, by token. Others of
// charts take any fields.
var schemas = sync.OnceValue(func() map[string]fields {
	known := map[string]fields{}
	for token, text := range map[string]string{
		targetGroupBindingType: targetGroupBindingSchema,
		scaledObjectType:       scaledObjectSchema,
		triggerAuthType:        triggerAuthSchema,
	} {
		var schema fields
		// The texts are constants that tests decode.
		_ = decode(rawJSON(text), &schema)
		known[token] = schema
	}
	return known
})

// rawJSON is a text that stands for itself when it is encoded.
type rawJSON string

// MarshalJSON implements json.Marshaler.
func (r rawJSON) MarshalJSON() ([]byte, error) { return []byte(r), nil }
