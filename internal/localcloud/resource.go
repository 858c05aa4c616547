package localcloud

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

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
	s.cloud.store.mu.RLock()
	check.Tx = s.cloud.begin(s.pkg, instance, check.Type, news, check.URN)
	check.Tx.preview = true
	s.pkg.Check(check)
	s.cloud.store.mu.RUnlock()
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

// Create makes a resource, or shows what it would be.
func (s *server) Create(ctx context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	instance, inputs, _, err := s.opened(ctx, req.GetProperties(), nil)
	if err != nil {
		return nil, err
	}
	op := s.operation("create", req.GetUrn(), "", req.GetPreview())
	if req.GetPreview() {
		plan := &Plan{URN: op.URN, Type: op.Type, Inputs: inputs}
		outputs, err := write(s.preview(instance, plan))
		return &pulumirpc.CreateResponse{Properties: outputs}, err
	}
	var object *Object
	err = s.intercept(ctx, op, func() (failed error) {
		object, failed = s.cloud.create(s.pkg, instance, op.URN, op.Type, inputs)
		return failed
	})
	if err != nil {
		return nil, s.failed(op, object, err)
	}
	outputs, err := write(object.Outputs)
	return &pulumirpc.CreateResponse{Id: object.ID, Properties: outputs}, err
}

// Update changes a resource, or shows what it would become.
func (s *server) Update(ctx context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	instance, news, olds, err := s.opened(ctx, req.GetNews(), req.GetOlds())
	if err != nil {
		return nil, err
	}
	op := s.operation("update", req.GetUrn(), req.GetId(), req.GetPreview())
	if req.GetPreview() {
		plan := &Plan{URN: op.URN, Type: op.Type, ID: op.ID, Inputs: news, OldOutputs: olds, Update: true}
		outputs, err := write(s.preview(instance, plan))
		return &pulumirpc.UpdateResponse{Properties: outputs}, err
	}
	var object *Object
	err = s.intercept(ctx, op, func() (failed error) {
		object, failed = s.cloud.update(s.pkg, instance, op.ID, op.URN, op.Type, news)
		return failed
	})
	if err != nil {
		return nil, s.failed(op, object, err)
	}
	outputs, err := write(object.Outputs)
	return &pulumirpc.UpdateResponse{Properties: outputs}, err
}

// Read returns a resource as it is now: for a refresh, with the inputs that
// would ask for that; for an import, by id alone.
func (s *server) Read(ctx context.Context, req *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	instance, inputs, state, err := s.opened(ctx, req.GetInputs(), req.GetProperties())
	if err != nil {
		return nil, err
	}
	op := s.operation("read", req.GetUrn(), req.GetId(), false)
	var object *Object
	err = s.intercept(ctx, op, func() (failed error) {
		object, failed = s.cloud.look(s.pkg, instance, op.ID, op.URN, op.Type, state)
		return failed
	})
	if err != nil {
		return nil, s.failed(op, nil, err)
	}
	if object == nil {
		return &pulumirpc.ReadResponse{}, nil
	}
	outputs, err := write(object.Outputs)
	if err != nil {
		return nil, err
	}
	asked, err := write(s.pkg.Project(object, inputs))
	return &pulumirpc.ReadResponse{Id: object.ID, Properties: outputs, Inputs: asked}, err
}

// Delete removes a resource.
func (s *server) Delete(ctx context.Context, req *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	instance, state, _, err := s.opened(ctx, req.GetProperties(), nil)
	if err != nil {
		return nil, err
	}
	op := s.operation("delete", req.GetUrn(), req.GetId(), false)
	err = s.intercept(ctx, op, func() error {
		return s.cloud.remove(s.pkg, instance, op.ID, op.URN, op.Type, state)
	})
	if err != nil {
		return nil, s.failed(op, nil, err)
	}
	return &emptypb.Empty{}, nil
}

func (s *server) operation(verb, urn, id string, preview bool) Operation {
	u := resource.URN(urn)
	return Operation{
		Verb: verb, Package: s.pkg.Name(), Type: string(u.Type()), Name: u.Name(), URN: urn, ID: id, Preview: preview,
	}
}

func (s *server) preview(instance *Instance, plan *Plan) Props {
	s.cloud.store.mu.RLock()
	defer s.cloud.store.mu.RUnlock()
	plan.Tx = s.cloud.begin(s.pkg, instance, plan.Type, plan.Inputs, plan.URN)
	plan.Tx.preview = true
	s.pkg.Plan(plan)
	return plan.Outputs
}

// failed puts an error into the provider's words. A resource that exists all
// the same goes along, so that the engine keeps it.
func (s *server) failed(op Operation, object *Object, err error) error {
	var incomplete *Incomplete
	if !errors.As(err, &incomplete) || object == nil {
		return s.pkg.Explain(op, err)
	}
	outputs, bad := write(object.Outputs)
	if bad != nil {
		return errors.Join(err, bad)
	}
	detailed, bad := status.New(codes.Unknown, incomplete.Error()).WithDetails(&pulumirpc.ErrorResourceInitFailed{
		Id: object.ID, Properties: outputs, Reasons: incomplete.Reasons,
	})
	if bad != nil {
		return errors.Join(err, bad)
	}
	return detailed.Err()
}
