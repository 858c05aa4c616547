package redact

import "strings"

// secretProperties are, by type, the properties that the provider marks as
// sensitive and whose names don't say so: of terraform-provider-aws 5.82 by its
// schema, of the others by their documents. What everybody may know of those is
// left out: public certificates, user names, ids of keys.
var secretProperties = map[string][]string{
	"aws:apigateway/apiKey:ApiKey":                                          {"value"},
	"aws:appconfig/configurationProfile:ConfigurationProfile":               {"content"},
	"aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion":   {"content"},
	"aws:appsync/apiKey:ApiKey":                                             {"key"},
	"aws:cloudwatch/eventConnection:EventConnection":                        {"value"},
	"aws:dms/certificate:Certificate":                                       {"certificatePem", "certificateWallet"},
	"aws:ec2/vpnConnection:VpnConnection":                                   {"customerGatewayConfiguration"},
	"aws:glue/connection:Connection":                                        {"connectionProperties"},
	"aws:grafana/workspaceApiKey:WorkspaceApiKey":                           {"key"},
	"aws:grafana/workspaceServiceAccountToken:WorkspaceServiceAccountToken": {"key"},
	"aws:iam/accessKey:AccessKey":                                           {"secret", "id"},
	"aws:iot/certificate:Certificate":                                       {"caPem", "certificatePem"},
	"aws:kms/ciphertext:Ciphertext":                                         {"plaintext"},
	"aws:mwaa/environment:Environment":                                      {"airflowConfigurationOptions"},
	"aws:opsworks/application:Application":                                  {"sshKey"},
	"aws:opsworks/stack:Stack":                                              {"sshKey"},
	"aws:pinpoint/gcmChannel:GcmChannel":                                    {"serviceJson"},
	"aws:ssm/maintenanceWindowTask:MaintenanceWindowTask":                   {"payload", "input"},
	"aws:ssm/parameter:Parameter":                                           {"value"},
	"aws:transfer/certificate:Certificate":                                  {"certificate", "certificateChain"},
	"aws:transfer/server:Server":                                            {"hostKey"},
	// https://www.pulumi.com/registry/packages/random/api-docs/randompassword/
	"random:index/randomPassword:RandomPassword": {"result", "bcryptHash"},
	"random:index/randomBytes:RandomBytes":       {"base64", "hex"},
	// https://kubernetes.io/docs/concepts/configuration/secret/
	"kubernetes:core/v1:Secret": {"data", "stringData"},
}

// Resource hides secrets in the properties of a resource of that type.
func (r *Redactor) Resource(token string, properties map[string]any) map[string]any {
	if properties == nil {
		return nil
	}
	rest, hidden := properties, map[string]any{}
	if names := secretProperties[token]; len(names) > 0 {
		rest, hidden = r.split(names, properties)
	}
	answer, ok := r.object(rest, false).(map[string]any)
	if !ok {
		return map[string]any{"value": Hidden} // all of them are one secret
	}
	for name, value := range hidden {
		answer[name] = value
	}
	return answer
}

// split takes the named properties out, wherever they stand, and hides their
// contents.
func (r *Redactor) split(names []string, properties map[string]any) (rest, hidden map[string]any) {
	rest, hidden = make(map[string]any, len(properties)), map[string]any{}
	for name, value := range properties {
		if contains(names, name) {
			hidden[name] = r.Contents(value)
			continue
		}
		rest[name] = r.withoutContents(names, value)
	}
	return rest, hidden
}

func (r *Redactor) withoutContents(names []string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		rest, hidden := r.split(names, value)
		for name, item := range hidden {
			rest[name] = item
		}
		return rest
	case []any:
		list := make([]any, len(value))
		for i, item := range value {
			list[i] = r.withoutContents(names, item)
		}
		return list
	}
	return value
}

func contains(names []string, name string) bool {
	for _, one := range names {
		if strings.EqualFold(one, name) {
			return true
		}
	}
	return false
}
