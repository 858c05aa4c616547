package account

import (
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsbudgets "groundwork/internal/sdk/aws/budgets"
)

// budget tells people what the account costs, before the bill does.
type budget struct{ pulumi.ResourceState }

// The figures at which people are told, in per cent of the budget.
const (
	spentPercent    = 80
	expectedPercent = 100
)

// setBudget makes the budget. Two of them are free in an account:
// https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/
func (b *base) setBudget() error {
	if b.config.Budget == nil {
		return nil
	}
	all := &budget{}
	if err := b.ctx.RegisterComponentResource("groundwork:bootstrap:Budget", "budget", all); err != nil {
		return fmt.Errorf("registering the component: %w", err)
	}
	name := b.names.Name("monthly")
	told := func(kind string, percent float64) awsbudgets.BudgetNotificationArgs {
		return awsbudgets.BudgetNotificationArgs{
			ComparisonOperator: pulumi.String("GREATER_THAN"), Threshold: pulumi.Float64(percent), ThresholdType: pulumi.String("PERCENTAGE"),
			NotificationType: pulumi.String(kind), SubscriberEmailAddresses: pulumi.ToStringArray(b.config.Budget.Emails),
		}
	}
	if _, err := awsbudgets.NewBudget(b.ctx, "budget-monthly", &awsbudgets.BudgetArgs{
		AccountId: pulumi.String(b.access.ID), Name: pulumi.String(name),
		BudgetType: pulumi.String("COST"), TimeUnit: pulumi.String("MONTHLY"),
		// As AWS gives it back, so that nothing differs at a refresh.
		LimitAmount: pulumi.String(strconv.Itoa(b.config.Budget.Monthly) + ".0"), LimitUnit: pulumi.String("USD"),
		Notifications: awsbudgets.BudgetNotificationArray{told("ACTUAL", spentPercent), told("FORECASTED", expectedPercent)},
		Tags:          b.tags("monthly"),
	}, pulumi.Parent(all)); err != nil {
		return fmt.Errorf("creating the budget: %w", err)
	}
	return b.ctx.RegisterResourceOutputs(all, pulumi.Map{"name": pulumi.String(name)})
}
