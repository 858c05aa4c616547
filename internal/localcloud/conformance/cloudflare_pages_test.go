package conformance

const (
	pagesProject = "cloudflare:index/pagesProject:PagesProject"
	pagesDomain  = "cloudflare:index/pagesDomain:PagesDomain"
	r2Bucket     = "cloudflare:index/r2Bucket:R2Bucket"
	workersRoute = "cloudflare:index/workersRoute:WorkersRoute"
	pagesDocs    = "https://developers.cloudflare.com/pages/configuration/custom-domains/"
	r2Docs       = "https://developers.cloudflare.com/r2/buckets/create-buckets/#bucket-level-operations"
	routeDocs    = "https://developers.cloudflare.com/workers/configuration/routing/routes/"
)

func siteInputs(name string) Props {
	return Props{"accountId": cloudAccount, "name": name, "productionBranch": "main"}
}

func siteDomain() Props {
	return Props{"accountId": cloudAccount, "projectName": "site", "name": "www.example.com"}
}

func bucketInputs(name string) Props { return Props{"accountId": cloudAccount, "name": name} }

var pagesCases = []Case{
	{"a project is a host of its own", showing(pagesProject, siteInputs("site"), "subdomain", "site.pages.dev"), "",
		"https://developers.cloudflare.com/pages/get-started/direct-upload/"},
	{"a project in capitals", creating(pagesProject, siteInputs("Site")), "small letters", "https://developers.cloudflare.com/pages/platform/known-issues/"},
	{"a project twice", func(w *World) error {
		w.Make(pagesProject, "a", siteInputs("site"))
		_, err := w.Create(pagesProject, "b", siteInputs("site"))
		return err
	}, "8000002", "https://developers.cloudflare.com/api/resources/pages/subresources/projects/methods/create/"},
	{"a domain of no project", creating(pagesDomain, siteDomain()), "8000007", pagesDocs},
	{"a project that has a domain", func(w *World) error {
		made := w.Make(pagesProject, "site", siteInputs("site"))
		w.Make(pagesDomain, "www", siteDomain())
		return w.Delete(pagesProject, "site", made)
	}, "8000028", pagesDocs},
	{"a domain twice", func(w *World) error {
		w.Make(pagesProject, "site", siteInputs("site"))
		w.Make(pagesDomain, "www", siteDomain())
		_, err := w.Create(pagesDomain, "again", siteDomain())
		return err
	}, "8000018", pagesDocs},
	{"another name replaces a project", replacing(pagesProject, siteInputs("site"), siteInputs("other"), "name"), "",
		"facts: cloudflare:index/pagesProject:PagesProject"},
	{"a bucket in capitals", creating(r2Bucket, bucketInputs("Assets")), "10005", r2Docs},
	{"a bucket of two letters", creating(r2Bucket, bucketInputs("ab")), "10005", r2Docs},
	{"a bucket", creating(r2Bucket, bucketInputs("assets")), "", r2Docs},
	{"a bucket twice", func(w *World) error {
		w.Make(r2Bucket, "a", bucketInputs("assets"))
		_, err := w.Create(r2Bucket, "b", bucketInputs("assets"))
		return err
	}, "10004", "https://developers.cloudflare.com/r2/api/error-codes/"},
	{"a route without a script", creating(workersRoute, Props{"zoneId": zone, "pattern": "example.com/*"}), "", routeDocs},
	{"a route twice", func(w *World) error {
		w.Make(workersRoute, "a", Props{"zoneId": zone, "pattern": "example.com/*"})
		_, err := w.Create(workersRoute, "b", Props{"zoneId": zone, "pattern": "example.com/*"})
		return err
	}, "10020", routeDocs},
	{"a route to no script", creating(workersRoute, Props{"zoneId": zone, "pattern": "example.com/*", "script": "none"}), "10007", routeDocs},
}
