package cloudflare

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

const settingType = "cloudflare:index/zoneSetting:ZoneSetting"

// settingKinds are what a zone has one of: making it sets it, whatever it was.
func settingKinds() map[string]localcloud.Kind {
	kinds := map[string]localcloud.Kind{settingType: {
		Check: checkSetting, Create: createSetting, Upsert: true,
		Update: func(tx *localcloud.Tx, _, setting *localcloud.Object) error { return afford(tx, setting) },
	}}
	for _, name := range []string{
		"managedTransforms:ManagedTransforms", "tieredCache:TieredCache", "argoSmartRouting:ArgoSmartRouting",
		"zoneDnssec:ZoneDnssec", "hostnameTlsSetting:HostnameTlsSetting",
	} {
		kinds["cloudflare:index/"+name] = localcloud.Kind{Upsert: true}
	}
	return kinds
}

var (
	switchable = []string{"on", "off"}
	// settingValues are the values of the settings that stacks use:
	// https://developers.cloudflare.com/api/resources/zones/subresources/settings/
	settingValues = map[string][]string{
		"always_online": switchable, "always_use_https": switchable, "automatic_https_rewrites": switchable,
		"brotli": switchable, "browser_check": switchable, "early_hints": switchable, "email_obfuscation": switchable,
		"hotlink_protection": switchable, "http2": switchable, "http3": switchable, "ip_geolocation": switchable,
		"ipv6": switchable, "opportunistic_encryption": switchable, "opportunistic_onion": switchable,
		"rocket_loader": switchable, "server_side_exclude": switchable, "tls_client_auth": switchable,
		"websockets": switchable, "0rtt": switchable, "origin_error_page_pass_thru": switchable,
		"advanced_ddos": switchable, "development_mode": switchable, "fonts": switchable, "h2_prioritization": {"on", "off", "custom"},
		"log_to_cloudflare": switchable, "long_lived_grpc": switchable, "mirage": switchable, "orange_to_orange": switchable,
		"prefetch_preload": switchable, "privacy_pass": switchable, "replace_insecure_js": switchable, "speed_brain": switchable,
		"tls_1_2_only": switchable, "visitor_ip": switchable, "waf": switchable, "webp": switchable, "content_converter": switchable,
		"ssl_automatic_mode": {"auto", "custom"}, "image_resizing": {"on", "off", "open"}, "transformations": {"on", "off", "open"},
		"cname_flattening": {"flatten_at_root", "flatten_all"}, "origin_max_http_version": {"1", "2"},
		"sort_query_string_for_cache": switchable, "true_client_ip_header": switchable, "response_buffering": switchable,
		"ssl":             {"off", "flexible", "full", "strict", "origin_pull"},
		"min_tls_version": {"1.0", "1.1", "1.2", "1.3"},
		"tls_1_3":         {"on", "off", "zrt"},
		"security_level":  {"off", "essentially_off", "low", "medium", "high", "under_attack"},
		"cache_level":     {"aggressive", "basic", "simplified"},
		"polish":          {"off", "lossless", "lossy"},
		"pseudo_ipv4":     {"off", "add_header", "overwrite_header"},
	}
	// settingNumbers are the settings whose value is a number of seconds or
	// bytes; settingObjects those whose value is an object.
	settingNumbers = []string{"browser_cache_ttl", "challenge_ttl", "max_upload", "edge_cache_ttl", "origin_h2_max_streams"}
	settingObjects = []string{"security_header", "nel", "minify", "automatic_platform_optimization", "aegis", "ciphers", "mobile_redirect",
		"proxy_read_timeout", "china_network_enabled", "ssl_recommender", "sha1_support", "filter_logs_to_cloudflare",
		"transformations_allowed_origins", "redirects_for_ai_training"}
)

// checkSetting holds the value against the setting: the provider passes
// anything on and the API refuses it.
func checkSetting(c *localcloud.Check) {
	id, value := c.Inputs.String("settingId"), c.Inputs.Get("value")
	if id == "" || value.ContainsUnknowns() {
		return
	}
	legal, known := settingValues[id]
	switch {
	case known && !value.IsString():
		c.Fail("value", "expected the value of %s to be one of %q as a string", id, legal)
	case known && !slices.Contains(legal, value.StringValue()):
		c.Fail("value", "expected the value of %s to be one of %q, got %q", id, legal, value.StringValue())
	case slices.Contains(settingNumbers, id) && !value.IsNumber():
		c.Fail("value", "expected the value of %s to be a number", id)
	case id == "security_header" && !value.IsObject():
		c.Fail("value", "expected the value of security_header to be an object with strict_transport_security")
	case !known && !slices.Contains(settingNumbers, id) && !slices.Contains(settingObjects, id):
		c.Fail("settingId", "%q is not a setting of a zone%s", id, hint(id))
	}
}

func hint(id string) string {
	if dashed := strings.ReplaceAll(id, "-", "_"); dashed != id {
		if _, ok := settingValues[dashed]; ok {
			return fmt.Sprintf("; %q is", dashed)
		}
	}
	return ""
}

func createSetting(tx *localcloud.Tx, setting *localcloud.Object) error {
	if err := afford(tx, setting); err != nil {
		return err
	}
	setting.Set("editable", true)
	setting.Set("modifiedOn", tx.Timestamp())
	for _, absent := range []string{"enabled", "timeRemaining"} {
		if !setting.Outputs.Known(absent) {
			setting.Set(absent, nil)
		}
	}
	return nil
}
