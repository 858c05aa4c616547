package spec

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"groundwork/internal/limits"
)

var (
	// imageForm is a repository without tag or digest: a name alone, which is an
	// ECR repository of this system, or one with a path, which is somebody else's:
	// https://github.com/distribution/reference/blob/main/regexp.go
	imageForm = regexp.MustCompile(`^([a-z0-9]+([._-][a-z0-9]+)*|` + hostPart + `(\.` + hostPart + `)*(:[0-9]{1,5})?(/` + namePart + `)+)$`)
	tagForm   = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)
	imageTail = regexp.MustCompile(`(:[^/]*|@.*)$`)
	// floating are tags that are pushed again and again.
	floating = []string{"latest", "main", "master", "develop", "edge", "nightly", "stable"}
)

// delivery checks which version runs, and in which colour.
func (v *validator) delivery(path string, service *Service) {
	release := service.Release
	switch {
	case service.Tag != "" && release != nil:
		v.add(under(path, "tag"), service.Tag, "release says what runs; a tag beside it would be ignored", "nothing: leave tag out, or release")
	case service.Tag != "":
		v.tagged(under(path, "tag"), service.Tag)
	case release == nil && v.sys.StartWorkloads:
		v.add(under(path, "tag"), missing{}, "what runs is said exactly: an image without a tag is whatever was pushed last", `tag: "1.4.2", or release: {blue: "1.4.2"}`)
	}
	if release == nil {
		return
	}
	path = under(path, "release")
	if service.Kind != KindWeb {
		v.add(path, raw("(a release)"), fmt.Sprintf("blue-green shares out requests, and a %s gets none: both colours would work at once", service.Kind), fmt.Sprintf("tag: %q (in place of release)", cmp.Or(release.Blue, release.Green, "1.4.2")))
		return
	}
	v.colours(path, release)
}

func (v *validator) colours(path string, release *Release) {
	for _, colour := range []struct{ key, tag string }{{"blue", release.Blue}, {"green", release.Green}} {
		if colour.tag != "" {
			v.tagged(under(path, colour.key), colour.tag)
		}
	}
	weight := under(path, "greenWeight")
	v.between(weight, release.GreenWeight, 0, 100, "it is per cent of the requests")
	switch {
	case release.Blue == "" && release.Green == "":
		v.add(under(path, "blue"), missing{}, "one colour at least runs", `blue: "1.4.2"`)
	case release.Green == "" && release.GreenWeight > 0:
		v.add(weight, release.GreenWeight, "green does not run: the requests it is given would fail", `greenWeight: 0, or green: "1.5.0" beside it`)
	case release.Blue == "" && release.GreenWeight < 100:
		v.add(weight, release.GreenWeight, fmt.Sprintf("blue does not run: the %d %% of the requests that are left for it would fail", 100-release.GreenWeight), `greenWeight: 100, or blue: "1.4.2" beside it`)
	}
}

func isFloating(tag string) bool { return slices.Contains(floating, strings.ToLower(tag)) }

// image checks a repository: where an image is, without which one.
func (v *validator) image(path, image string) {
	bare := imageTail.ReplaceAllString(image, "")
	own := limits.Reference - limits.Registry - len(v.sys.Name) - len(v.sys.Stack) - len("-/")
	switch {
	case ownImage.MatchString(image) && len(image) > own:
		v.add(under(path, "image"), image, fmt.Sprintf("registry, system and stack stand before a name of one's own, and a reference has %d characters: here at most %d are left", limits.Reference, own), "image: "+image[:shortNameLimit])
	case imageForm.MatchString(image) && len(image) <= limits.Reference:
	case imageForm.MatchString(bare) && len(bare) <= limits.Reference:
		v.add(under(path, "image"), image, "the image is a repository; which version of it is said by tag or release", fmt.Sprintf("image: %s (and what follows it as tag)", bare))
	default:
		v.add(under(path, "image"), image, "an image repository is lower-case names with slashes between, at most 255 characters, and in front a registry's host if it is not an ECR repository of this system", "image: "+plainImage(image))
	}
}

// hostPart and namePart are parts of a reference: the same page.
const (
	hostPart = `[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?`
	namePart = `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`
)

// plainImage is what is left of a reference without what it can't have.
func plainImage(image string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.ToLower(image), "/") {
		if strings.Trim(part, ".-_ ") != "" {
			parts = append(parts, dnsLabel(part))
		}
	}
	if len(parts) != 1 {
		return dnsLabel(image)
	}
	return parts[0]
}

// plainTag is what is left of a tag without what it can't have.
func plainTag(tag string) string {
	clean := strings.Trim(notTag.ReplaceAllString(tag, "-"), ".-")
	return cmp.Or(clean[:min(len(clean), 128)], "1.4.2")
}

var notTag = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

func (v *validator) tagged(path, tag string) {
	switch {
	case tag == "":
		v.add(path, missing{}, "what runs is said exactly: an image without a tag is whatever was pushed last", assign(path, `"1.4.2"`))
	case !tagForm.MatchString(tag):
		v.add(path, tag, "a tag is letters, digits, _ . and -, at most 128 characters", assign(path, strconv.Quote(plainTag(tag))))
	case isFloating(tag):
		v.add(path, tag, "this tag moves: two replicas could run two versions, and no rollback would know where to", assign(path, `"1.4.2"`)+" (a version or a commit)")
	}
}
