package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// providers are those that read their keys from the stack file, and what they read, of
// which kinds: of other keys they refuse the stack. The other providers here are made by
// the program, which tells them what they need.
// https://github.com/pulumi/pulumi-aws/blob/v6.83.2/sdk/go/aws/config/config.go
// https://github.com/pulumi/pulumi-cloudflare/blob/v6.4.1/sdk/go/cloudflare/config/config.go
var providers = map[string]map[string]kind{
	"aws": keysOf(map[kind]string{
		text:    "accessKey customCaBundle ec2MetadataServiceEndpoint ec2MetadataServiceEndpointMode httpProxy httpsProxy noProxy profile region retryMode s3UsEast1RegionalEndpoint secretKey stsRegion token",
		boolean: "insecure s3UsePathStyle skipCredentialsValidation skipMetadataApiCheck skipRegionValidation skipRequestingAccountId useDualstackEndpoint useFipsEndpoint",
		number:  "maxRetries tokenBucketRateLimiterCapacity",
		list:    "allowedAccountIds forbiddenAccountIds sharedConfigFiles sharedCredentialsFiles endpoints",
		object:  "assumeRole assumeRoleWithWebIdentity defaultTags ignoreTags",
	}),
	"cloudflare": keysOf(map[kind]string{text: "apiKey apiToken apiUserServiceKey baseUrl email userAgentOperatorSuffix"}),
}

// named are providers as people write them.
var named = map[string]string{"aws": "AWS", "cloudflare": "Cloudflare"}

func keysOf(names map[kind]string) map[string]kind {
	keys := map[string]kind{}
	for of, names := range names {
		for name := range strings.FieldsSeq(names) {
			keys[name] = of
		}
	}
	return keys
}

// provider refuses a key of a provider that it does not read.
func (s *source) provider(key string, n *node, c *collector) {
	if n.line > 0 {
		c.lines[key] = n.line
	}
	space, name, _ := strings.Cut(key, ":")
	keys, is := providers[space]
	if !is {
		s.engine(key, n, c)
		return
	}
	wanted, known := keys[name]
	switch {
	case !known:
		names := slices.Sorted(maps.Keys(keys))
		write := "nothing: leave the key out"
		switch near := nearest(name, names); {
		case near != "" && n.secure:
			write += " (its secret is one for " + space + ":" + near + ")"
		case near != "":
			write = written(space+":"+near, n)
		}
		c.add(key, n.found(), fmt.Sprintf("the %s provider reads no such key, and refuses the stack that has it; it reads %s", named[space], strings.Join(names, ", ")), write)
	case !n.secure && !reads(wanted, n):
		c.add(key, n.found(), fmt.Sprintf("the %s provider reads %s here; this is %s", named[space], wanted, n.kind), "nothing: leave the key out")
	}
}

// reads tells whether a value is one of the kind: texts may hold a number and a truth.
func reads(wanted kind, n *node) bool {
	switch wanted {
	case boolean:
		return n.text == "true" || n.text == "false"
	case number:
		return n.text != "" && strings.Trim(n.text, "0123456789") == ""
	case text:
		return n.kind != list && n.kind != object && n.kind != null
	}
	return n.kind == wanted
}

// engine refuses settings of the engine that would work against this program.
func (s *source) engine(key string, n *node, c *collector) {
	switch {
	case key == "pulumi:autonaming":
		c.add(key, n.found(), "every name is made by this program, so that each is found again", "nothing: leave the key out")
	case key == "pulumi:disable-default-providers":
		c.add(key, n.found(), "the program's resources are made by the default providers", "nothing: leave the key out")
	case key == "pulumi:tags" && n.kind != object:
		c.add(key, n.found(), "the stack's tags are a section of texts; this is "+n.kind.String(), "nothing: leave the key out")
	}
}
