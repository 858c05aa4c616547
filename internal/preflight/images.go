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
	var missing []string
	for _, image := range l.Stack.Images {
		switch found, known := l.own(ctx, image); {
		case !known:
		case found == nil:
			missing = append(missing, image.String())
		default:
			there += l.fits(image.String(), arch, found)
		}
	}
	if len(missing) > 0 {
		l.want("image", "not pushed yet: "+strings.Join(missing, ", "),
			fmt.Sprintf("bring everything else up first (groundwork config set --system %s --stack %s groundwork:startWorkloads false), push them, and go on: README, The way to a real account, 3", l.Stack.System, l.Stack.Name))
	}
	for _, image := range l.Stack.foreignImages() {
		found, err := l.Registries.Processors(ctx, image)
		if l.unseen("the image "+image, err) {
			continue
		}
		there += l.fits(image, arch, found)
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

// fits is 1 for an image that is there for the processor, and tells what is wanted else.
func (l *look) fits(image, arch string, found []string) int {
	wants := imageWants(image, arch, found)
	l.report.Wants = append(l.report.Wants, wants...)
	return 1 - len(wants)
}

// String is how people write it.
func (i Image) String() string { return i.Repository + ":" + i.Tag }

// own are the processors of an image in a repository of the stack's; nil is not there, and
// known is false where nobody may look. Before the first up there is no repository.
func (l *look) own(ctx context.Context, image Image) (processors []string, known bool) {
	found, err := pages[struct {
		Images []struct{ ImageManifest string }
	}](ctx, l.Cloud, "", "ecr", "BatchGetImage", map[string]any{
		"RepositoryName": image.Repository, "ImageIds": []map[string]any{{"ImageTag": image.Tag}},
		"AcceptedMediaTypes": manifestTypes,
	})
	if absent(err) {
		return nil, true
	}
	if l.unseen("the image "+image.String(), err) {
		return nil, false
	}
	for _, page := range found {
		for _, one := range page.Images {
			if processors, listed := processorsIn([]byte(one.ImageManifest)); listed {
				return processors, true
			}
			processors, err := l.single(ctx, image, []byte(one.ImageManifest))
			return processors, !l.unseen("the processor of the image "+image.String(), err)
		}
	}
	return nil, true
}

// single is the processor of a single image, which stands in its configuration.
func (l *look) single(ctx context.Context, image Image, manifest []byte) ([]string, error) {
	digest, err := configurationOf(manifest)
	if err != nil {
		return nil, err
	}
	at, err := one[struct{ DownloadUrl string }](ctx, l.Cloud, "", "ecr", "GetDownloadUrlForLayer", map[string]any{"RepositoryName": image.Repository, "LayerDigest": digest})
	if err != nil {
		return nil, err
	}
	content, err := l.Registries.download(ctx, at.DownloadUrl)
	if err != nil {
		return nil, err
	}
	return processorOf(content)
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
