package drift

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
)

// memory is a forge that holds issues, and counts what is written.
type memory struct {
	forge.Forge
	issues []forge.Issue
	writes int
	fails  error
}

func (m *memory) FindIssue(_ context.Context, tag string) (*forge.Issue, error) {
	if m.fails != nil {
		return nil, m.fails
	}
	var newest *forge.Issue
	for _, issue := range m.issues {
		if forge.TagOf(issue.Body) != tag {
			continue
		}
		if issue.Open {
			return &issue, nil
		}
		newest = &issue
	}
	return newest, nil
}

func (m *memory) CreateIssue(_ context.Context, title, body string) (forge.Issue, error) {
	m.writes++
	issue := forge.Issue{Number: len(m.issues) + 1, Title: title, Body: body, Open: true}
	m.issues = append(m.issues, issue)
	return issue, nil
}

func (m *memory) UpdateIssue(_ context.Context, issue forge.Issue) (forge.Issue, error) {
	m.writes++
	m.issues[issue.Number-1] = issue
	return issue, nil
}

// drifting is a stack in which these machines are undeclared.
func drifting(machines ...string) Drift {
	var listed []Tagged
	for _, machine := range machines {
		listed = append(listed, carrying(account+"instance/"+machine))
	}
	set := state()
	set.Resources = set.Resources[:3]
	return Find(set, listed)
}

func untold(machines ...string) Drift {
	d := drifting(machines...)
	d.Problems = []string{"the cloud did not answer"}
	return d
}

func TestTheLifeOfAnIssue(t *testing.T) {
	held, now := &memory{}, noon
	tracker := Tracker{Forge: held, Now: func() time.Time { return now }}
	check := func(d Drift, want Outcome, writes int, since time.Time) {
		t.Helper()
		before := held.writes
		now = now.Add(time.Hour)
		kept, err := tracker.Keep(t.Context(), d)
		require.NoError(t, err)
		assert.Equal(t, want, kept.Outcome)
		assert.Equal(t, writes, held.writes-before, "writes")
		assert.Equal(t, since, kept.Since, "since")
	}
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }

	check(drifting(), Unchanged, 0, time.Time{})
	check(drifting("i-a"), Opened, 1, hour(2))
	check(drifting("i-a"), Unchanged, 0, hour(2))
	check(untold(), Untold, 0, hour(2))
	check(drifting("i-a", "i-b"), Updated, 1, hour(2))
	assert.Contains(t, held.issues[0].Body, "`arn:aws:ec2:us-east-1:123456789012:instance/i-a`, since 2026-03-04 14:00 UTC")
	assert.Contains(t, held.issues[0].Body, "`arn:aws:ec2:us-east-1:123456789012:instance/i-b`, since 2026-03-04 17:00 UTC")
	check(drifting("i-b"), Updated, 1, hour(2))
	check(drifting(), Closed, 1, time.Time{})
	assert.Contains(t, held.issues[0].Body, "since 2026-03-04 19:00 UTC")
	check(drifting(), Unchanged, 0, time.Time{})
	check(untold("i-b"), Untold, 0, time.Time{})
	check(drifting("i-b"), Reopened, 1, hour(10))
	assert.Len(t, held.issues, 1)
}

func TestAnIssueClosedTooEarlyOpensAgainAndKeepsItsTime(t *testing.T) {
	held, now := &memory{}, noon
	tracker := Tracker{Forge: held, Now: func() time.Time { return now }}
	_, err := tracker.Keep(t.Context(), drifting("i-a"))
	require.NoError(t, err)
	held.issues[0].Open = false
	now = now.Add(time.Hour)
	kept, err := tracker.Keep(t.Context(), drifting("i-a"))
	require.NoError(t, err)
	assert.Equal(t, Reopened, kept.Outcome)
	assert.Equal(t, noon, kept.Since)
	assert.Contains(t, kept.Issue.Body, "was closed while the drift is still there")
}

func TestAnIssueClosedByHandRemembersThatTheDriftIsGone(t *testing.T) {
	held, now := &memory{}, noon
	tracker := Tracker{Forge: held, Now: func() time.Time { return now }}
	for _, step := range []struct {
		drift Drift
		want  Outcome
	}{{drifting("i-a"), Opened}, {drifting(), Closed}, {drifting(), Unchanged}, {drifting("i-a"), Reopened}} {
		kept, err := tracker.Keep(t.Context(), step.drift)
		require.NoError(t, err)
		assert.Equal(t, step.want, kept.Outcome)
		if step.want == Opened {
			held.issues[0].Open = false
		}
		if step.want == Reopened {
			assert.Equal(t, now, kept.Since, "it began anew")
			assert.NotContains(t, kept.Issue.Body, "was closed while")
		}
		now = now.Add(time.Hour)
	}
}

func TestAnIssueThatSomebodyOpenedWithoutDriftCloses(t *testing.T) {
	held := &memory{}
	tracker := Tracker{Forge: held, Now: func() time.Time { return noon }}
	for _, d := range []Drift{drifting("i-a"), drifting()} {
		_, err := tracker.Keep(t.Context(), d)
		require.NoError(t, err)
	}
	held.issues[0].Open = true
	kept, err := tracker.Keep(t.Context(), drifting())
	require.NoError(t, err)
	assert.Equal(t, Closed, kept.Outcome)
	assert.False(t, held.issues[0].Open)
}

func TestABodyThatPeopleEditedIsRepaired(t *testing.T) {
	edits := map[string]func(string) string{
		"the record removed":       func(body string) string { return recordLine.ReplaceAllString(body, "") },
		"the record broken":        func(body string) string { return strings.Replace(body, `"since":"`, `"since":"x`, 1) },
		"everything below removed": func(body string) string { return forge.TagOf(body) },
	}
	for name, edit := range edits {
		held := &memory{}
		tracker := Tracker{Forge: held, Now: func() time.Time { return noon }}
		_, err := tracker.Keep(t.Context(), drifting("i-a"))
		require.NoError(t, err)
		held.issues[0].Body = edit(held.issues[0].Body)
		kept, err := tracker.Keep(t.Context(), drifting("i-a"))
		require.NoError(t, err)
		assert.Equal(t, Updated, kept.Outcome, name)
		_, whole := recordOf(kept.Issue.Body)
		assert.True(t, whole, name)
	}
}

func TestLineEndsOfABrowserDoNotHideTheRecord(t *testing.T) {
	held := &memory{}
	tracker := Tracker{Forge: held, Now: func() time.Time { return noon }}
	_, err := tracker.Keep(t.Context(), drifting("i-a"))
	require.NoError(t, err)
	held.issues[0].Body = "Looking into it.\r\n" + strings.ReplaceAll(held.issues[0].Body, "\n", "\r\n")
	held.issues[0].Body = strings.TrimPrefix(held.issues[0].Body, "Looking into it.\r\n")
	kept, err := tracker.Keep(t.Context(), drifting("i-a"))
	require.NoError(t, err)
	assert.Equal(t, Unchanged, kept.Outcome)
}

func TestAForgeThatFailsIsAnErrorThatNamesTheStack(t *testing.T) {
	refused := errors.New("no permission")
	_, err := Tracker{Forge: &memory{fails: refused}}.Keep(t.Context(), drifting("i-a"))
	require.ErrorIs(t, err, refused)
	assert.ErrorContains(t, err, "shop/prod")
}
