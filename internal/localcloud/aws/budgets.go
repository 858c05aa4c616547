package aws

import "groundwork/internal/localcloud"

const budgetType = "aws:budgets/budget:Budget"

// mostSubscribers is how many may be told of one figure:
// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateNotification.html
const mostSubscribers = 10

// budgetService is AWS Budgets.
func budgetService() service {
	return service{kinds: map[string]localcloud.Kind{
		budgetType: {Create: checkBudget, Update: again(checkBudget)},
	}}
}

func checkBudget(tx *localcloud.Tx, budget *localcloud.Object) error {
	for _, told := range budget.Outputs.Maps("notifications") {
		switch count := len(told.Strings("subscriberEmailAddresses")) + len(told.Strings("subscriberSnsTopicArns")); {
		case count == 0:
			return tx.Fail(400, "InvalidParameterException", "Notification must have at least one subscriber")
		case count > mostSubscribers:
			return tx.Fail(400, "CreationLimitExceededException", "Exceeded maximum number of subscribers: %d", mostSubscribers)
		}
	}
	return nil
}
