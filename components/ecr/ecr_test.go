package ecr

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

const (
	repositoryType = "aws:ecr/repository:Repository"
	lifecycleType  = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
	componentType  = "groundwork:ecr:Repositories"
)

func images() Args {
	return Args{
		Names:  naming.Scope{System: "stockindicator", Environment: "prod"},
		Images: []string{"web", "api"}, KeepTagged: 30, Protect: true,
	}
}

func run(t *testing.T, args Args, options ...mocks.Option) (*mocks.Recorder, *Repositories) {
	t.Helper()
	var repositories *Repositories
	recorder := mocks.Run(t, func(ctx *pulumi.Context) (err error) {
		repositories, err = New(ctx, "images", args)
		return err
	}, options...)
	return recorder, repositories
}

func TestARepositoryScansAndKeepsTags(t *testing.T) {
	recorder, repositories := run(t, images())
	repository := recorder.Named(t, repositoryType, "images-api")
	assert.Equal(t, "stockindicator-prod/api", repository.Get("name"))
	assert.Equal(t, "IMMUTABLE", repository.Get("imageTagMutability"))
	assert.Equal(t, true, repository.Get("imageScanningConfiguration", "scanOnPush"))
	assert.Equal(t, false, repository.Get("forceDelete"))
	assert.Equal(t, []any{map[string]any{"encryptionType": "AES256"}}, repository.Get("encryptionConfigurations"))
	assert.Len(t, repositories.URLs, 2)
	assert.Contains(t, repositories.URLs, "api")
	assert.Contains(t, repositories.ARNs, "web")
}

func TestOldImagesGoAndNewOnesStay(t *testing.T) {
	recorder, _ := run(t, images())
	assert.JSONEq(t, `{"rules":[
	  {"rulePriority":1,"description":"untagged images go after 7 days","action":{"type":"expire"},
	   "selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":7}},
	  {"rulePriority":2,"description":"the newest 30 tagged images stay","action":{"type":"expire"},
	   "selection":{"tagStatus":"tagged","tagPatternList":["*"],"countType":"imageCountMoreThan","countNumber":30}}]}`,
		recorder.Named(t, lifecycleType, "images-api-lifecycle").Get("policy").(string))

	args := images()
	args.KeepTagged = 0
	recorder, _ = run(t, args)
	assert.Contains(t, recorder.Named(t, lifecycleType, "images-api-lifecycle").Get("policy"), `"countNumber":100`)
}

func TestWithoutProtectionARepositoryGoesWithItsImages(t *testing.T) {
	args := images()
	args.Protect = false
	recorder, _ := run(t, args)
	assert.Equal(t, true, recorder.Named(t, repositoryType, "images-api").Get("forceDelete"))
}

func TestEveryChildHasTheComponentsNameAndAParent(t *testing.T) {
	recorder, _ := run(t, images())
	recorder.Children(t, componentType, "images")
}

func TestAPreviewWithUnknownsGoesThrough(t *testing.T) {
	recorder, _ := run(t, images(), mocks.Preview)
	assert.Len(t, recorder.All(repositoryType), 2)
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	tests := map[string]struct {
		change func(*Args)
		want   string
	}{
		"no images":            {func(a *Args) { a.Images = nil }, "images are required"},
		"an image twice":       {func(a *Args) { a.Images = []string{"api", "api"} }, `image "api" is given twice`},
		"a name ECR refuses":   {func(a *Args) { a.Images = []string{"My Image"} }, `image "My Image" must be lower-case letters and digits, with single dots, dashes or underscores between`},
		"a negative number":    {func(a *Args) { a.KeepTagged = -1 }, "-1 tagged images cannot be kept: write 1 or more, or 0 for 100"},
		"nothing that is said": {func(a *Args) { *a = Args{} }, "names are required\nimages are required"},
	}
	require.NoError(t, images().validate())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			args := images()
			test.change(&args)
			assert.EqualError(t, args.validate(), test.want)
		})
	}
}
