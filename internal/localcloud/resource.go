package localcloud

import (
	"context"
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Create makes a resource, or shows what it would be.
func (s *server) Create(ctx context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	instance, inputs, _, err := s.opened(ctx, req.GetProperties(), nil)
	if err != nil {
		return nil, err
	}
	op := s.operation("create", req.GetUrn(), "", req.GetPreview())
	op.Inputs = inputs
	if req.GetPreview() {
		plan := &Plan{URN: op.URN, Type: op.Type, Inputs: inputs}
		outputs, err := write(s.preview(instance, plan))
		return &pulumirpc.CreateResponse{Properties: outputs}, err
	}
	var object *Object
	err = s.change(ctx, op, instance, func(at subject) (failed error) {
		object, failed = s.cloud.create(at, inputs)
		return failed
	})
	if err != nil {
		return nil, s.failed(op, object, err)
	}
	outputs, err := write(object.Outputs)
	return &pulumirpc.CreateResponse{Id: object.PublicID(), Properties: outputs}, err
}

// Update changes a resource, or shows what it would become.
func (s *server) Update(ctx context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	instance, news, olds, err := s.opened(ctx, req.GetNews(), req.GetOlds())
	if err != nil {
		return nil, err
	}
	op := s.operation("update", req.GetUrn(), req.GetId(), req.GetPreview())
	op.Inputs, op.Outputs = news, olds
	if req.GetPreview() {
		plan := &Plan{URN: op.URN, Type: op.Type, ID: op.ID, Inputs: news, OldOutputs: olds, Update: true}
		outputs, err := write(s.preview(instance, plan))
		return &pulumirpc.UpdateResponse{Properties: outputs}, err
	}
	var object *Object
	err = s.change(ctx, op, instance, func(at subject) (failed error) {
		object, failed = s.cloud.update(at, op.ID, news, olds)
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
	op.Outputs = state
	var object *Object
	err = s.intercept(ctx, op, func() (failed error) {
		object, failed = s.cloud.look(s.subject(op, instance), op.ID, state)
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
	return &pulumirpc.ReadResponse{Id: object.PublicID(), Properties: outputs, Inputs: asked}, err
}

// Delete removes a resource.
func (s *server) Delete(ctx context.Context, req *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	instance, state, _, err := s.opened(ctx, req.GetProperties(), nil)
	if err != nil {
		return nil, err
	}
	op := s.operation("delete", req.GetUrn(), req.GetId(), false)
	op.Outputs = state
	err = s.change(ctx, op, instance, func(at subject) error {
		return s.cloud.remove(at, op.ID, state)
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

func (s *server) subject(op Operation, instance *Instance) subject {
	return subject{pkg: s.pkg, instance: instance, urn: op.URN, typ: op.Type}
}

// change runs an operation that changes the cloud, again and again while it
// awaits another one.
func (s *server) change(ctx context.Context, op Operation, instance *Instance, try func(at subject) error) error {
	at := s.subject(op, instance)
	s.cloud.room.running.Add(1)
	defer s.cloud.room.running.Add(-1)
	return s.intercept(ctx, op, func() error {
		return s.cloud.patiently(ctx, func(last bool) error {
			at.last = last
			return s.cloud.eventually(ctx, func(missed *lag) error {
				if op.Verb != "delete" {
					at.lag = missed
				}
				return try(at)
			})
		})
	})
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
		Id: object.PublicID(), Properties: outputs, Reasons: incomplete.Reasons,
	})
	if bad != nil {
		return errors.Join(err, bad)
	}
	return detailed.Err()
}
