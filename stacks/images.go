package stacks

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/databaseaccess"
	"groundwork/components/imagecache"
	"groundwork/components/kubepostgres"
	"groundwork/components/kuberedis"
	"groundwork/spec"
	"groundwork/workload"
)

// cacheImages makes the cache of public images, where the stack file wants one.
func (d *deployment) cacheImages() (err error) {
	wanted := d.system.Compute.ImageCache
	images := d.publicImages()
	if wanted == nil || len(images) == 0 {
		return nil
	}
	d.images, err = imagecache.New(d.ctx, "images", imagecache.Args{
		Names: d.names, AccountID: d.account, Region: d.system.Region, Images: images, DockerHub: wanted.DockerHub,
	})
	return err
}

// storeImages are the images of what lives in the cluster besides workloads, with their
// tags.
func (d *deployment) storeImages() []string {
	var images []string
	if d.hasClusterDatabase() {
		images = append(images, kubepostgres.Image, kubepostgres.Uploader)
	}
	if d.hasClusterCache() {
		images = append(images, kuberedis.Image)
	}
	if d.system.Database != nil {
		images = append(images, databaseaccess.Image)
	}
	return images
}

// publicImages are the images of public registries that pods run, without their tags.
func (d *deployment) publicImages() []string {
	var images []string
	for _, image := range d.storeImages() {
		name, _ := tagged(image)
		images = append(images, name)
	}
	for _, image := range workload.Images(d.workloads) {
		if spec.Foreign(image) {
			images = append(images, image)
		}
	}
	return images
}

// tagged parts an image into its name and its tag.
func tagged(image string) (name, tag string) {
	at := strings.LastIndexByte(image, ':')
	return image[:at], image[at+1:]
}

// pulled are what is pulled in place of the stores' images.
func (d *deployment) pulled() map[string]string {
	pulled := map[string]string{}
	for _, image := range d.storeImages() {
		pulled[image] = d.fromCache(tagged(image))
	}
	return pulled
}

// fromCache is what is pulled of an image of a public registry.
func (d *deployment) fromCache(name, tag string) string {
	if d.images != nil && d.images.Images[name] != "" {
		name = d.images.Images[name]
	}
	return name + ":" + tag
}

// imagesReady is what a pod that pulls from the cache waits for.
func (d *deployment) imagesReady() []pulumi.Resource {
	if d.images == nil {
		return nil
	}
	return d.images.Ready
}
