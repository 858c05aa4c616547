package localcloud

import (
	"context"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"groundwork/internal/localcloud/rules"
)

// Check validates inputs and fills in defaults.
func (s *server) Check(ctx context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	instance, news, olds, err := s.opened(ctx, req.GetNews(), req.GetOlds())
	if err != nil {
		return nil, err
	}
	urn := resource.URN(req.GetUrn())
	check := &Check{
		URN: req.GetUrn(), Type: string(urn.Type()), Name: urn.Name(), News: news, Olds: olds, Inputs: news,
		Auto: autoNaming(req.GetAutonaming()),
	}
	s.check(instance, check)
	inputs, err := write(check.Inputs)
	if err != nil {
		return nil, err
	}
	answer := &pulumirpc.CheckResponse{Inputs: inputs}
	for _, failure := range check.Failures {
		answer.Failures = append(answer.Failures, &pulumirpc.CheckFailure{Reason: located(check.Name, failure)})
	}
	return answer, nil
}

func (s *server) check(instance *Instance, check *Check) {
	s.cloud.store.mu.RLock()
	defer s.cloud.store.mu.RUnlock()
	check.Tx = s.cloud.begin(s.pkg, instance, check.Type, check.News, check.URN)
	check.Tx.preview = true
	s.pkg.Check(check)
}

// located says where a failure is, as the real providers do. The engine itself
// can name only top-level properties, and would print their values.
func located(name string, failure rules.Failure) string {
	if failure.Path == "" {
		return failure.Reason
	}
	return fmt.Sprintf("%s. Examine values at '%s.%s'.", failure.Reason, name, failure.Path)
}

func autoNaming(options *pulumirpc.CheckRequest_AutonamingOptions) *AutoNaming {
	if options == nil {
		return nil
	}
	return &AutoNaming{
		Proposed: options.GetProposedName(),
		Disabled: options.GetMode() == pulumirpc.CheckRequest_AutonamingOptions_DISABLE,
	}
}

// Diff says what a change of inputs means.
func (s *server) Diff(ctx context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	instance, news, olds, err := s.opened(ctx, req.GetNews(), req.GetOldInputs())
	if err != nil {
		return nil, err
	}
	outputs, err := read(req.GetOlds())
	if err != nil {
		return nil, err
	}
	diff := &Diff{
		URN: req.GetUrn(), Type: string(resource.URN(req.GetUrn()).Type()), ID: req.GetId(),
		OldInputs: olds, OldOutputs: outputs, News: news, Ignore: req.GetIgnoreChanges(),
	}
	s.cloud.store.mu.RLock()
	diff.Tx = s.cloud.begin(s.pkg, instance, diff.Type, news, diff.URN)
	diff.Tx.preview = true
	s.pkg.Diff(diff)
	s.cloud.store.mu.RUnlock()
	return diffResponse(diff), nil
}

func diffResponse(diff *Diff) *pulumirpc.DiffResponse {
	verdict := diff.Verdict
	answer := &pulumirpc.DiffResponse{
		Changes:  pulumirpc.DiffResponse_DIFF_NONE,
		Diffs:    verdict.Diffs,
		Replaces: verdict.Replaces, DeleteBeforeReplace: verdict.DeleteFirst,
		DetailedDiff: map[string]*pulumirpc.PropertyDiff{}, HasDetailedDiff: true,
	}
	if verdict.Changed() {
		answer.Changes = pulumirpc.DiffResponse_DIFF_SOME
	}
	for path, edit := range verdict.Edits {
		kind := editKinds[edit.Kind]
		if edit.Replace {
			kind++ // each kind's replacing twin is the next
		}
		name, _, _ := strings.Cut(strings.ReplaceAll(path, "[", "."), ".")
		answer.DetailedDiff[path] = &pulumirpc.PropertyDiff{
			Kind: kind, InputDiff: diff.OldInputs.Has(name) || diff.News.Has(name),
		}
	}
	return answer
}

var editKinds = map[rules.EditKind]pulumirpc.PropertyDiff_Kind{
	rules.Add:    pulumirpc.PropertyDiff_ADD,
	rules.Delete: pulumirpc.PropertyDiff_DELETE,
	rules.Update: pulumirpc.PropertyDiff_UPDATE,
}
