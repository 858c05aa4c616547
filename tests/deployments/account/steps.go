package account

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// steps are what has to be done, by the database's name.
func (p pulumi) steps(state *Stack) (map[string]apitype.OpType, Declared, error) {
	wanted, err := ReadDeclared(".", p.stack)
	return Compare(state, wanted), wanted, err
}

// Compare tells what has to be done, by the database's name.
func Compare(state *Stack, wanted Declared) map[string]apitype.OpType {
	steps := map[string]apitype.OpType{}
	for name, class := range wanted.Config.Databases {
		switch was, there := state.Databases[name]; {
		case !there:
			steps[name] = apitype.OpCreate
		case was != class:
			steps[name] = apitype.OpUpdate
		default:
			steps[name] = apitype.OpSame
		}
	}
	for name := range state.Databases {
		if _, still := wanted.Config.Databases[name]; !still {
			steps[name] = apitype.OpDelete
		}
	}
	return steps
}

func (p pulumi) preview(state *Stack) error {
	steps, wanted, err := p.steps(state)
	if err != nil {
		return err
	}
	plans := map[string]any{}
	for name, operation := range steps {
		plans[p.urn(name)] = map[string]any{"steps": []string{string(operation)}, "goal": map[string]any{"inputDiff": map[string]any{"adds": map[string]any{"class": wanted.Config.Databases[name]}}}}
	}
	if path := p.flag("--save-plan"); path != "" {
		content, err := json.Marshal(map[string]any{"resourcePlans": plans})
		if err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return err
		}
	}
	if err := p.tell(p.events(state, steps, wanted)); err != nil {
		return err
	}
	if wanted.Config.Fails {
		return fmt.Errorf("error: the program of %s fails", p.where)
	}
	return nil
}

// events are what an engine says of steps.
func (p pulumi) events(state *Stack, steps map[string]apitype.OpType, wanted Declared) []apitype.EngineEvent {
	described := func(name, class string) *apitype.StepEventStateMetadata {
		values := map[string]any{"identifier": name, "instanceClass": class}
		return &apitype.StepEventStateMetadata{URN: p.urn(name), Type: databaseType, ID: name, Custom: true, Inputs: values, Outputs: values}
	}
	var events []apitype.EngineEvent
	for _, name := range slices.Sorted(maps.Keys(steps)) {
		step := apitype.StepEventMetadata{Op: steps[name], URN: p.urn(name), Type: databaseType, Logical: true}
		if class, there := state.Databases[name]; there {
			step.Old = described(name, class)
		}
		if class, there := wanted.Config.Databases[name]; there {
			step.New = described(name, class)
		}
		events = append(events, apitype.EngineEvent{ResourcePreEvent: &apitype.ResourcePreEvent{Metadata: step}})
		events = append(events, apitype.EngineEvent{ResOutputsEvent: &apitype.ResOutputsEvent{Metadata: step}})
	}
	return events
}

// up changes one database after the other. One that breaks has done the first.
func (p pulumi) up(state *Stack) error {
	steps, wanted, err := p.steps(state)
	if err != nil {
		return err
	}
	if err := p.tell(p.events(state, steps, wanted)); err != nil {
		return err
	}
	result := "succeeded"
	for _, name := range slices.Sorted(maps.Keys(steps)) {
		if steps[name] == apitype.OpDelete {
			delete(state.Databases, name)
		} else {
			state.Databases[name] = wanted.Config.Databases[name]
		}
		if p.cloud.Breaks > 0 && steps[name] != apitype.OpSame {
			p.cloud.Breaks--
			result = "failed"
			break
		}
	}
	head, err := exec.Command("git", "rev-parse", "HEAD").Output()
	if err != nil {
		return err
	}
	made := Update{Kind: "update", Environment: map[string]string{"git.head": strings.TrimSpace(string(head))}, Result: result}
	state.History = append([]Update{made}, state.History...)
	p.cloud.Write(state)
	if err := p.cloud.Save(); err != nil {
		return err
	}
	if result == "failed" {
		return fmt.Errorf("error: update failed: the cloud is out of %s", "instances")
	}
	return nil
}

// tell sends events to where the Automation API listens.
func (p pulumi) tell(events []apitype.EngineEvent) error {
	address := strings.TrimPrefix(p.flag("--event-log"), "tcp://")
	if address == "" {
		return nil
	}
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }()
	stream, err := pulumirpc.NewEventsClient(connection).StreamEvents(context.Background())
	if err != nil {
		return err
	}
	for i, event := range append(events, summary(events)) {
		event.Sequence = i
		content, err := json.Marshal(event)
		if err != nil {
			return err
		}
		if err := stream.Send(&pulumirpc.EventRequest{Event: string(content)}); err != nil {
			return err
		}
	}
	_, err = stream.CloseAndRecv()
	return err
}

func say(value any) error {
	content, err := json.Marshal(value)
	if err == nil {
		_, err = os.Stdout.Write(append(content, '\n'))
	}
	return err
}

// summary is what an engine says at the end.
func summary(events []apitype.EngineEvent) apitype.EngineEvent {
	counts := map[apitype.OpType]int{}
	for _, event := range events {
		if event.ResOutputsEvent != nil {
			counts[event.ResOutputsEvent.Metadata.Op]++
		}
	}
	return apitype.EngineEvent{SummaryEvent: &apitype.SummaryEvent{ResourceChanges: counts}}
}

// Events are what an engine says of the way from a stack's state to what is declared.
func Events(system, stack string, state *Stack, wanted Declared) []apitype.EngineEvent {
	p := pulumi{project: system, stack: stack, where: system + "/" + stack}
	events := p.events(state, Compare(state, wanted), wanted)
	return append(events, summary(events))
}
