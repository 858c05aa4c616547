package preflight

import (
	"context"
	"fmt"
	"strings"
)

// room is what a need meets: how much the account may have, how much of it is taken, and
// what somebody has asked for already; 0 is nothing.
type room struct {
	limit float64
	taken usage
	asked float64
}

// quotas looks whether the stack finds room beside what is there.
func (l *look) quotas(ctx context.Context) {
	cpus, err := l.cpus(ctx)
	if l.unseen("the vCPUs of "+strings.Join(l.Stack.kinds(), ", "), err) {
		cpus = func(string) float64 { return 0 }
	}
	enough := 0
	for _, need := range l.Stack.Needs(cpus) {
		quota := quotaOf(need.Code)
		has, err := l.roomFor(ctx, quota, need)
		if l.unseen("the quota "+quota.Name, err) {
			continue
		}
		wants := quotaWants(quota, need, has, l.Stack.Region)
		l.report.Wants = append(l.report.Wants, wants...)
		if len(wants) == 0 {
			enough++
		}
	}
	for _, kind := range l.Stack.kinds() {
		if !standard(kind) {
			l.report.Unseen = append(l.report.Unseen, Unseen{"the quota for vCPUs of " + kind, "its family has a quota of its own, which is not among those that are known here: see Service Quotas, Amazon EC2"})
		}
	}
	l.fine(fmt.Sprintf("%d quotas", enough))
}

func (l *look) roomFor(ctx context.Context, quota Quota, need Need) (room, error) {
	var has room
	limit, err := l.limit(ctx, quota)
	if err != nil {
		return has, err
	}
	taken, err := l.used(ctx, need.Code)
	if err != nil {
		return has, err
	}
	has.limit = limit
	if at := taken[need.Zone]; at != nil {
		has.taken = *at
	}
	if len(quotaWants(quota, need, has, "")) > 0 {
		has.asked = l.askedFor(ctx, quota)
	}
	return has, nil
}

type quotaAnswer struct{ Quota struct{ Value float64 } }

// limit is the quota as the account has it, else AWS' default: Service Quotas knows no
// value of its own for what was never changed in some services.
func (l *look) limit(ctx context.Context, quota Quota) (float64, error) {
	input := map[string]any{"ServiceCode": quota.Service, "QuotaCode": quota.Code}
	applied, err := one[quotaAnswer](ctx, l.Cloud, quota.Region, "servicequotas", "GetServiceQuota", input)
	if absent(err) {
		applied, err = one[quotaAnswer](ctx, l.Cloud, quota.Region, "servicequotas", "GetAWSDefaultServiceQuota", input)
	}
	return applied.Quota.Value, err
}

// askedFor is the most that an open request wants. Where it can't be asked nothing was.
func (l *look) askedFor(ctx context.Context, quota Quota) float64 {
	history, _ := pages[struct {
		RequestedQuotas []struct {
			DesiredValue float64
			Status       string
		}
	}](ctx, l.Cloud, quota.Region, "servicequotas", "ListRequestedServiceQuotaChangeHistoryByQuota",
		map[string]any{"ServiceCode": quota.Service, "QuotaCode": quota.Code})
	var most float64
	for _, page := range history {
		for _, request := range page.RequestedQuotas {
			if request.Status == "PENDING" || request.Status == "CASE_OPENED" {
				most = max(most, request.DesiredValue)
			}
		}
	}
	return most
}

// cpus asks how many vCPUs the stack's instance types have.
func (l *look) cpus(ctx context.Context) (func(string) float64, error) {
	known := map[string]float64{}
	kinds := l.Stack.kinds()
	if len(kinds) == 0 {
		return func(string) float64 { return 0 }, nil
	}
	types, err := pages[struct {
		InstanceTypes []struct {
			InstanceType string
			VCpuInfo     struct{ DefaultVCpus float64 }
		}
	}](ctx, l.Cloud, "", "ec2", "DescribeInstanceTypes", map[string]any{"InstanceTypes": kinds})
	for _, page := range types {
		for _, kind := range page.InstanceTypes {
			known[kind.InstanceType] = kind.VCpuInfo.DefaultVCpus
		}
	}
	return func(kind string) float64 { return known[kind] }, err
}

// quotaWants decides. What the stack has already it does not need again.
func quotaWants(quota Quota, need Need, has room, region string) []Want {
	now := has.taken.all + max(0, need.Now-has.taken.ours)
	most := has.taken.all + max(0, need.Most-has.taken.ours)
	if most <= has.limit {
		return nil
	}
	where := ""
	if need.Zone != "" {
		where = " (" + need.Zone + ")"
	}
	others := ""
	if rest := has.taken.all - has.taken.ours; rest > 0 {
		others = fmt.Sprintf(", beside the %v that others have", rest)
	}
	what := fmt.Sprintf("%s%s: this account may have %v; a first up takes %v%s", quota.Name, where, has.limit, need.Now, others)
	if now <= has.limit {
		what = fmt.Sprintf("%s%s: this account may have %v, enough for a first up; later the stack takes up to %v%s", quota.Name, where, has.limit, need.Most, others)
	} else if need.Most > need.Now {
		what += fmt.Sprintf(", and later up to %v", need.Most)
	}
	if need.Why != "" {
		what += " (" + need.Why + ")"
	}
	return []Want{{"quota", what, increase(quota, most, has.asked, region)}}
}

func increase(quota Quota, wanted, asked float64, region string) string {
	if asked >= wanted {
		return fmt.Sprintf("wait: somebody has asked for %v already", asked)
	}
	if quota.Region != "" {
		region = quota.Region
	}
	return fmt.Sprintf("aws service-quotas request-service-quota-increase --service-code %s --quota-code %s --desired-value %v --region %s",
		quota.Service, quota.Code, wanted, region)
}
