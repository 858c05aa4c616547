package rds

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

const (
	instanceType  = "aws:rds/instance:Instance"
	groupType     = "aws:rds/parameterGroup:ParameterGroup"
	ruleType      = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	logGroupType  = "aws:cloudwatch/logGroup:LogGroup"
	secretType    = "aws:secretsmanager/secret:Secret"
	versionType   = "aws:secretsmanager/secretVersion:SecretVersion"
	componentType = "groundwork:rds:Database"
)

// prod is a database as StockIndicator's production has it.
func prod() Args {
	return Args{
		Names:     naming.Scope{System: "stockindicator", Environment: "prod"},
		AccountID: "123456789012",
		VPCID:     pulumi.String("vpc-1"),
		SubnetIDs: []pulumi.StringInput{pulumi.String("subnet-a"), pulumi.String("subnet-b"), pulumi.String("subnet-c")},
		Zones:     []pulumi.StringInput{pulumi.String("us-east-1a"), pulumi.String("us-east-1b"), pulumi.String("us-east-1c")},
		Clients:   map[string]pulumi.StringInput{"nodes": pulumi.String("sg-nodes")},
		Version:   "16", Class: "db.r5.xlarge", StorageGB: 500, IOPS: 12000, MultiAZ: true, Replicas: 2,
		DatabaseName: "stockindicator", User: "app",
		Parameters: map[string]string{"max_connections": "500", "shared_buffers": "8GB", "work_mem": "64MB"},
		BackupDays: 7, BackupWindow: "02:00-03:00", MaintenanceWindow: "sun:04:00-sun:05:00",
		LogRetention: 90 * 24 * time.Hour, Protect: true, FinalSnapshot: true, KeepBackups: true,
	}
}

// run registers a database and hands back its connection URLs.
func run(t *testing.T, args Args, options ...mocks.Option) (*mocks.Recorder, map[string]string) {
	t.Helper()
	urls, secret := map[string]string{}, false
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		database, err := New(ctx, "db", args)
		if err != nil {
			return err
		}
		secret = pulumi.IsSecret(database.URL)
		ctx.Export("url", database.URL.ApplyT(func(url string) string {
			urls["primary"] = url
			return url
		}))
		return nil
	}, options...)
	assert.True(t, secret, "the URL holds the password")
	return recorder, urls
}

func TestAProductionDatabaseIsSafe(t *testing.T) {
	recorder, urls := run(t, prod())
	primary := recorder.Named(t, instanceType, "db-instance")

	want := map[string]any{
		"identifier": "stockindicator-prod-db", "engine": "postgres", "engineVersion": "16", "allowMajorVersionUpgrade": true, "instanceClass": "db.r5.xlarge",
		"allocatedStorage": 500.0, "iops": 12000.0, "storageType": "gp3", "storageEncrypted": true, "multiAz": true,
		"backupRetentionPeriod": 7.0, "deletionProtection": true, "skipFinalSnapshot": false, "publiclyAccessible": false,
		"copyTagsToSnapshot": true, "iamDatabaseAuthenticationEnabled": true, "monitoringInterval": 60.0,
		"performanceInsightsEnabled": true, "performanceInsightsRetentionPeriod": 7.0, "autoMinorVersionUpgrade": true,
		"engineLifecycleSupport": "open-source-rds-extended-support-disabled", "deleteAutomatedBackups": false,
		"applyImmediately": false, "caCertIdentifier": "rds-ca-rsa2048-g1", "port": 5432.0,
		"enabledCloudwatchLogsExports": []any{"postgresql", "upgrade"},
		"availabilityZone":             nil, "kmsKeyId": nil, "manageMasterUserPassword": nil,
	}
	for key, value := range want {
		assert.Equal(t, value, primary.Get(key), key)
	}
	assert.True(t, primary.Protected)
	assert.Equal(t, []string{"availabilityZone", "engineLifecycleSupport"}, primary.IgnoreChanges)
	assert.Regexp(t, `^stockindicator-prod-db-final-0badcafe$`, primary.Get("finalSnapshotIdentifier"))
	assert.Equal(t, "postgresql://app:generated-password-0123456789abcdef@db.us-east-1.rds.amazonaws.com:5432/stockindicator?sslmode=require", urls["primary"])
}

func TestReplicasStandInDifferentZonesAndCanBeRemoved(t *testing.T) {
	recorder, _ := run(t, prod())
	zones := map[any]bool{}
	for _, name := range []string{"db-replica-1", "db-replica-2"} {
		replica := recorder.Named(t, instanceType, name)
		zones[replica.Get("availabilityZone")] = true
		assert.NotEmpty(t, replica.Get("replicateSourceDb"))
		assert.Equal(t, true, replica.Get("storageEncrypted"))
		assert.Equal(t, true, replica.Get("skipFinalSnapshot"))
		assert.Equal(t, false, replica.Get("deletionProtection"))
		assert.False(t, replica.Protected)
		for _, inherited := range []string{"engine", "username", "password", "dbName", "dbSubnetGroupName", "multiAz"} {
			assert.Nil(t, replica.Get(inherited), inherited)
		}
	}
	assert.Equal(t, map[any]bool{"us-east-1b": true, "us-east-1c": true}, zones)
}

func TestParametersArriveInTheUnitsOfRDS(t *testing.T) {
	recorder, _ := run(t, prod())
	group := recorder.One(t, groupType)
	assert.Equal(t, "postgres16", group.Get("family"))
	assert.Nil(t, group.Get("name"), "an automatic name lets the next group exist beside this one")
	parameter := func(name, value, method string) map[string]any {
		return map[string]any{"name": name, "value": value, "applyMethod": method}
	}
	assert.Equal(t, []any{
		parameter("max_connections", "500", "pending-reboot"),
		parameter("rds.force_ssl", "1", "pending-reboot"), // as RDS answers for what is its default
		parameter("shared_buffers", "1048576", "pending-reboot"),
		parameter("shared_preload_libraries", "pg_stat_statements", "pending-reboot"),
		parameter("work_mem", "65536", "immediate"),
	}, group.Get("parameters"))
}

func TestOnlyClientsReachTheDatabaseAndItReachesNobody(t *testing.T) {
	recorder, _ := run(t, prod())
	group := recorder.One(t, "aws:ec2/securityGroup:SecurityGroup")
	assert.Nil(t, group.Get("egress"))
	assert.Nil(t, group.Get("ingress"))
	rule := recorder.Named(t, ruleType, "db-from-nodes")
	assert.Equal(t, "sg-nodes", rule.Get("referencedSecurityGroupId"))
	assert.Equal(t, 5432.0, rule.Get("fromPort"))
	assert.Equal(t, 5432.0, rule.Get("toPort"))
	for _, dependency := range recorder.Named(t, instanceType, "db-instance").DependsOn {
		assert.NotContains(t, dependency, ruleType, "the database does not wait for its clients")
	}
}

func TestLogGroupsExistBeforeTheInstanceWritesToThem(t *testing.T) {
	recorder, _ := run(t, prod())
	require.Len(t, recorder.All(logGroupType), 6, "two for the primary and for each replica")
	group := recorder.Named(t, logGroupType, "db-instance-log-postgresql")
	assert.Equal(t, "/aws/rds/instance/stockindicator-prod-db/postgresql", group.Get("name"))
	assert.Equal(t, 90.0, group.Get("retentionInDays"))
	waits := strings.Join(recorder.Named(t, instanceType, "db-instance").DependsOn, " ")
	assert.Contains(t, waits, "db-instance-log-postgresql")
	assert.Contains(t, waits, "db-instance-log-upgrade")
	assert.Contains(t, waits, "db-monitoring-policy")
}

func TestTheSecretTellsHowToConnect(t *testing.T) {
	recorder, _ := run(t, prod())
	assert.Equal(t, 7.0, recorder.One(t, secretType).Get("recoveryWindowInDays"))
	assert.JSONEq(t, `{"engine":"postgres","host":"db.us-east-1.rds.amazonaws.com","port":5432,"username":"app",
		"password":"generated-password-0123456789abcdef","dbname":"stockindicator"}`,
		recorder.One(t, versionType).Get("secretString").(string))
}

func TestWithoutProtectionTheDatabaseGoesButItsSnapshotMayStay(t *testing.T) {
	args := prod()
	args.Protect = false
	recorder, _ := run(t, args)
	primary := recorder.Named(t, instanceType, "db-instance")
	assert.Equal(t, false, primary.Get("deletionProtection"))
	assert.False(t, primary.Protected)
	assert.Equal(t, false, primary.Get("skipFinalSnapshot"))
	assert.Equal(t, 0.0, recorder.One(t, secretType).Get("recoveryWindowInDays"))

	args.FinalSnapshot = false
	recorder, _ = run(t, args)
	primary = recorder.Named(t, instanceType, "db-instance")
	assert.Equal(t, true, primary.Get("skipFinalSnapshot"))
	assert.Nil(t, primary.Get("finalSnapshotIdentifier"))
	assert.Empty(t, recorder.All("random:index/randomId:RandomId"))
}

// Left out, IOPS that were raised stay, and are paid for.
func TestTheBaselineOfALargeDatabaseIsWritten(t *testing.T) {
	for name, c := range map[string]struct {
		storage, iops int
		want          any
	}{
		"nothing asked for":      {500, 0, 12000.0},
		"more asked for":         {500, 20000, 20000.0},
		"the smallest that may":  {400, 0, 12000.0},
		"one that has no choice": {399, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			args := prod()
			args.StorageGB, args.IOPS = c.storage, c.iops
			recorder, _ := run(t, args)
			for _, instance := range recorder.All(instanceType) {
				assert.Equal(t, c.want, instance.Get("iops"), instance.Name)
			}
		})
	}
}

func TestASmallDatabaseLeavesOutWhatItDoesNotHave(t *testing.T) {
	args := prod()
	args.Class, args.StorageGB, args.IOPS, args.MultiAZ, args.Replicas = "db.t4g.micro", 20, 0, false, 0
	args.LogRetention, args.MaxStorageGB, args.Parameters = 0, 100, nil
	recorder, _ := run(t, args)
	primary := recorder.One(t, instanceType)
	assert.Nil(t, primary.Get("iops"))
	assert.Nil(t, primary.Get("enabledCloudwatchLogsExports"))
	assert.Equal(t, 100.0, primary.Get("maxAllocatedStorage"))
	assert.Equal(t, "us-east-1a", primary.Get("availabilityZone"))
	assert.Empty(t, recorder.All(logGroupType))
}

func TestEveryChildHasTheComponentsNameAndAParent(t *testing.T) {
	recorder, _ := run(t, prod())
	recorder.Children(t, componentType, "db")
}

func TestAPreviewWithUnknownsGoesThrough(t *testing.T) {
	recorder, _ := run(t, prod(), mocks.Preview)
	assert.Len(t, recorder.All(instanceType), 3)
}
