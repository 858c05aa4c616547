package aws

import (
	"encoding/json"
	"regexp"

	"groundwork/internal/localcloud"
)

const (
	alarmType       = "aws:cloudwatch/metricAlarm:MetricAlarm"
	dashboardType   = "aws:cloudwatch/dashboard:Dashboard"
	eventRuleType   = "aws:cloudwatch/eventRule:EventRule"
	eventTargetType = "aws:cloudwatch/eventTarget:EventTarget"
)

// watchService is CloudWatch's alarms and dashboards, and EventBridge.
func watchService() service {
	return service{kinds: map[string]localcloud.Kind{
		alarmType:       {Check: checkAlarm, Upsert: true, Create: putAlarm, Update: again(putAlarm)},
		dashboardType:   {Create: putDashboard, Update: again(putDashboard)},
		eventRuleType:   {Create: putRule, Update: again(putRule)},
		eventTargetType: {Create: putTarget},
	}}
}

// checkAlarm: periods are 10, 20 or 30 seconds, or minutes.
func checkAlarm(c *localcloud.Check) {
	period := c.Inputs.Int("period")
	if c.Inputs.Known("period") && period != 10 && period != 20 && period != 30 && (period < 60 || period%60 != 0) {
		c.Fail("period", "expected period to be one of 10, 20, 30, or divisible by 60, got: %d", period)
	}
}

// putAlarm follows
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
func putAlarm(tx *localcloud.Tx, alarm *localcloud.Object) error {
	period, times := alarm.Outputs.Int("period"), alarm.Outputs.Int("evaluationPeriods")
	const day = 86400
	switch {
	case period < 3600 && period*times > day:
		return tx.Fail(400, "ValidationError", "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= %d).", day)
	case period*times > 7*day:
		return tx.Fail(400, "ValidationError", "Metrics cannot be checked across more than seven days (EvaluationPeriods * Period must be <= %d).", 7*day)
	case alarm.Outputs.Int("datapointsToAlarm") > times:
		return tx.Fail(400, "ValidationError", "The number of datapoints to alarm must be less than or equal to the number of evaluation periods.")
	}
	return nil
}

// putDashboard follows
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
func putDashboard(tx *localcloud.Tx, dashboard *localcloud.Object) error {
	var body struct{ Widgets []json.RawMessage }
	if json.Unmarshal([]byte(dashboard.String("dashboardBody")), &body) != nil {
		return tx.Fail(400, "InvalidParameterInput", "The field DashboardBody must be a valid JSON object")
	}
	if len(body.Widgets) > 500 {
		return tx.Fail(400, "InvalidParameterInput", "The dashboard body is invalid: a dashboard can have up to 500 widgets")
	}
	return nil
}

// schedules: one is singular, more are plural:
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
var schedules = regexp.MustCompile(`^(rate\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\)|cron\(\S+( \S+){5}\))$`)

func putRule(tx *localcloud.Tx, rule *localcloud.Object) error {
	schedule, bus := rule.String("scheduleExpression"), rule.String("eventBusName")
	switch {
	case schedule == "":
		return nil
	case !schedules.MatchString(schedule):
		return tx.Fail(400, "ValidationException", "Parameter ScheduleExpression is not valid.")
	case bus != "" && bus != "default":
		return tx.Fail(400, "ValidationException", "ScheduleExpression is supported only on the default event bus.")
	}
	return nil
}

func putTarget(tx *localcloud.Tx, target *localcloud.Object) error {
	bus := target.String("eventBusName")
	if bus == "" {
		bus = "default"
	}
	if named(tx, eventRuleType, "name", target.String("rule")) == nil {
		return tx.Fail(400, "ResourceNotFoundException", "Rule %s does not exist on EventBus %s.", target.String("rule"), bus)
	}
	return nil
}
