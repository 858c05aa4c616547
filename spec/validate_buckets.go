package spec

import "fmt"

// objectLifetimeLimit is far beyond use and within what S3 counts, in days.
const objectLifetimeLimit = 36500

func (v *validator) buckets() {
	logs := ""
	for _, name := range sorted(v.sys.Buckets) {
		bucket := v.sys.Buckets[name]
		v.wholeDays(at("buckets", name, "expire"), bucket.Expire, objectLifetimeLimit, "S3 counts an object's age in days")
		v.wholeDays(at("buckets", name, "oldVersions"), bucket.OldVersions, objectLifetimeLimit, "S3 counts an object's age in days")
		if bucket.Role == RoleStatic && bucket.Expire > 0 {
			v.add(at("buckets", name, "expire"), bucket.Expire, "the CDN serves this bucket: assets would vanish from the site while it still names them", "expire: 0 (oldVersions cleans up)")
		}
		if bucket.Role != RoleLogs {
			continue
		}
		if logs != "" {
			v.add(at("buckets", name, "role"), bucket.Role, fmt.Sprintf("%q has this role already, and everything that writes access logs writes them to one bucket", logs), "role: backups, or nothing: leave the bucket out")
		}
		logs = name
	}
}
