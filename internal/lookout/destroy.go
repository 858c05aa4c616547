package lookout

import (
	"context"

	"groundwork/internal/engine"
)

// unprotected lifts every protection of a stack.
var unprotected = map[string]string{"groundwork:protection": "false"}

// Destroy destroys a stack of the local cloud. What is protected has its protection
// lifted before, in an update of its own, of which lifting is told.
func Destroy(ctx context.Context, session *engine.Session, request engine.Request, lifting func()) engine.Result {
	if session.Protected(ctx, request) {
		lift := request
		lift.Operation, lift.Overrides = engine.Up, unprotected
		lifting()
		if result := session.Run(ctx, lift); result.Result == engine.Failed {
			return result
		}
	}
	return session.Run(ctx, request)
}
