package preflight

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// orderable is one way in which RDS sells a class with an engine's version.
type orderable struct {
	EngineVersion, StorageType string
	MultiAZCapable             bool
	AvailabilityZones          []struct{ Name string }
}

// databases looks whether RDS has the engine's version, and the class for it in the
// stack's zones.
func (l *look) databases(ctx context.Context) {
	asked := map[string]bool{}
	for _, instance := range l.Stack.of(databaseType) {
		source := instance
		if primary := l.Stack.source(instance, "replicateSourceDb"); primary.URN != "" {
			source = primary
		}
		engine, version, class := source.text("engine"), source.text("engineVersion"), instance.text("instanceClass")
		if key := engine + version + class; asked[key] {
			continue
		} else {
			asked[key] = true
		}
		l.database(ctx, instance, engine, version, class)
	}
}

func (l *look) database(ctx context.Context, instance Resource, engine, version, class string) {
	subject := fmt.Sprintf("%s %s on %s", engine, version, class)
	newest, err := l.newest(ctx, engine, version)
	if l.unseen("whether RDS offers "+engine+" "+version, err) {
		return
	}
	if newest == "" {
		l.want("offer", fmt.Sprintf("RDS does not offer %s %s in %s", engine, version, l.Stack.Region), "write another groundwork:database.version")
		return
	}
	found, err := pages[struct{ OrderableDBInstanceOptions []orderable }](ctx, l.Cloud, "", "rds", "DescribeOrderableDBInstanceOptions",
		map[string]any{"Engine": engine, "EngineVersion": newest, "DBInstanceClass": class})
	if l.unseen("whether RDS offers "+subject, err) {
		return
	}
	there, err := l.zonesThere(ctx)
	if l.unseen("in which zones RDS offers "+subject, err) {
		return
	}
	var offers []orderable
	for _, page := range found {
		offers = append(offers, page.OrderableDBInstanceOptions...)
	}
	wants := databaseWants(instance, subject, l.Stack.zones(), there, offers)
	l.report.Wants = append(l.report.Wants, wants...)
	if len(wants) == 0 {
		l.fine(subject)
	}
}

// newest is the newest release that RDS offers of a version such as 16; "" is none.
func (l *look) newest(ctx context.Context, engine, version string) (string, error) {
	found, err := pages[struct {
		DBEngineVersions []struct{ EngineVersion string }
	}](ctx, l.Cloud, "", "rds", "DescribeDBEngineVersions", map[string]any{"Engine": engine})
	var offered []string
	for _, page := range found {
		for _, one := range page.DBEngineVersions {
			offered = append(offered, one.EngineVersion)
		}
	}
	return newestOf(version, offered), err
}

// newestOf: of 16.9 and 16.10 the longer one is the newer.
func newestOf(version string, offered []string) string {
	newest := ""
	for _, one := range offered {
		is := one == version || strings.HasPrefix(one, version+".")
		if is && (len(one) > len(newest) || len(one) == len(newest) && one > newest) {
			newest = one
		}
	}
	return newest
}

// databaseWants decides: RDS puts the instance, and its standby, into zones of the subnet
// group that have the class.
func databaseWants(instance Resource, subject string, declared []string, there []zone, offers []orderable) []Want {
	ids := map[string]string{}
	for _, zone := range there {
		ids[zone.ZoneName] = zone.ZoneId
	}
	needed, standby := 1, instance.is("multiAz")
	if standby {
		needed = 2
	}
	zones, capable := map[string]bool{}, false
	for _, offer := range offers {
		if kind := instance.text("storageType"); kind != "" && offer.StorageType != kind {
			continue
		}
		capable = capable || offer.MultiAZCapable
		for _, at := range offer.AvailabilityZones {
			for _, name := range []string{at.Name, ids[at.Name]} {
				if slices.Contains(declared, name) {
					zones[name] = true
				}
			}
		}
	}
	if len(zones) >= needed && (capable || !standby) {
		return nil
	}
	have := "in none of the stack's zones"
	if len(zones) > 0 {
		have = "only in " + strings.Join(slices.Sorted(keysOf(zones)), ", ")
	}
	if standby {
		have += ", and its standby needs a second"
	}
	return []Want{{"offer", fmt.Sprintf("RDS offers %s %s", subject, have), "write another groundwork:database.class, or other zones under groundwork:network.zones"}}
}
