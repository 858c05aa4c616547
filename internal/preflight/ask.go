package preflight

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Question is one operation of AWS that only reads.
type Question struct {
	// Service is ec2, servicequotas, iam, ...; Operation is its name in AWS.
	Service, Operation string
	// Input is what it takes, with AWS' names.
	Input map[string]any
	// Region is where to ask; "" is the region of whoever answers.
	Region string
}

// Cloud answers questions: each page of the answer as JSON with AWS' names.
type Cloud interface {
	Ask(ctx context.Context, question Question) ([]json.RawMessage, error)
}

// Refusal is AWS' own error.
type Refusal struct {
	Operation string
	Code      string
	Message   string
	// Status is HTTP's; 0 where nobody answered.
	Status int
}

// Error implements error.
func (r *Refusal) Error() string {
	if r.Code == "" {
		return r.Operation + ": " + r.Message
	}
	return fmt.Sprintf("%s: %s: %s", r.Operation, r.Code, r.Message)
}

// reason is why something could not be looked at, in one line.
func reason(err error) string {
	var refusal *Refusal
	if errors.As(err, &refusal) && denied(refusal) {
		return fmt.Sprintf("%s is not allowed to these credentials (%s)", refusal.Operation, refusal.Code)
	}
	return err.Error()
}

func denied(r *Refusal) bool {
	switch r.Code {
	case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "NotAuthorized":
		return true
	}
	return r.Status == 403
}

// absent tells whether an error says that there is no such thing.
func absent(err error) bool {
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		return false
	}
	switch refusal.Code {
	case "NoSuchEntity", "NoSuchBucket", "NotFound", "NotFoundException", "ResourceNotFoundException", "RepositoryNotFoundException",
		"ImageNotFoundException", "LoadBalancerNotFound", "ReplicationGroupNotFoundFault", "DBInstanceNotFound", "NoSuchTagSet", "NoSuchResourceException":
		return true
	}
	return refusal.Status == 404
}

// pages asks, and reads every page as a T.
func pages[T any](ctx context.Context, cloud Cloud, region, service, operation string, input map[string]any) ([]T, error) {
	raw, err := cloud.Ask(ctx, Question{Service: service, Operation: operation, Input: input, Region: region})
	if err != nil {
		return nil, err
	}
	read := make([]T, len(raw))
	for i, page := range raw {
		if err := json.Unmarshal(page, &read[i]); err != nil {
			return nil, fmt.Errorf("reading what %s:%s answered: %w", service, operation, err)
		}
	}
	return read, nil
}

// one asks for an answer that has one page.
func one[T any](ctx context.Context, cloud Cloud, region, service, operation string, input map[string]any) (T, error) {
	all, err := pages[T](ctx, cloud, region, service, operation, input)
	if err != nil || len(all) == 0 {
		var none T
		return none, err
	}
	return all[0], nil
}

// tag is a tag as most services write it; ECR, IAM and the rest have the same names.
type tag struct{ Key, Value string }

// TagKey and TagValue are KMS' names.
type keyTag struct{ TagKey, TagValue string }

func tagged(tags []tag) map[string]string {
	all := make(map[string]string, len(tags))
	for _, tag := range tags {
		all[tag.Key] = tag.Value
	}
	return all
}
