package engine

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// Known is one resource that a stack's state holds.
type Known struct {
	// URN identifies it; Type is the Pulumi token, ID the provider's.
	URN, Type, ID string
	// ARN is Amazon's name of it, "" where it has none.
	ARN string
}

// Known lists what the stack's state holds.
func (s *Session) Known(ctx context.Context, request Request) ([]Known, error) {
	request.PreviewOnly = true // to look is no reason to make the stack
	stack, err := s.open(ctx, request)
	if err != nil {
		return nil, err
	}
	return known(ctx, stack)
}

func known(ctx context.Context, stack auto.Stack) ([]Known, error) {
	exported, err := stack.Export(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the state of stack %q: %s", stack.Name(), describe(ctx, err))
	}
	var deployment apitype.DeploymentV3
	if err := json.Unmarshal(exported.Deployment, &deployment); err != nil {
		return nil, fmt.Errorf("reading the state of stack %q: %w", stack.Name(), err)
	}
	var list []Known
	for _, resource := range deployment.Resources {
		if !resource.Custom || resource.Delete {
			continue
		}
		arn, _ := resource.Outputs["arn"].(string)
		list = append(list, Known{URN: string(resource.URN), Type: string(resource.Type), ID: string(resource.ID), ARN: arn})
	}
	return list, nil
}
