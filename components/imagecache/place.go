package imagecache

import (
	"strings"

	"groundwork/naming"
)

// upstream is a registry that ECR caches:
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
type upstream struct {
	// host is what images begin with, url what ECR calls the registry, short what it is
	// called in names.
	host, url, short string
	// login: ECR asks for one.
	login bool
}

var (
	dockerHub = upstream{"docker.io", "registry-1.docker.io", "hub", true}
	ecrPublic = upstream{"public.ecr.aws", "public.ecr.aws", "ecr", false}
	upstreams = []upstream{
		dockerHub, ecrPublic,
		{"registry.k8s.io", "registry.k8s.io", "k8s", false},
		{"quay.io", "quay.io", "quay", false},
	}
)

// official is where AWS has the official images of Docker Hub too:
// https://gallery.ecr.aws/docker
const official = "docker/"

// place is where an image is cached.
type place struct {
	upstream upstream
	// repository is ECR's, path is the upstream's.
	repository, path string
}

// short is the image's name in names.
func (p place) short() string { return p.upstream.short + "-" + strings.ReplaceAll(p.path, "/", "-") }

// prefix begins the repositories of an upstream.
func (a Args) prefix(of upstream) string {
	return naming.Fit(a.Names.Prefix(), naming.CachePrefixLimit) + "/" + of.short
}

// placeOf is where an image is cached; not ok of one that stays where it is.
func (a Args) placeOf(image string) (found place, ok bool) {
	host, path := split(image)
	for _, one := range upstreams {
		if one.host != host {
			continue
		}
		if one.login && a.DockerHub == "" {
			if !strings.HasPrefix(path, "library/") {
				return place{}, false
			}
			one, path = ecrPublic, official+path
		}
		return place{one, a.prefix(one) + "/" + path, path}, true
	}
	return place{}, false
}

// split parts an image into its registry and the rest; without a registry it is Docker
// Hub's.
func split(image string) (host, path string) {
	host, path, _ = strings.Cut(image, "/")
	if strings.ContainsAny(host, ".:") || host == "localhost" {
		return host, path
	}
	return dockerHub.host, image
}
