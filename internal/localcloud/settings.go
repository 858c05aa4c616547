package localcloud

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

// CheckConfig refuses settings that the provider does not have, and a
// configuration that Configure would refuse.
func (s *server) CheckConfig(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	config, err := read(req.GetNews())
	if err != nil {
		return nil, err
	}
	answer := &pulumirpc.CheckResponse{Inputs: req.GetNews()}
	_, reasons := s.instanceOf(resource.URN(req.GetUrn()).Name(), config)
	for _, reason := range reasons {
		answer.Failures = append(answer.Failures, &pulumirpc.CheckFailure{Reason: reason})
	}
	return answer, nil
}

// instanceOf is the instance that a configuration makes, and why it makes none;
// neither, while something of it is unknown.
func (s *server) instanceOf(name string, config Props) (*Instance, []string) {
	plain := plainConfig(config)
	reasons := misconfigured(s.pkg, name, plain)
	if len(reasons) > 0 || resource.NewProperty(resource.PropertyMap(config)).ContainsUnknowns() {
		return nil, reasons
	}
	instance, err := s.pkg.Configure(plain)
	if err != nil {
		return nil, []string{err.Error()}
	}
	return instance, nil
}

// DiffConfig replaces the provider, and with it everything it made, when the
// new configuration means another cloud.
func (s *server) DiffConfig(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	old, err := read(req.GetOldInputs())
	if err != nil {
		return nil, err
	}
	news, err := read(req.GetNews())
	if err != nil {
		return nil, err
	}
	answer := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}
	if !resource.PropertyMap(old).DeepEquals(resource.PropertyMap(news)) {
		answer.Changes = pulumirpc.DiffResponse_DIFF_SOME
		answer.Replaces = s.pkg.Moved(plainConfig(old), plainConfig(news))
	}
	return answer, nil
}

// misconfigured lists what is wrong with a provider's settings by themselves.
func misconfigured(pkg Package, name string, config Props) []string {
	options := pkg.Options()
	if options == nil {
		return nil
	}
	var reasons []string
	known := resource.PropertyMap{}
	for _, key := range slices.Sorted(maps.Keys(config)) {
		switch {
		case options[string(key)] != nil:
			known[key] = config[key]
		case key != "version" && key != "pluginDownloadURL" && !strings.HasPrefix(string(key), "__"): // the engine's own
			reasons = append(reasons, unknownSetting(pkg.Name(), name, string(key), options))
		}
	}
	schema := &facts.Resource{Framework: facts.Plugin, Properties: options}
	_, failures := rules.Check(rules.Checked{Schema: schema, News: known})
	for _, failure := range failures {
		reasons = append(reasons, located(name, failure))
	}
	return reasons
}

// unknownSetting is worded as the bridge does: a default provider's settings
// are stack configuration, another one's are inputs.
// https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/provider_test.go
func unknownSetting(pkg, provider, key string, options facts.Properties) string {
	near := rules.Nearest(key, slices.Collect(maps.Keys(options)))
	if !strings.HasPrefix(provider, "default") {
		reason := fmt.Sprintf("unknown property %q", key)
		if near != "" {
			reason += fmt.Sprintf("; the nearest known one is %q", near)
		}
		return located(provider, rules.Failure{Path: key, Reason: reason})
	}
	reason := fmt.Sprintf("`%[1]s:%[2]s` is not a valid configuration key for the %[1]s provider. "+
		"If the referenced key is not intended for the provider, please choose a different namespace from `%[1]s:`.", pkg, key)
	if near != "" {
		reason += fmt.Sprintf(" The nearest known key is `%s:%s`.", pkg, near)
	}
	return reason
}

// plainConfig strips secrets and decodes the values that the engine sends as
// JSON text, which is every one that is not a string.
func plainConfig(config Props) Props {
	out := Props{}
	for name, value := range config {
		value = rules.Reveal(value)
		if value.IsString() && looksLikeJSON(value.StringValue()) {
			var decoded any
			if json.Unmarshal([]byte(value.StringValue()), &decoded) == nil {
				value = propertyValue(decoded)
			}
		}
		out[name] = value
	}
	return out
}

func looksLikeJSON(text string) bool {
	return text == "true" || text == "false" || text != "" && (text[0] == '{' || text[0] == '[')
}
