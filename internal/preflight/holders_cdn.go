package preflight

import (
	"context"
	"slices"
)

// findAliasOfCDN sees this account's distributions only: which other account has a host
// nobody is told (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/alternate-domain-names-move.html).
func findAliasOfCDN(ctx context.Context, l *look, host string) (holder, error) {
	found, err := pages[struct {
		DistributionList struct {
			Items []struct {
				ARN     string
				Aliases struct{ Items []string }
			}
		}
	}](ctx, l.Cloud, "", "cloudfront", "ListDistributions", nil)
	for _, page := range found {
		for _, distribution := range page.DistributionList.Items {
			if slices.Contains(distribution.Aliases.Items, host) {
				tags, err := one[struct{ Tags struct{ Items []tag } }](ctx, l.Cloud, "", "cloudfront", "ListTagsForResource", map[string]any{"Resource": distribution.ARN})
				return holder{there: true, tags: tagged(tags.Tags.Items)}, err
			}
		}
	}
	return holder{}, err
}
