package backend

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// desk answers the CLI's requests. Which there are, and what they carry, is in the
// CLI's client:
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/backend/httpstate/client/api_endpoints.go
type desk struct {
	states  *Backend
	address Address

	mu      sync.Mutex
	updates map[string]*update
}

func (d *desk) routes() http.Handler {
	routes := http.NewServeMux()
	const stack = "/api/stacks/{owner}/{project}/{stack}"
	for pattern, respond := range map[string]answer{
		"GET /api/capabilities":               d.capabilities,
		"GET /api/user":                       d.user,
		"GET /api/user/organizations/default": d.organization,
		"GET /api/user/stacks":                d.list,

		"HEAD /api/stacks/{owner}/{project}": d.project,
		"POST /api/stacks/{owner}/{project}": d.create,
		"GET " + stack:                       d.show,
		"DELETE " + stack:                    d.remove,
		"GET " + stack + "/export":           d.export,
		"POST " + stack + "/import":          d.replace,
		"PATCH " + stack + "/tags":           d.tag,
		"GET " + stack + "/updates":          d.history,

		"POST " + stack + "/encrypt":                      d.encrypt,
		"POST " + stack + "/decrypt":                      d.decrypt,
		"POST " + stack + "/batch-encrypt":                d.encryptAll,
		"POST " + stack + "/batch-decrypt":                d.decryptAll,
		"POST " + stack + "/decrypt/log-decryption":       nothing,
		"POST " + stack + "/decrypt/log-batch-decryption": nothing,

		"POST " + stack + "/{kind}":                          d.announce,
		"GET " + stack + "/{kind}/{update}":                  d.status,
		"POST " + stack + "/{kind}/{update}":                 d.begin,
		"POST " + stack + "/{kind}/{update}/renew_lease":     d.renew,
		"PATCH " + stack + "/{kind}/{update}/journalentries": d.record,
		"PATCH " + stack + "/{kind}/{update}/checkpoint":     d.checkpoint,
		"POST " + stack + "/{kind}/{update}/events/batch":    nothing,
		"POST " + stack + "/{kind}/{update}/complete":        d.complete,
		"POST " + stack + "/{kind}/{update}/cancel":          d.cancel,
	} {
		routes.HandleFunc(pattern, d.handle(respond))
	}
	routes.HandleFunc("/", d.handle(func(r *http.Request) (any, error) {
		return nil, &refusal{code: unknown, message: "the local cloud keeps states and nothing else: it does not know " + r.Method + " " + r.URL.Path}
	}))
	return routes
}

// nothing is the answer to what need not be kept: the events of an update reach
// groundwork in another way, and nobody audits made-up secrets.
// They are read all the same: of what is left unread, more than a little ends the
// CLI's connection.
func nothing(r *http.Request) (any, error) {
	_, err := io.Copy(io.Discard, r.Body)
	return struct{}{}, err
}

func (d *desk) capabilities(*http.Request) (any, error) {
	forms, err := json.Marshal(apitype.DeploymentSchemaVersionConfig{Version: featureForm})
	return apitype.CapabilitiesResponse{Capabilities: []apitype.APICapabilityConfig{
		{Capability: apitype.BatchEncrypt},
		{Capability: apitype.DeploymentSchemaVersion, Version: 1, Configuration: forms},
	}}, err
}

func (d *desk) user(*http.Request) (any, error) {
	one := map[string]any{"githubLogin": Owner, "name": "the local cloud"}
	return map[string]any{"id": Owner, "githubLogin": Owner, "name": "the local cloud", "organizations": []any{one}}, nil
}

func (d *desk) organization(*http.Request) (any, error) {
	return apitype.GetDefaultOrganizationResponse{GitHubLogin: Owner}, nil
}

// named is the name of the stack that a request is about.
func named(r *http.Request) Name {
	return Name{Project: r.PathValue("project"), Stack: r.PathValue("stack")}
}

func (d *desk) stack(r *http.Request) (*Stack, error) { return d.states.Stack(named(r)) }

func (d *desk) list(r *http.Request) (any, error) {
	names, err := d.states.names()
	if err != nil {
		return nil, err
	}
	response := apitype.ListStacksResponse{Stacks: []apitype.StackSummary{}}
	for _, name := range names {
		if wanted := r.URL.Query().Get("project"); wanted != "" && wanted != name.Project {
			continue
		}
		stack, err := d.states.Stack(name)
		if err != nil {
			return nil, err
		}
		response.Stacks = append(response.Stacks, stack.summary())
	}
	return response, nil
}

func (d *desk) project(r *http.Request) (any, error) {
	names, err := d.states.names()
	for _, name := range names {
		if name.Project == r.PathValue("project") {
			return nil, nil
		}
	}
	if err == nil {
		err = &refusal{code: unknown, message: "no stack of that project is in the local cloud"}
	}
	return nil, err
}

func (d *desk) create(r *http.Request) (any, error) {
	var asked apitype.CreateStackRequest
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	name := Name{Project: r.PathValue("project"), Stack: asked.StackName}
	if _, err := d.states.Stack(name); err == nil {
		return nil, &refusal{code: conflict, message: fmt.Sprintf("stack %q already exists", name)}
	}
	var first apitype.UntypedDeployment
	if asked.State != nil {
		first = *asked.State
	}
	_, err := d.states.MakeOf(name, first)
	return apitype.CreateStackResponse{}, err
}

func (d *desk) show(r *http.Request) (any, error) {
	stack, err := d.stack(r)
	if err != nil {
		return nil, err
	}
	stack.mu.Lock()
	defer stack.mu.Unlock()
	shown := apitype.Stack{
		ID: stack.name.String(), OrgName: Owner, ProjectName: stack.name.Project, StackName: tokens.QName(stack.name.Stack),
		Tags: stack.base.Tags, Version: stack.base.Serial,
	}
	if stack.update != nil {
		shown.ActiveUpdate = stack.update.id
	}
	return shown, nil
}
