package cloudflare

import (
	"net/http"
	"regexp"

	"groundwork/internal/localcloud"
)

const (
	bucketType = "cloudflare:index/r2Bucket:R2Bucket"
	routeType  = "cloudflare:index/workersRoute:WorkersRoute"
	scriptType = "cloudflare:index/workersScript:WorkersScript"
)

func workerKinds() map[string]localcloud.Kind {
	return map[string]localcloud.Kind{
		bucketType: {Create: createBucket, Exists: func(tx *localcloud.Tx, bucket *localcloud.Object) error {
			return tx.Fail(http.StatusConflict, "10004", "The bucket you tried to create already exists, and you own it.")
		}},
		routeType: {Create: createRoute, Update: func(tx *localcloud.Tx, _, route *localcloud.Object) error { return createRoute(tx, route) }},
	}
}

// bucketName is 3 to 63 small letters, digits and inner dashes.
// https://developers.cloudflare.com/r2/buckets/create-buckets/#bucket-level-operations
var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)

func createBucket(tx *localcloud.Tx, bucket *localcloud.Object) error {
	if !bucketName.MatchString(bucket.String("name")) {
		return tx.Fail(http.StatusBadRequest, "10005", "The specified bucket name is not valid.")
	}
	return nil
}

// createRoute allows a pattern once in a zone, and only to a script that is
// there.
// https://developers.cloudflare.com/workers/configuration/routing/routes/
func createRoute(tx *localcloud.Tx, route *localcloud.Object) error {
	pattern := route.String("pattern")
	for _, other := range tx.Where(routeType, "pattern", pattern) {
		if other.ID != route.ID {
			return tx.Fail(http.StatusConflict, "10020", "A route with the same pattern already exists.")
		}
	}
	script := route.String("script")
	if script != "" && len(tx.World().Where(scriptType, "scriptName", script)) == 0 {
		return tx.Await(tx.Fail(http.StatusNotFound, "10007", "workers.api.error.script_not_found: This Worker does not exist on your account."))
	}
	return nil
}
