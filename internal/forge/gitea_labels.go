package forge

import (
	"context"
	"net/http"

	"code.gitea.io/sdk/gitea"
)

// Labels implements Forge.
func (g *Gitea) Labels(ctx context.Context, pull int) ([]string, error) {
	labels, err := g.labels(ctx, g.place.onPull("read the labels of", pull), pull)
	var names []string
	for _, label := range labels {
		names = append(names, label.Name)
	}
	return names, err
}

// RemoveLabel implements Forge. Gitea takes the label's id; a label of the
// repository and one of its organization can have the same name.
func (g *Gitea) RemoveLabel(ctx context.Context, pull int, name string) error {
	doing := g.place.onPull("remove a label from", pull)
	labels, err := g.labels(ctx, doing, pull)
	if err != nil {
		return err
	}
	client, err := g.client(ctx)
	if err != nil {
		return doing.refused(err)
	}
	for _, label := range labels {
		if label.Name != name {
			continue
		}
		response, err := client.DeleteIssueLabel(g.owner, g.name, int64(pull), label.ID)
		if err != nil && giteaStatus(response) != http.StatusNotFound {
			return doing.failedGitea(response, err)
		}
	}
	return nil
}

// labels are all labels of a pull request: Gitea gives them at once.
func (g *Gitea) labels(ctx context.Context, doing call, pull int) ([]*gitea.Label, error) {
	client, err := g.client(ctx)
	if err != nil {
		return nil, doing.refused(err)
	}
	labels, response, err := client.GetIssueLabels(g.owner, g.name, int64(pull), gitea.ListLabelsOptions{})
	if err != nil {
		return nil, doing.failedGitea(response, err)
	}
	return labels, nil
}
