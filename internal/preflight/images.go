package preflight

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// images looks whether every image is there for the nodes' processors: the system's own
// in its repositories, and those of others in their registries.
func (l *look) images(ctx context.Context) {
	arch := l.Stack.processor()
	there := 0
	for _, image := range l.Stack.Images {
		if l.own(ctx, image, arch) {
			there++
		}
	}
	for _, image := range l.Stack.foreignImages() {
		found, err := l.Registries.Processors(ctx, image)
		if l.unseen("the image "+image, err) {
			continue
		}
		wants := imageWants(image, arch, found)
		l.report.Wants = append(l.report.Wants, wants...)
		if len(wants) == 0 {
			there++
		}
	}
	if there > 0 {
		l.fine(fmt.Sprintf("%d images for %s", there, arch))
	}
}

// processor is that of the nodes: arm64 where a group runs on Graviton.
func (s Stack) processor() string {
	for _, group := range s.of(groupType) {
		if strings.Contains(group.text("amiType"), "ARM_64") {
			return "arm64"
		}
	}
	return "amd64"
}

// own looks into a repository of the stack's. Before the first up there is none, and no
// image: the first up then has to leave the workloads out.
func (l *look) own(ctx context.Context, image Image, arch string) bool {
	subject := image.Repository + ":" + image.Tag
	found, err := pages[struct {
		Images []struct{ ImageManifest string }
	}](ctx, l.Cloud, "", "ecr", "BatchGetImage", map[string]any{
		"RepositoryName": image.Repository, "ImageIds": []map[string]any{{"ImageTag": image.Tag}},
		"AcceptedMediaTypes": manifestTypes,
	})
	if !absent(err) && l.unseen("the image "+subject, err) {
		return false
	}
	for _, page := range found {
		for _, one := range page.Images {
			processors, known := processorsIn([]byte(one.ImageManifest))
			if !known { // one image: only its configuration tells, which is a download
				return true
			}
			wants := imageWants(subject, arch, processors)
			l.report.Wants = append(l.report.Wants, wants...)
			return len(wants) == 0
		}
	}
	l.want("image", "there is no image "+subject+" yet", "bring everything else up first (groundwork config set --path groundwork:startWorkloads false), push it, and go on: README, The way to a real account, 3")
	return false
}

// foreignImages are those that pods name in full, sorted.
func (s Stack) foreignImages() []string {
	images := map[string]bool{}
	for _, resource := range s.Resources {
		if strings.HasPrefix(resource.Type, "kubernetes:") {
			collectImages(resource.Inputs, images)
		}
	}
	return slices.Sorted(keysOf(images))
}

// collectImages finds what stands as the image of a container.
func collectImages(value any, images map[string]bool) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			collectImages(item, images)
		}
	case map[string]any:
		for key, inside := range value {
			if list, is := inside.([]any); is && (key == "containers" || key == "initContainers") {
				for _, container := range list {
					object, _ := container.(map[string]any)
					if image, _ := object["image"].(string); image != "" {
						images[image] = true
					}
				}
			}
			collectImages(inside, images)
		}
	}
}

// imageWants decides. No processors is no image.
func imageWants(image, arch string, processors []string) []Want {
	switch {
	case len(processors) == 0:
		return []Want{{"image", "there is no image " + image, "write one that is there, or push it"}}
	case !slices.Contains(processors, arch):
		return []Want{{"image", fmt.Sprintf("%s is for %s; the nodes are %s", image, strings.Join(processors, ", "), arch),
			"build it for " + arch + " too (docker buildx build --platform linux/" + arch + "), or choose nodes of its kind under groundwork:compute.eks.nodes.type"}}
	}
	return nil
}
