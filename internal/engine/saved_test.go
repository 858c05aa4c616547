package engine

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/saved"
)

const repository = "aws:ecr/repository:Repository"

// inhabited is a home with a repository in its cloud, a state in each form that
// there is, and what a save leaves out.
func inhabited(t *testing.T, name string) Home {
	t.Helper()
	home := Home{Dir: t.TempDir()}
	require.NoError(t, home.Make())
	create(t, home, name)
	for path, content := range map[string]string{
		".pulumi/meta.yaml": "version: 1\n", ".pulumi/stacks/shop/dev.json": name, ".pulumi/stacks/shop/dev.json.bak": "earlier",
		".pulumi/locks/organization/shop/dev/1.json": "{}", ".pulumi/history/shop/dev/1.json": "{}", ".pulumi/backups/shop/dev/1.json": "{}",
		"history/prod.jsonl": name, "history/prod.jsonl.bak": "earlier", "history/prod.jsonl.new": "cut off", "history/prod.jsonl.new-123": "cut off",
	} {
		put(t, home, path, content)
	}
	return home
}

func put(t *testing.T, home Home, path, content string) {
	t.Helper()
	path = filepath.Join(home.State(), filepath.FromSlash(path))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
}

func create(t *testing.T, home Home, name string) {
	t.Helper()
	require.NoError(t, home.AtConsole(func(console Console) error {
		_, err := console.CreateByHand(repository, name, "us-east-1", map[string]any{"name": name})
		return err
	}))
}

func repositories(t *testing.T, home Home) []string {
	t.Helper()
	cloud, err := localcloud.Read(localcloud.Options{Dir: home.Cloud()})
	require.NoError(t, err)
	var names []string
	for _, object := range cloud.List() {
		names = append(names, object.Name)
	}
	return names
}

// states reads the state's folder.
func states(t *testing.T, home Home) map[string]string {
	t.Helper()
	files, err := home.stateFiles()
	require.NoError(t, err)
	found := map[string]string{}
	for _, file := range files {
		found[file.Path] = string(file.Content)
	}
	return found
}

func TestARestoreBringsBackTheCloudItsStatesAndItsTime(t *testing.T) {
	home := inhabited(t, "first")
	_, err := home.Wait(8 * time.Hour)
	require.NoError(t, err)
	kept, err := home.Save("base")
	require.NoError(t, err)
	assert.Equal(t, 1, kept.Objects)
	assert.Equal(t, []string{"history/prod", "shop/dev"}, kept.Stacks)
	want := states(t, home)
	assert.Equal(t, map[string]string{
		"state/.pulumi/meta.yaml": "version: 1\n", "state/.pulumi/stacks/shop/dev.json": "first",
		"state/history/prod.jsonl": "first",
	}, want, "neither locks nor what was earlier")

	create(t, home, "second")
	put(t, home, "other/dev.jsonl", "{}")
	_, err = home.Wait(time.Hour)
	require.NoError(t, err)
	_, err = home.Restore("base")
	require.NoError(t, err)
	assert.Equal(t, []string{"first"}, repositories(t, home))
	assert.Equal(t, want, states(t, home))
	assert.NoDirExists(t, filepath.Join(home.State(), ".pulumi", "locks"))
	ahead, err := home.ahead()
	require.NoError(t, err)
	assert.Equal(t, 8*time.Hour, ahead.Round(time.Minute))
	create(t, home, "third")
	assert.Equal(t, []string{"first", "third"}, repositories(t, home), "it goes on from there")

	require.NoError(t, home.Reset(), "a reset keeps what is saved")
	list, err := home.Saved()
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, kept, list[0])
	require.NoError(t, home.DeleteSaved("base"))
	_, err = home.Restore("base")
	assert.ErrorIs(t, err, saved.ErrAbsent)
}

func TestTheSameCloudIsTheSameSave(t *testing.T) {
	home := inhabited(t, "same")
	_, err := home.Save("before")
	require.NoError(t, err)
	require.NoError(t, home.AtConsole(func(console Console) error {
		for _, tag := range []string{"MUTABLE", "IMMUTABLE", "MUTABLE"} {
			if _, err := console.SetByHand(repository, "same", map[string]any{"imageTagMutability": tag}); err != nil {
				return err
			}
		}
		return nil
	}))
	kept, err := home.Save("after")
	require.NoError(t, err)
	assert.Zero(t, kept.Added, "the journal is longer, and what it means is the same")
}

func TestAStoreIsSharedBetweenHomes(t *testing.T) {
	store := saved.Open(t.TempDir())
	one, other := inhabited(t, "one"), Home{Dir: t.TempDir()}
	_, err := one.SaveTo(store, "base")
	require.NoError(t, err)
	_, err = other.RestoreFrom(store, "base")
	require.NoError(t, err)
	assert.Equal(t, []string{"one"}, repositories(t, other))
	assert.Equal(t, states(t, one), states(t, other))
	kept, err := other.SaveTo(store, "again")
	require.NoError(t, err)
	assert.Zero(t, kept.Added, "it is the same to the byte")
}

func TestNothingIsSavedOrRestoredWhileTheCloudIsInUse(t *testing.T) {
	home := inhabited(t, "busy")
	_, err := home.Save("base")
	require.NoError(t, err)
	cloud, err := home.OpenCloud(Conditions{})
	require.NoError(t, err)
	for _, do := range []func(string) (Saved, error){home.Save, home.Restore} {
		_, err := do("base")
		require.ErrorIs(t, err, localcloud.ErrBusy)
		assert.ErrorContains(t, err, "wait until it is done")
	}
	require.NoError(t, cloud.Close())
	_, err = home.Restore("base")
	assert.NoError(t, err)
}

// A restore that was cut off after it became certain is finished by whoever opens
// the cloud next, or reads it.
func TestTheNextOpeningFinishesARestore(t *testing.T) {
	for what, open := range map[string]func(Home) error{
		"opening": func(home Home) error {
			cloud, err := home.OpenCloud(Conditions{})
			if err != nil {
				return err
			}
			assert.Equal(t, "first", cloud.List()[0].Name)
			return cloud.Close()
		},
		"reading": Home.Settle,
		"saving":  func(home Home) error { _, err := home.Save("other"); return err },
	} {
		t.Run(what, func(t *testing.T) {
			home := inhabited(t, "first")
			_, err := home.Save("base")
			require.NoError(t, err)
			require.NoError(t, home.Reset())
			create(t, home, "second")
			_, err = home.Store().Stage("base", home.Dir, savedCloud, savedState, savedAhead)
			require.NoError(t, err)
			assert.Equal(t, []string{"second"}, repositories(t, home))
			require.NoError(t, open(home))
			assert.Equal(t, []string{"first"}, repositories(t, home))
			assert.Contains(t, states(t, home), "state/history/prod.jsonl")
		})
	}
}

// The cloud's time is part of what is restored, also for whoever finishes it.
func TestTheOpeningThatFinishesARestoreHasItsTime(t *testing.T) {
	home := inhabited(t, "late")
	_, err := home.Wait(8 * time.Hour)
	require.NoError(t, err)
	_, err = home.Save("base")
	require.NoError(t, err)
	require.NoError(t, home.Reset())
	_, err = home.Store().Stage("base", home.Dir, savedCloud, savedState, savedAhead)
	require.NoError(t, err)
	now, err := home.Wait(time.Hour)
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now().Add(9*time.Hour), now, time.Minute)
	ahead, err := home.ahead()
	require.NoError(t, err)
	assert.Equal(t, 9*time.Hour, ahead.Round(time.Minute))
}

// A damaged journal is no reason not to restore.
func TestARestoreIsAWayOutOfDamage(t *testing.T) {
	home := inhabited(t, "whole")
	_, err := home.Save("base")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(home.Cloud(), localcloud.JournalName), []byte("{damage\n"), 0o600))
	_, err = home.Save("base")
	assert.ErrorContains(t, err, "is damaged at line 1")
	_, err = home.Restore("base")
	require.NoError(t, err)
	assert.Equal(t, []string{"whole"}, repositories(t, home))
}

// So is a reset: the message about the damage says so.
func TestAResetIsAWayOutOfDamage(t *testing.T) {
	home := inhabited(t, "whole")
	require.NoError(t, os.WriteFile(filepath.Join(home.Cloud(), localcloud.JournalName), []byte("{damage\n"), 0o600))
	_, err := home.OpenCloud(Conditions{})
	require.ErrorContains(t, err, "groundwork local reset --yes")
	require.NoError(t, os.WriteFile(home.aheadFile(), []byte("soon\n"), 0o600))
	require.NoError(t, home.Reset())
	create(t, home, "new")
	assert.Equal(t, []string{"new"}, repositories(t, home))
	assert.Empty(t, states(t, home))
}
