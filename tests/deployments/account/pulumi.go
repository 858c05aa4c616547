package account

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

const (
	// VersionVariable says which release of the CLI it is.
	VersionVariable = "FAKE_VERSION"
	// CloudVariable says where it finds its cloud.
	CloudVariable = "FAKE_CLOUD"
	// RoleVariable says whose credentials it has: preview, watch, deploy-STACK.
	RoleVariable = "FAKE_ROLE"
)

// LeftOut is the stack that the role of previews can't look into.
const LeftOut = "prod"

const databaseType = "aws:rds/instance:Instance"

// pulumi stands in for the Pulumi CLI: it compares what a stack file declares with
// what a file says that there is, as far as the Automation API asks.
type pulumi struct {
	cloud                 *Cloud
	args                  []string
	project, stack, where string
}

// Run answers a command line.
func Run(args []string) error {
	args = slices.DeleteFunc(args, func(arg string) bool { return arg == "--non-interactive" })
	if args[0] == "version" {
		fmt.Println("v" + os.Getenv(VersionVariable))
		return nil
	}
	opened, err := Open(os.Getenv(CloudVariable))
	if err != nil {
		return err
	}
	p := pulumi{cloud: opened, args: args}
	if err := p.look(); err != nil {
		return err
	}
	state := opened.Stacks[p.where]
	if state == nil {
		return fmt.Errorf("error: no stack named '%s' found", p.stack)
	}
	if err := p.allowed(args[0]); err != nil {
		return err
	}
	return p.answer(state)
}

func (p pulumi) answer(state *Stack) error {
	switch strings.Join(p.args[:2], " ") {
	case "stack select":
		return nil
	case "stack export":
		return say(apitype.UntypedDeployment{Version: 3, Deployment: p.deployment(state)})
	case "stack history":
		return say(append([]Update{}, state.History...))
	case "stack output":
		return say(map[string]any{})
	}
	switch p.args[0] {
	case "preview":
		return p.preview(state)
	case "up":
		return p.up(state)
	case "refresh":
		return p.tell(nil)
	}
	return fmt.Errorf("the pulumi that stands in does not know: %s", strings.Join(p.args, " "))
}

// look finds which stack of which project it is about.
func (p *pulumi) look() error {
	source, err := os.ReadFile("Pulumi.yaml")
	if err != nil {
		return err
	}
	p.project = strings.TrimSpace(strings.TrimPrefix(string(source), "name:"))
	p.stack = p.flag("--stack")
	p.where = p.project + "/" + p.stack
	return nil
}

// allowed holds the roles to what the bootstrap gives them.
func (p pulumi) allowed(operation string) error {
	role := os.Getenv(RoleVariable)
	if profile := os.Getenv("AWS_PROFILE"); profile != "" && role == "" {
		role = "deploy-" + profile
		if profile == "watch" {
			role = profile
		}
	}
	deploys := role == "deploy-"+p.stack
	switch {
	case deploys, role == "watch" && operation != "up":
		return nil
	case role == "preview" && operation != "up" && p.stack != LeftOut:
		return nil
	}
	return fmt.Errorf("error: AccessDenied: the role %q may not %s %s", role, operation, p.where)
}

func (p pulumi) flag(name string) string {
	for i, arg := range p.args {
		if value, ok := strings.CutPrefix(arg, name+"="); ok {
			return value
		}
		if arg == name && i+1 < len(p.args) {
			return p.args[i+1]
		}
	}
	return ""
}

func (p pulumi) urn(database string) string {
	return fmt.Sprintf("urn:pulumi:%s::%s::%s::%s", p.stack, p.project, databaseType, database)
}

func (p pulumi) deployment(state *Stack) json.RawMessage {
	resources := []map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(state.Databases)) {
		resources = append(resources, map[string]any{"urn": p.urn(name), "type": databaseType, "id": name, "custom": true})
	}
	content, err := json.Marshal(map[string]any{"manifest": map[string]any{"time": state.Written}, "resources": resources})
	if err != nil {
		panic(err)
	}
	return content
}
