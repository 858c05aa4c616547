package localcloud

import (
	"context"

	"google.golang.org/protobuf/types/known/structpb"
)

// opened reads what every request about a resource carries: the connection's
// instance and two sets of properties.
func (s *server) opened(ctx context.Context, a, b *structpb.Struct) (*Instance, Props, Props, error) {
	instance, err := s.instance(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	first, err := read(a)
	if err != nil {
		return nil, nil, nil, err
	}
	second, err := read(b)
	return instance, first, second, err
}
