package apiserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

const (
	manager   = "?fieldManager=groundwork&fieldValidation=Strict"
	applyType = "application/apply-patch+yaml" // JSON is YAML
)

// Judge applies the objects in their order and returns all that is wrong with
// them, each with the object's name: what the server refuses or warns of, what it
// did not keep, what a second apply would change, and pods that could not be
// created from a template. Afterwards the server is as it was before.
func (s *Server) Judge(ctx context.Context, objects []Object) []error {
	var problems []error
	var applied []Object
	for _, object := range objects {
		found, there := s.judge(ctx, object)
		problems = append(problems, found...)
		if there {
			applied = append(applied, object)
		}
	}
	for _, object := range applied {
		problems = append(problems, about(object, s.tryPod(ctx, object))...)
	}
	for i := len(applied) - 1; i >= 0; i-- {
		problems = append(problems, about(applied[i], s.remove(ctx, applied[i]))...)
	}
	return problems
}

// judge applies one object; there says that it exists now.
func (c client) judge(ctx context.Context, object Object) (problems []error, there bool) {
	first, err := c.apply(ctx, object)
	if err != nil {
		return about(object, fmt.Errorf("refused: %w", err)), false
	}
	for _, warning := range first.warnings {
		problems = append(problems, about(object, fmt.Errorf("warning: %s", warning))...)
	}
	read, err := c.get(ctx, object)
	if err != nil {
		return append(problems, about(object, err)...), true
	}
	problems = append(problems, about(object, missing("", map[string]any(object), map[string]any(read))...)...)
	return append(problems, about(object, c.settled(ctx, object, read))...), true
}

// settled says whether another apply leaves the object as it is. A claim is
// written once more though nothing in it differs, and then rests.
func (c client) settled(ctx context.Context, object, before Object) error {
	for range 2 {
		again, err := c.apply(ctx, object)
		if err != nil {
			return fmt.Errorf("a second apply was refused: %w", err)
		}
		if !again.object.equals(before) {
			return errors.New("a second apply changed it")
		}
		if again.object.version() == before.version() {
			return nil
		}
		before = again.object
	}
	return errors.New("each apply writes it again")
}

// about puts the object's name before what is wrong with it.
func about(object Object, causes ...error) []error {
	var problems []error
	for _, cause := range causes {
		if cause != nil {
			problems = append(problems, fmt.Errorf("%s: %w", object, cause))
		}
	}
	return problems
}

func (c client) apply(ctx context.Context, object Object) (answer, error) {
	path, err := c.path(ctx, object, object.Name())
	if err != nil {
		return answer{}, err
	}
	return c.ask(ctx, http.MethodPatch, path+manager, applyType, object)
}

func (c client) get(ctx context.Context, object Object) (Object, error) {
	path, err := c.path(ctx, object, object.Name())
	if err != nil {
		return nil, err
	}
	got, err := c.ask(ctx, http.MethodGet, path, "", nil)
	return got.object, err
}

// tryPod lets the server say whether a controller could create the object's pods:
// only then do Pod Security, accounts, priorities and limits apply.
func (c client) tryPod(ctx context.Context, object Object) error {
	pod := object.pod()
	if pod == nil {
		return nil
	}
	path, err := c.path(ctx, pod, "")
	if err != nil {
		return err
	}
	if _, err := c.ask(ctx, http.MethodPost, path+manager+"&dryRun=All", "application/json", pod); err != nil {
		return fmt.Errorf("spec.template: no pod can be created from it: %w", err)
	}
	return nil
}

// remove takes an object away at once, as its controllers would in time.
func (c client) remove(ctx context.Context, object Object) error {
	path, err := c.path(ctx, object, object.Name())
	if err != nil {
		return err
	}
	unheld := Object{"metadata": map[string]any{"finalizers": nil}}
	if _, err := c.ask(ctx, http.MethodPatch, path, "application/merge-patch+json", unheld); err != nil {
		return fmt.Errorf("removing it: %w", err)
	}
	query := url.Values{"propagationPolicy": {"Background"}, "gracePeriodSeconds": {"0"}}
	if _, err := c.ask(ctx, http.MethodDelete, path+"?"+query.Encode(), "", nil); err != nil {
		return fmt.Errorf("removing it: %w", err)
	}
	if object.Kind() != "Namespace" {
		return nil
	}
	empty := Object{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": object.Name()}, "spec": map[string]any{"finalizers": []any{}}}
	_, err = c.ask(ctx, http.MethodPut, path+"/finalize", "application/json", empty)
	return err
}
