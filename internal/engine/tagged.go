package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Tagged is one resource of the cloud that carries tags.
type Tagged struct {
	// ARN is Amazon's name of it.
	ARN  string
	Tags map[string]string
}

// taggedBy asks what carries the tags. Resources without a region are known to us-east-1
// only; roles and other resources that the tagging API does not know are not found:
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
func taggedBy(tags map[string]string) Question {
	return Question{
		Token: "aws:resourcegroupstaggingapi/getResources:getResources",
		Args:  map[string]any{"tagFilters": filters(tags)},
	}
}

// Tagged lists what carries the tags in the region.
func (s *Session) Tagged(ctx context.Context, region string, tags map[string]string) ([]Tagged, error) {
	answers, err := s.Ask(ctx, Request{}, region, []Question{taggedBy(tags)})
	if err != nil {
		return nil, err
	}
	return taggedIn(answers)
}

// Tagged lists what carries the tags in the region.
func (a *Account) Tagged(ctx context.Context, region string, tags map[string]string) ([]Tagged, error) {
	answers, err := asked(ctx, a.command, region, nil, []Question{taggedBy(tags)})
	if err != nil {
		return nil, err
	}
	return taggedIn(answers)
}

// taggedIn reads the answer to taggedBy.
func taggedIn(answers []map[string]any) ([]Tagged, error) {
	text, err := json.Marshal(answers)
	if err != nil {
		return nil, fmt.Errorf("reading what carries the tags: %w", err)
	}
	var found []struct {
		List []struct {
			ARN  string            `json:"resourceArn"`
			Tags map[string]string `json:"tags"`
		} `json:"resourceTagMappingLists"`
	}
	if err := json.Unmarshal(text, &found); err != nil {
		return nil, fmt.Errorf("reading what carries the tags: %w", err)
	}
	tagged := []Tagged{}
	for _, answer := range found {
		for _, one := range answer.List {
			tagged = append(tagged, Tagged{ARN: one.ARN, Tags: one.Tags})
		}
	}
	return tagged, nil
}

// filters are tags as the function wants them.
func filters(tags map[string]string) []any {
	wanted := make([]any, 0, len(tags))
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		wanted = append(wanted, map[string]any{"key": key, "values": []any{tags[key]}})
	}
	return wanted
}
