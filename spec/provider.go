package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// awsKeys are what the AWS provider reads of aws:*, and of which kinds; of the
// others it refuses a stack. The other providers here are made by the program, which
// tells them what they need.
// https://github.com/pulumi/pulumi-aws/blob/v6.83.2/sdk/go/aws/config/config.go
var awsKeys = func() map[string]kind {
	keys := map[string]kind{}
	for of, names := range map[kind]string{
		text:    "accessKey customCaBundle ec2MetadataServiceEndpoint ec2MetadataServiceEndpointMode httpProxy httpsProxy noProxy profile region retryMode s3UsEast1RegionalEndpoint secretKey stsRegion token",
		boolean: "insecure s3UsePathStyle skipCredentialsValidation skipMetadataApiCheck skipRegionValidation skipRequestingAccountId useDualstackEndpoint useFipsEndpoint",
		number:  "maxRetries tokenBucketRateLimiterCapacity",
		list:    "allowedAccountIds forbiddenAccountIds sharedConfigFiles sharedCredentialsFiles endpoints",
		object:  "assumeRole assumeRoleWithWebIdentity defaultTags ignoreTags",
	} {
		for name := range strings.FieldsSeq(names) {
			keys[name] = of
		}
	}
	return keys
}()

// provider refuses a key of a provider that it does not read.
func (s *source) provider(key string, n *node, c *collector) {
	if n.line > 0 {
		c.lines[key] = n.line
	}
	name, is := strings.CutPrefix(key, "aws:")
	if !is {
		s.engine(key, n, c)
		return
	}
	wanted, known := awsKeys[name]
	switch {
	case !known:
		names := slices.Sorted(maps.Keys(awsKeys))
		write := "nothing: leave the key out"
		if near := nearest(name, names); near != "" {
			write = written("aws:"+near, n)
		}
		c.add(key, n.found(), "the AWS provider reads no such key, and refuses the stack that has it; it reads "+strings.Join(names, ", "), write)
	case !n.secure && !reads(wanted, n):
		c.add(key, n.found(), fmt.Sprintf("the AWS provider reads %s here; this is %s", wanted, n.kind), "nothing: leave the key out")
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
