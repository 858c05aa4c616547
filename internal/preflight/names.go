package preflight

import (
	"context"
	"fmt"
)

// claim is a name that the stack gives.
type claim struct {
	kind namedKind
	name string
	// by is the resource's own name in the program.
	by string
}

// holder is what has the name now.
type holder struct {
	// there tells that somebody has it.
	there bool
	// foreign tells that it is another account's, or that it may not be looked at.
	foreign bool
	tags    map[string]string
}

// namedKind is a kind of thing whose names are given once.
type namedKind struct {
	typ, input string
	// what people call it, and how one is looked at with the AWS CLI, its name last.
	what, show string
	// find asks who has a name.
	find func(ctx context.Context, l *look, name string) (holder, error)
}

var namedKinds = []namedKind{
	{bucketType, "bucket", "the bucket", "aws s3api get-bucket-tagging --bucket", findBucket},
	{databaseType, "identifier", "the database", "aws rds describe-db-instances --db-instance-identifier", findDatabase},
	{databaseType, "finalSnapshotIdentifier", "the final snapshot", "aws rds describe-db-snapshots --db-snapshot-identifier", findSnapshot},
	{cacheType, "replicationGroupId", "the cache", "aws elasticache describe-replication-groups --replication-group-id", findCache},
	{clusterType, "name", "the cluster", "aws eks describe-cluster --name", findCluster},
	{balancerType, "name", "the load balancer", "aws elbv2 describe-load-balancers --names", findBalancer},
	{roleType, "name", "the role", "aws iam get-role --role-name", findRole},
	{"aws:ecr/repository:Repository", "name", "the repository", "aws ecr describe-repositories --repository-names", findRepository},
	{"aws:cloudwatch/logGroup:LogGroup", "name", "the log group", "aws logs describe-log-groups --log-group-name-prefix", findLogGroup},
	{"aws:kms/alias:Alias", "name", "the key's alias", "aws kms describe-key --key-id", findAlias},
	{"aws:secretsmanager/secret:Secret", "name", "the secret", "aws secretsmanager describe-secret --secret-id", findSecret},
	{"aws:cloudfront/distribution:Distribution", "aliases", "the CDN's host", "aws cloudfront list-distributions #", findAliasOfCDN},
	{"aws:iam/openIdConnectProvider:OpenIdConnectProvider", "url", "the identity provider", "aws iam list-open-id-connect-providers #", findIssuer},
}

// claims are the names that the stack gives, and that are known before it is there.
func (s Stack) claims() []claim {
	var all []claim
	for _, kind := range namedKinds {
		for _, resource := range s.of(kind.typ) {
			for _, name := range resource.texts(kind.input) {
				all = append(all, claim{kind, name, resource.Name})
			}
		}
	}
	return all
}

// names looks whether each name is free, or the stack's own already.
func (l *look) names(ctx context.Context) {
	free := 0
	for _, claim := range l.Stack.claims() {
		has, err := claim.kind.find(ctx, l, claim.name)
		if absent(err) {
			has, err = holder{}, nil
		}
		if l.unseen(fmt.Sprintf("whether %s %s is free", claim.kind.what, claim.name), err) {
			continue
		}
		wants := nameWants(l.Stack, claim, has)
		l.report.Wants = append(l.report.Wants, wants...)
		if len(wants) == 0 {
			free++
		}
	}
	l.fine(fmt.Sprintf("%d names are free, or this stack's", free))
}

// nameWants decides.
func nameWants(stack Stack, claim claim, has holder) []Want {
	if !has.there || !has.foreign && stack.owns(has.tags) {
		return nil
	}
	if has.foreign {
		return []Want{{"name", fmt.Sprintf("%s %s belongs to another account, or may not be looked at", claim.kind.what, claim.name),
			"choose another name for it in the stack file: such names are given once in the world"}}
	}
	whose := "is there, and does not bear this stack's tags"
	if other := has.tags["System"]; other != "" {
		whose = fmt.Sprintf("is there, and is %s's of %s", has.tags["Environment"], other)
	}
	return []Want{{"name", fmt.Sprintf("%s %s %s", claim.kind.what, claim.name, whose),
		fmt.Sprintf("look at it (%s %s), then delete it, or let the stack take it over: pulumi import %s %s ID --parent ..., as docs/operations.md, 1, does with an identity provider",
			claim.kind.show, claim.name, claim.kind.typ, claim.by)}}
}
