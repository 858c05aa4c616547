package preflight

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// How each kind of name is asked for. What is absent is an error that says so.

func findBucket(ctx context.Context, l *look, name string) (holder, error) {
	_, err := l.Cloud.Ask(ctx, Question{Service: "s3", Operation: "HeadBucket", Input: map[string]any{"Bucket": name}})
	var refusal *Refusal
	if errors.As(err, &refusal) && (refusal.Status == 403 || refusal.Status == 301) {
		return holder{there: true, foreign: true}, nil
	}
	if err != nil {
		return holder{}, err
	}
	has, err := one[struct{ TagSet []tag }](ctx, l.Cloud, "", "s3", "GetBucketTagging", map[string]any{"Bucket": name})
	if absent(err) { // the bucket is there; its tags are not
		err = nil
	}
	return holder{there: true, tags: tagged(has.TagSet)}, err
}

type databasePage struct {
	DBInstances []struct {
		DBInstanceIdentifier string
		AllocatedStorage     float64
		TagList              []tag
	}
}

func findDatabase(ctx context.Context, l *look, name string) (holder, error) {
	found, err := one[databasePage](ctx, l.Cloud, "", "rds", "DescribeDBInstances", map[string]any{"DBInstanceIdentifier": name})
	if err != nil || len(found.DBInstances) == 0 {
		return holder{}, err
	}
	return holder{there: true, tags: tagged(found.DBInstances[0].TagList)}, nil
}

func findSnapshot(ctx context.Context, l *look, name string) (holder, error) {
	found, err := pages[struct {
		DBSnapshots []struct{ DBSnapshotIdentifier string }
	}](ctx, l.Cloud, "", "rds", "DescribeDBSnapshots", nil)
	for _, page := range found {
		for _, snapshot := range page.DBSnapshots {
			if snapshot.DBSnapshotIdentifier == name {
				return holder{there: true}, nil // a snapshot that is there is in the way even if it is ours
			}
		}
	}
	return holder{}, err
}

func findCache(ctx context.Context, l *look, name string) (holder, error) {
	found, err := one[struct {
		ReplicationGroups []struct{ ARN string }
	}](ctx, l.Cloud, "", "elasticache", "DescribeReplicationGroups", map[string]any{"ReplicationGroupId": name})
	if err != nil || len(found.ReplicationGroups) == 0 {
		return holder{}, err
	}
	tags, err := one[struct{ TagList []tag }](ctx, l.Cloud, "", "elasticache", "ListTagsForResource", map[string]any{"ResourceName": found.ReplicationGroups[0].ARN})
	return holder{there: true, tags: tagged(tags.TagList)}, err
}

func findCluster(ctx context.Context, l *look, name string) (holder, error) {
	found, err := one[struct {
		Cluster struct{ Tags map[string]string }
	}](ctx, l.Cloud, "", "eks", "DescribeCluster", map[string]any{"Name": name})
	return holder{there: true, tags: found.Cluster.Tags}, err
}

func findBalancer(ctx context.Context, l *look, name string) (holder, error) {
	found, err := one[struct {
		LoadBalancers []struct{ LoadBalancerArn string }
	}](ctx, l.Cloud, "", "elb", "DescribeLoadBalancers", map[string]any{"Names": []string{name}})
	if err != nil || len(found.LoadBalancers) == 0 {
		return holder{}, err
	}
	tags, err := one[struct{ TagDescriptions []struct{ Tags []tag } }](ctx, l.Cloud, "", "elb", "DescribeTags",
		map[string]any{"ResourceArns": []string{found.LoadBalancers[0].LoadBalancerArn}})
	if err != nil || len(tags.TagDescriptions) == 0 {
		return holder{there: true}, err
	}
	return holder{there: true, tags: tagged(tags.TagDescriptions[0].Tags)}, nil
}

func findRole(ctx context.Context, l *look, name string) (holder, error) {
	found, err := one[struct{ Role struct{ Tags []tag } }](ctx, l.Cloud, "", "iam", "GetRole", map[string]any{"RoleName": name})
	return holder{there: true, tags: tagged(found.Role.Tags)}, err
}

func findRepository(ctx context.Context, l *look, name string) (holder, error) {
	found, err := one[struct {
		Repositories []struct{ RepositoryArn string }
	}](ctx, l.Cloud, "", "ecr", "DescribeRepositories", map[string]any{"RepositoryNames": []string{name}})
	if err != nil || len(found.Repositories) == 0 {
		return holder{}, err
	}
	tags, err := one[struct{ Tags []tag }](ctx, l.Cloud, "", "ecr", "ListTagsForResource", map[string]any{"ResourceArn": found.Repositories[0].RepositoryArn})
	return holder{there: true, tags: tagged(tags.Tags)}, err
}

func findLogGroup(ctx context.Context, l *look, name string) (holder, error) {
	found, err := pages[struct {
		LogGroups []struct{ LogGroupName, LogGroupArn string }
	}](ctx, l.Cloud, "", "logs", "DescribeLogGroups", map[string]any{"LogGroupNamePrefix": name})
	for _, page := range found {
		for _, group := range page.LogGroups {
			if group.LogGroupName == name {
				tags, err := one[struct{ Tags map[string]string }](ctx, l.Cloud, "", "logs", "ListTagsForResource", map[string]any{"ResourceArn": group.LogGroupArn})
				return holder{there: true, tags: tags.Tags}, err
			}
		}
	}
	return holder{}, err
}

func findAlias(ctx context.Context, l *look, name string) (holder, error) {
	found, err := pages[struct {
		Aliases []struct{ AliasName, TargetKeyId string }
	}](ctx, l.Cloud, "", "kms", "ListAliases", nil)
	for _, page := range found {
		for _, alias := range page.Aliases {
			if alias.AliasName == name {
				return keyBehind(ctx, l, alias.TargetKeyId)
			}
		}
	}
	return holder{}, err
}

func keyBehind(ctx context.Context, l *look, key string) (holder, error) {
	tags, err := one[struct{ Tags []keyTag }](ctx, l.Cloud, "", "kms", "ListResourceTags", map[string]any{"KeyId": key})
	has := holder{there: true, tags: map[string]string{}}
	for _, tag := range tags.Tags {
		has.tags[tag.TagKey] = tag.TagValue
	}
	return has, err
}

// findSecret sees deleted ones too: they keep their name until their window ends.
func findSecret(ctx context.Context, l *look, name string) (holder, error) {
	found, err := pages[struct {
		SecretList []struct {
			Name string
			Tags []tag
		}
	}](ctx, l.Cloud, "", "secretsmanager", "ListSecrets", map[string]any{"IncludePlannedDeletion": true})
	for _, page := range found {
		for _, secret := range page.SecretList {
			if secret.Name == name {
				return holder{there: true, tags: tagged(secret.Tags)}, nil
			}
		}
	}
	return holder{}, err
}

func findIssuer(ctx context.Context, l *look, url string) (holder, error) {
	found, err := one[struct {
		OpenIDConnectProviderList []struct{ Arn string }
	}](ctx, l.Cloud, "", "iam", "ListOpenIDConnectProviders", nil)
	at := slices.IndexFunc(found.OpenIDConnectProviderList, func(provider struct{ Arn string }) bool {
		return strings.HasSuffix(provider.Arn, "/"+strings.TrimPrefix(url, "https://"))
	})
	if err != nil || at < 0 {
		return holder{}, err
	}
	tags, err := one[struct{ Tags []tag }](ctx, l.Cloud, "", "iam", "GetOpenIDConnectProvider", map[string]any{"OpenIDConnectProviderArn": found.OpenIDConnectProviderList[at].Arn})
	return holder{there: true, tags: tagged(tags.Tags)}, err
}
