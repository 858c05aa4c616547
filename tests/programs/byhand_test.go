package programs

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	bucketType = "aws:s3/bucketV2:BucketV2"
	cdnType    = "aws:cloudfront/distribution:Distribution"
)

// The real provider's words stand in its provider/errors/no_region.txt.
func TestAProgramWithoutARegionIsToldSo(t *testing.T) {
	t.Parallel()
	p := newProject(t, "vpc-rds")
	said, err := p.run(p.dir, "pulumi", "preview")
	assert.Error(t, err)
	assert.Contains(t, said, "Missing region information")
	assert.Contains(t, said, "Make sure you have set your AWS region, e.g. `pulumi config set aws:region us-west-2`.")
}

// What people do beside `up`: they adopt what was made by hand, find what was
// changed by hand, and carry a state from one backend to the next.
func TestAProgramLivesWithWhatIsDoneByHand(t *testing.T) {
	t.Parallel()
	p := newProject(t, "static-site")
	for key, value := range lifeOf("static-site").config {
		p.pulumi("config", "set", key, value)
	}
	p.pulumi("up", "--yes")

	p.local("create", bucketType, "by-hand", "bucket=made-by-hand", "--scope", "eu-west-1")
	said := p.pulumi("import", bucketType, "adopted", "made-by-hand", "--yes", "--protect=false")
	assert.Contains(t, said, `bucket = "made-by-hand"`, "an import writes code")
	said = p.pulumi("up", "--yes")
	assert.Contains(t, said, "- 1 deleted", "what is adopted and not in the program goes")
	assert.NotContains(t, p.names(bucketType), "made-by-hand")

	p.local("set", cdnType, p.names(cdnType)[0], "priceClass=PriceClass_All")
	said = p.pulumi("refresh", "--preview-only", "--diff")
	assert.Contains(t, said, `priceClass: "PriceClass_100" => "PriceClass_All"`)
	assert.Equal(t, 1, strings.Count(said, "(update)"), "nothing else has changed: %s", said)
	said = p.pulumi("up", "--yes", "--refresh")
	assert.Contains(t, said, "~ 1 updated")
	p.staysQuiet()

	state := filepath.Join(t.TempDir(), "state.json")
	p.pulumi("stack", "export", "--file", state)
	p.pulumi("stack", "import", "--file", state)
	p.pulumi("up", "--yes", "--expect-no-changes")
	p.pulumi("destroy", "--yes")
	assert.Empty(t, p.list())
}

func lifeOf(program string) life {
	return lives[slices.IndexFunc(lives, func(l life) bool { return l.program == program })]
}

// names are the physical names of what the cloud has of a type.
func (p *project) names(typ string) []string {
	p.t.Helper()
	var names []string
	for _, object := range p.list() {
		if object.Type == typ {
			names = append(names, object.Name)
		}
	}
	return names
}
