package conformance

const (
	logGroup  = "aws:cloudwatch/logGroup:LogGroup"
	logAPI    = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/"
	alarm     = "aws:cloudwatch/metricAlarm:MetricAlarm"
	dashboard = "aws:cloudwatch/dashboard:Dashboard"
	alarmAPI  = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/"
	eventRule = "aws:cloudwatch/eventRule:EventRule"
	eventAPI  = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/"
)

func alarming(changes Props) func(*World) error {
	return creating(alarm, with(Props{
		"name": "busy", "comparisonOperator": "GreaterThanThreshold", "evaluationPeriods": 3, "period": 60,
		"metricName": "CPUUtilization", "namespace": "AWS/EC2", "statistic": "Average", "threshold": 80,
	}, changes))
}

var watchCases = []Case{
	{Name: "a log group twice", Do: after(logGroup, func(w *World) Props {
		w.Make(logGroup, "a", Props{"name": "/app"})
		return Props{"name": "/app"}
	}), Refused: "ResourceAlreadyExistsException", Evidence: logAPI + "API_CreateLogGroup.html"},
	{Name: "a log group's name with a space", Do: creating(logGroup, Props{"name": "my app"}), Refused: "isn't a valid log group name", Evidence: logAPI + "API_CreateLogGroup.html"},
	{Name: "logs kept for eight days", Do: creating(logGroup, Props{"name": "/app", "retentionInDays": 8}), Refused: "retention", Evidence: logAPI + "API_PutRetentionPolicy.html"},
	{Name: "logs kept for a week", Do: creating(logGroup, Props{"name": "/app", "retentionInDays": 7}), Evidence: logAPI + "API_PutRetentionPolicy.html"},
	{Name: "a stream in no group", Do: creating("aws:cloudwatch/logStream:LogStream", Props{"name": "s", "logGroupName": "/gone"}), Refused: "ResourceNotFoundException: The specified log group does not exist", Evidence: logAPI + "API_CreateLogStream.html"},
	{Name: "an alarm", Do: alarming(nil), Evidence: alarmAPI + "API_PutMetricAlarm.html"},
	{Name: "an alarm that looks back for two days", Do: alarming(Props{"period": 300, "evaluationPeriods": 577}), Refused: "ValidationError: Metrics cannot be checked across more than a day", Evidence: alarmAPI + "API_PutMetricAlarm.html"},
	{Name: "an alarm by the hour that looks back for two days", Do: alarming(Props{"period": 3600, "evaluationPeriods": 48}), Evidence: alarmAPI + "API_PutMetricAlarm.html"},
	{Name: "more points to alarm than there are", Do: alarming(Props{"datapointsToAlarm": 4}), Refused: "ValidationError", Evidence: alarmAPI + "API_PutMetricAlarm.html"},
	{Name: "a period of 45 s", Do: alarming(Props{"period": 45}), Refused: "period", Evidence: alarmAPI + "API_PutMetricAlarm.html"},
	{Name: "a dashboard that is no JSON", Do: creating(dashboard, Props{"dashboardName": "d", "dashboardBody": "x"}), Refused: "JSON", Evidence: alarmAPI + "API_PutDashboard.html"},
	{Name: "a schedule of one minutes", Do: creating(eventRule, Props{"name": "r", "scheduleExpression": "rate(1 minutes)"}), Refused: "ValidationException: Parameter ScheduleExpression is not valid.", Evidence: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html"},
	{Name: "a schedule of five minutes", Do: creating(eventRule, Props{"name": "r", "scheduleExpression": "rate(5 minutes)"}), Evidence: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html"},
	{Name: "a target of no rule", Do: creating("aws:cloudwatch/eventTarget:EventTarget", Props{"rule": "gone", "targetId": "t", "arn": "arn:aws:sqs:us-east-1:123456789012:q"}), Refused: "ResourceNotFoundException: Rule gone does not exist on EventBus default.", Evidence: eventAPI + "API_PutTargets.html"},
}
