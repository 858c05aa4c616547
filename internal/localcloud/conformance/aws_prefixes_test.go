package conformance

import (
	"fmt"
	"regexp"
)

const uniqueDocs = "https://github.com/hashicorp/terraform-plugin-sdk/blob/main/helper/id/id.go"

// prefixed makes something by the beginning of its name, and reads the name.
func prefixed(typ, name string, inputs Props) func(*World) error {
	return func(w *World) error {
		first, err := w.Create(typ, "first", inputs)
		if err != nil {
			return err
		}
		second, err := w.Create(typ, "second", inputs)
		if err != nil {
			return err
		}
		for _, made := range []Made{first, second} {
			if shown := made.Outputs.String(name); !prefixedName.MatchString(shown) {
				return fmt.Errorf("%w: its %s is %q", errUnlike, name, shown)
			}
		}
		return same("whether both have one name", false, first.Outputs.String(name) == second.Outputs.String(name))
	}
}

// prefixedName is a prefix, the time and a counter.
var prefixedName = regexp.MustCompile(`^web-\d{18}[0-9a-f]{8}$`)

var prefixCases = []Case{
	{Name: "a launch template by its prefix", Do: prefixed("aws:ec2/launchTemplate:LaunchTemplate", "name", Props{"namePrefix": "web-"}), Evidence: uniqueDocs},
	{Name: "a security group by its prefix", Do: prefixed("aws:ec2/securityGroup:SecurityGroup", "name", Props{"namePrefix": "web-"}), Evidence: uniqueDocs},
	{Name: "a bucket by its prefix", Do: prefixed("aws:s3/bucketV2:BucketV2", "bucket", Props{"bucketPrefix": "web-"}), Evidence: uniqueDocs},
	{Name: "a role by its prefix", Do: prefixed("aws:iam/role:Role", "name", Props{
		"namePrefix": "web-", "assumeRolePolicy": trustOf("ec2.amazonaws.com"),
	}), Evidence: uniqueDocs},
}
