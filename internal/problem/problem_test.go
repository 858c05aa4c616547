package problem_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/problem"
)

func TestNothingWrongIsNoError(t *testing.T) {
	var problems problem.List
	problems.Require(true, "never said")
	problems.Refuse(false, "never said")
	problems.Add(nil, nil)
	require.NoError(t, problems.Err())
}

func TestEveryProblemIsReportedInItsOrder(t *testing.T) {
	cause := errors.New("a cause")
	problems := problem.List{About: "100% of it: "}
	problems.Require(false, "port %d: want %d", 0, 1)
	problems.Add(errors.New("found elsewhere"))
	problems.Refuse(true, "not so: %w", cause)
	require.ErrorIs(t, problems.Err(), cause)
	assert.EqualError(t, problems.Err(), "100% of it: port 0: want 1\nfound elsewhere\n100% of it: not so: a cause")
}
