package kubernetes

const triggerAuthType = "kubernetes:keda.sh/v1alpha1:TriggerAuthentication"

// written by hand from
// https://github.com/kedacore/keda/blob/v2.20.0/config/crd/bases/keda.sh_scaledobjects.yaml
const scaledObjectSchema = `{
  "type": "object", "required": ["spec"], "properties": {
    "spec": {"type": "object", "required": ["scaleTargetRef", "triggers"], "properties": {
      "advanced": {"type": "object", "properties": {
        "horizontalPodAutoscalerConfig": {"type": "object", "properties": {
          "behavior": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}, "name": {"type": "string"}
        }},
        "restoreToOriginalReplicaCount": {"type": "boolean"},
        "scalingModifiers": {"type": "object", "properties": {
          "activationTarget": {"type": "string"}, "formula": {"type": "string"},
          "metricType": {"type": "string", "enum": ["AverageValue", "Value"]}, "target": {"type": "string"}
        }}
      }},
      "cooldownPeriod": {"type": "integer", "minimum": 0},
      "fallback": {"type": "object", "required": ["failureThreshold", "replicas"], "properties": {
        "behavior": {"type": "string", "default": "static", "enum": ["static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower", "scalingModifiers"]},
        "failureThreshold": {"type": "integer", "minimum": 0}, "replicas": {"type": "integer", "minimum": 0}
      }},
      "idleReplicaCount": {"type": "integer", "minimum": 0},
      "initialCooldownPeriod": {"type": "integer", "minimum": 0},
      "maxReplicaCount": {"type": "integer", "minimum": 1},
      "minReplicaCount": {"type": "integer", "minimum": 0},
      "pollingInterval": {"type": "integer", "minimum": 1},
      "scaleTargetRef": {"type": "object", "required": ["name"], "properties": {
        "apiVersion": {"type": "string"}, "envSourceContainerName": {"type": "string"}, "kind": {"type": "string"}, "name": {"type": "string"}
      }},
      "triggers": {"type": "array", "items": {"type": "object", "required": ["metadata", "type"], "properties": {
        "authenticationRef": {"type": "object", "required": ["name"], "properties": {
          "kind": {"type": "string", "enum": ["TriggerAuthentication", "ClusterTriggerAuthentication"]}, "name": {"type": "string"}
        }},
        "metadata": {"type": "object", "additionalProperties": {"type": "string"}},
        "metricType": {"type": "string"}, "name": {"type": "string"}, "type": {"type": "string"}, "useCachedMetrics": {"type": "boolean"}
      }}}
    }},
    "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}
  }
}`

// written by hand from
// https://github.com/kedacore/keda/blob/v2.20.0/config/crd/bases/keda.sh_triggerauthentications.yaml
const triggerAuthSchema = `{
  "type": "object", "required": ["spec"], "properties": {
    "spec": {"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": {
      "podIdentity": {"type": "object", "required": ["provider"], "properties": {
        "externalID": {"type": "string"}, "identityAuthorityHost": {"type": "string"}, "identityId": {"type": "string"},
        "identityOwner": {"type": "string", "enum": ["keda", "workload"]}, "identityTenantId": {"type": "string"},
        "provider": {"type": "string", "enum": ["azure-workload", "gcp", "aws", "aws-eks", "none"]}, "roleArn": {"type": "string"}
      }},
      "secretTargetRef": {"type": "array", "items": {"type": "object", "required": ["key", "name", "parameter"], "properties": {
        "key": {"type": "string"}, "name": {"type": "string"}, "parameter": {"type": "string"}
      }}}
    }},
    "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}
  }
}`
