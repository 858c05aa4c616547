package cloudflare

import (
	"net/http"
	"regexp"

	"groundwork/internal/localcloud"
)

const (
	projectType = "cloudflare:index/pagesProject:PagesProject"
	domainType  = "cloudflare:index/pagesDomain:PagesDomain"
)

func pagesKinds() map[string]localcloud.Kind {
	return map[string]localcloud.Kind{
		projectType: {Check: checkProject, Create: createProject, Delete: deleteProject, Exists: projectExists},
		domainType:  {Create: createDomain, Exists: domainExists},
	}
}

// projectName is what becomes a host under pages.dev:
// https://developers.cloudflare.com/pages/platform/known-issues/
var projectName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,56}[a-z0-9])?$`)

func checkProject(c *localcloud.Check) {
	if name := c.Inputs.String("name"); name != "" && !projectName.MatchString(name) {
		c.Fail("name", "expected a project name of 1 to 58 small letters, digits and inner dashes, got %q", name)
	}
}

func createProject(_ *localcloud.Tx, project *localcloud.Object) error {
	host := project.String("name") + ".pages.dev"
	project.Set("subdomain", host)
	project.Set("domains", []string{host})
	if !project.Outputs.Known("productionBranch") {
		project.Set("productionBranch", "main")
	}
	return nil
}

func projectExists(tx *localcloud.Tx, project *localcloud.Object) error {
	return tx.Fail(http.StatusConflict, "8000002", "A project with this name already exists. Choose a different project name: %s.", project.ID)
}

func deleteProject(tx *localcloud.Tx, project *localcloud.Object) error {
	if len(tx.Where(domainType, "projectName", project.ID)) > 0 {
		return tx.Fail(http.StatusBadRequest, "8000028", "You must delete the custom domains of project %s before you can delete it.", project.ID)
	}
	return nil
}

func createDomain(tx *localcloud.Tx, domain *localcloud.Object) error {
	if tx.Get(projectType, domain.String("projectName")) == nil {
		return tx.Fail(http.StatusNotFound, "8000007", "Project not found. The specified project name does not match any of your existing projects.")
	}
	domain.Set("domainId", tx.Dice().UUID())
	domain.Set("certificateAuthority", "google")
	domain.Set("status", "active")
	domain.Set("validationData", map[string]any{"method": "http", "status": "active"})
	domain.Set("verificationData", map[string]any{"status": "active"})
	domain.Set("zoneTag", tx.Hex(32))
	return nil
}

func domainExists(tx *localcloud.Tx, domain *localcloud.Object) error {
	return tx.Fail(http.StatusConflict, "8000018", "You have already added this custom domain: %s.", domain.ID)
}
