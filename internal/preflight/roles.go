package preflight

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// roles looks whether the boundaries are there that roles are made under.
func (l *look) roles(ctx context.Context) {
	boundaries := map[string]bool{}
	for _, role := range l.Stack.of(roleType) {
		if boundary := role.text("permissionsBoundary"); boundary != "" {
			boundaries[boundary] = true
		}
	}
	for _, boundary := range slices.Sorted(keysOf(boundaries)) {
		_, err := l.Cloud.Ask(ctx, Question{Service: "iam", Operation: "GetPolicy", Input: map[string]any{"PolicyArn": boundary}})
		switch {
		case absent(err):
			name := boundary[strings.LastIndex(boundary, "/")+1:]
			l.want("role", fmt.Sprintf("there is no policy %s, under which the stack's roles are made", name),
				"bring the account's own stack up (docs/operations.md, 1), or name a policy that is there as groundwork:permissionsBoundary")
		case !l.unseen("the roles' boundary "+boundary, err):
			l.fine("the roles' boundary " + boundary)
		}
	}
}
