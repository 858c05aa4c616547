package kubepostgres

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

// screener is Screener's database in prod.
func screener() Args {
	return Args{
		Names:      naming.Scope{System: "screener", Environment: "prod"},
		Namespace:  "screener",
		Database:   "screener_db",
		User:       "app",
		Port:       5432,
		CPURequest: 1000, CPULimit: 2000,
		MemoryRequest: 2 << 30, MemoryLimit: 4 << 30,
		StorageClass: "fast-ssd",
		Storage:      100 << 30,
		FromApps:     []string{"backend"},
		Dumps:        Dumps{Schedule: "0 2 * * *", Bucket: "screener-prod-backups", StorageClass: "gp3"},
	}
}

func run(t *testing.T, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "k8s", &kubernetes.ProviderArgs{})
		require.NoError(t, err)
		database, err := New(ctx, "db", screener(), pulumi.Provider(provider))
		if err == nil {
			assert.Equal(t, "postgres.screener.svc.cluster.local", database.Address)
			assert.True(t, pulumi.IsSecret(database.URL))
		}
		return err
	}, options...)
}

const (
	tokenSet   = "kubernetes:apps/v1:StatefulSet"
	tokenDumps = "kubernetes:batch/v1:CronJob"
)

// container is one container of a pod's template.
func container(t *testing.T, template any, list string) map[string]any {
	t.Helper()
	spec := template.(map[string]any)["spec"].(map[string]any)
	return spec[list].([]any)[0].(map[string]any)
}

func TestThePodHasTheFiguresOfTheDocument(t *testing.T) {
	made := run(t).One(t, tokenSet)
	postgres := container(t, made.Get("spec", "template"), "containers")
	assert.Regexp(t, `^docker\.io/timescale/timescaledb:[0-9.]+-pg16$`, postgres["image"])
	assert.Equal(t, map[string]any{
		"requests": map[string]any{"cpu": "1", "memory": "2Gi"},
		"limits":   map[string]any{"cpu": "2", "memory": "4Gi"},
	}, postgres["resources"])
	assert.Equal(t, 1.0, made.Get("spec", "replicas"))
	assert.Equal(t, "postgres", made.Get("spec", "serviceName"))
	assert.Nil(t, made.Get("spec", "volumeClaimTemplates"), "a claim of its own grows in place")
	for _, probe := range []string{"startupProbe", "livenessProbe", "readinessProbe"} {
		command := postgres[probe].(map[string]any)["exec"].(map[string]any)["command"].([]any)
		assert.Equal(t, []any{"pg_isready", "--host=127.0.0.1"}, command[:2], probe)
	}
}

func TestTheVolumeIsTheDocuments(t *testing.T) {
	claim := run(t).One(t, "kubernetes:core/v1:PersistentVolumeClaim")
	assert.Equal(t, "100Gi", claim.Get("spec", "resources", "requests", "storage"))
	assert.Equal(t, "fast-ssd", claim.Get("spec", "storageClassName"))
	assert.Equal(t, []any{"ReadWriteOnce"}, claim.Get("spec", "accessModes"))
}

func TestTheSecretHasTheKeysOfTheDocumentAndThePodReadsThemByReference(t *testing.T) {
	recorder := run(t)
	secret := recorder.One(t, "kubernetes:core/v1:Secret")
	assert.Equal(t, "db-secret", secret.Get("metadata", "name"))
	data := secret.Get("stringData").(map[string]any)
	assert.Len(t, data, 3)
	assert.Contains(t, data["url"], "@postgres.screener.svc.cluster.local:5432/screener_db?sslmode=disable")
	assert.Equal(t, "app", data["username"])

	references := map[string]string{}
	for _, variable := range container(t, recorder.One(t, tokenSet).Get("spec", "template"), "containers")["env"].([]any) {
		v := variable.(map[string]any)
		if from, ok := v["valueFrom"].(map[string]any); ok {
			key := from["secretKeyRef"].(map[string]any)
			references[v["name"].(string)] = key["name"].(string) + "/" + key["key"].(string)
		}
	}
	assert.Equal(t, map[string]string{"POSTGRES_USER": "db-secret/username", "POSTGRES_PASSWORD": "db-secret/password"}, references)
}

func TestOnlyItsCallersAndItsDumpsGetIn(t *testing.T) {
	policy := run(t).Named(t, "kubernetes:networking.k8s.io/v1:NetworkPolicy", "db-network")
	var apps []string
	for _, peer := range policy.Get("spec", "ingress").([]any)[0].(map[string]any)["from"].([]any) {
		labels := peer.(map[string]any)["podSelector"].(map[string]any)["matchLabels"].(map[string]any)
		apps = append(apps, labels["app"].(string))
	}
	assert.ElementsMatch(t, []string{"postgres-dump", "backend"}, apps)
}

func TestADumpIsWrittenWholeBeforeItIsUploaded(t *testing.T) {
	dumps := run(t).One(t, tokenDumps)
	assert.Equal(t, "0 2 * * *", dumps.Get("spec", "schedule"))
	template := dumps.Get("spec", "jobTemplate", "spec", "template")
	dump, upload := container(t, template, "initContainers"), container(t, template, "containers")
	assert.Equal(t, Image, dump["image"], "pg_dump is the server's own")
	script := dump["command"].([]any)[2].(string)
	assert.True(t, strings.HasPrefix(script, "set -euo pipefail\n"), "a dump that breaks off fails the step")
	assert.Contains(t, script, "gzip")
	assert.Contains(t, upload["command"].([]any)[2], "aws s3 cp")
	assert.Equal(t, "screener-prod-backups", upload["env"].([]any)[0].(map[string]any)["value"])
}

func TestEveryPodIsHardened(t *testing.T) {
	recorder := run(t)
	for _, template := range []any{recorder.One(t, tokenSet).Get("spec", "template"), recorder.One(t, tokenDumps).Get("spec", "jobTemplate", "spec", "template")} {
		spec := template.(map[string]any)["spec"].(map[string]any)
		security := spec["securityContext"].(map[string]any)
		assert.Equal(t, true, security["runAsNonRoot"])
		assert.NotZero(t, security["runAsUser"])
		assert.Equal(t, false, spec["automountServiceAccountToken"])
		for _, list := range []string{"containers", "initContainers"} {
			if spec[list] == nil {
				continue
			}
			own := container(t, template, list)["securityContext"].(map[string]any)
			assert.Equal(t, true, own["readOnlyRootFilesystem"])
			assert.Equal(t, map[string]any{"drop": []any{"ALL"}}, own["capabilities"])
		}
	}
}

func TestEveryChildHasAParentTheNameAndTheProvider(t *testing.T) {
	for _, child := range run(t, mocks.Preview).Children(t, "groundwork:kubepostgres:Database", "db") {
		if strings.HasPrefix(child.Type, "kubernetes:") {
			assert.Contains(t, child.Provider, "::k8s::", child.Name)
		}
	}
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{Port: 80, CPURequest: 2, CPULimit: 1}.validate()
	for _, want := range []string{"names need", "namespace is", "database and user", "port 80", "cpu request 2m", "memory request 0", "storage class", "dumps need"} {
		assert.ErrorContains(t, err, want)
	}
	assert.NoError(t, screener().validate())
}
