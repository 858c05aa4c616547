package aws

import (
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

const (
	proxyType       = "aws:rds/proxy:Proxy"
	proxyTargetType = "aws:rds/proxyTarget:ProxyTarget"
)

var noProxy = refusal{404, "DBProxyNotFoundFault", "DBProxy %s not found."}

// proxyFamilies are the engines that a proxy's family speaks to.
var proxyFamilies = map[string]*regexp.Regexp{
	"POSTGRESQL": regexp.MustCompile(`^(postgres|aurora-postgresql)$`),
	"MYSQL":      regexp.MustCompile(`^(mysql|mariadb|aurora-mysql)$`),
	"SQLSERVER":  regexp.MustCompile(`^sqlserver-`),
}

// createProxy: a proxy stands in two zones of one VPC.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-network-prereqs.html
func createProxy(tx *localcloud.Tx, proxy *localcloud.Object) error {
	subnets := subnetsOf(tx, proxy.Outputs.Strings("vpcSubnetIds"))
	if covered := zonesOf(subnets); len(covered) < 2 {
		return tx.Fail(400, "InvalidSubnet", "A DB proxy needs subnets in at least 2 Availability Zones. Current coverage: %s", joined(covered))
	}
	for _, subnet := range subnets {
		if subnet.String("vpcId") != subnets[0].String("vpcId") {
			return tx.Fail(400, "InvalidSubnet", "The subnets of a DB proxy must belong to the same VPC: %s", subnets[0].String("vpcId"))
		}
	}
	if vpc := tx.Get(vpcType, subnets[0].String("vpcId")); vpc != nil {
		decide(proxy, "vpcSecurityGroupIds", []string{vpc.String("defaultSecurityGroupId")})
	}
	account := tx.Seeded("rds", tx.Account(), tx.Region()).Text(11, localcloud.LowerAlnum)
	proxy.Set("endpoint", proxy.String("name")+".proxy-c"+account+"."+tx.Region()+".rds.amazonaws.com")
	decide(proxy, "idleClientTimeout", 1800)
	return nil
}

// createProxyTarget: the database speaks the proxy's language.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RegisterDBProxyTargets.html
func createProxyTarget(tx *localcloud.Tx, target *localcloud.Object) error {
	proxy := tx.Get(proxyType, target.String("dbProxyName"))
	if proxy == nil {
		return noProxy.about(tx, target.String("dbProxyName"))
	}
	database := named(tx, instanceType, "identifier", target.String("dbInstanceIdentifier"))
	kind := "RDS_INSTANCE"
	if id := target.String("dbClusterIdentifier"); id != "" {
		database, kind = tx.Get(clusterDBType, id), "TRACKED_CLUSTER"
	}
	if database == nil {
		return noInstance.about(tx, target.String("dbInstanceIdentifier"))
	}
	if speaks := proxyFamilies[proxy.String("engineFamily")]; speaks != nil && !speaks.MatchString(database.String("engine")) {
		return tx.Fail(400, "InvalidParameterValue", "Engine family %s of the proxy %s doesn't match the engine %s", proxy.String("engineFamily"), proxy.ID, database.String("engine"))
	}
	host, _, _ := strings.Cut(database.String("endpoint"), ":")
	target.Set("endpoint", host)
	target.Set("port", database.Outputs.Int("port"))
	target.Set("type", kind)
	target.Set("rdsResourceId", database.String("identifier")+database.String("clusterIdentifier"))
	return nil
}
