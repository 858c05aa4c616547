package kubepostgres

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/kubestore"
	"groundwork/internal/podspec"
	batchv1 "groundwork/internal/sdk/kubernetes/batch/v1"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
)

const (
	dumpApp = App + "-dump"
	// ServiceAccount is whom the dumps run as: what a pod role names.
	ServiceAccount = dumpApp

	// Uploader is AWS' own command line.
	Uploader     = "public.ecr.aws/aws-cli/aws-cli:2.31.0"
	uploaderUser = 1000
	dumpFolder   = "/dump"
	// dumpSeconds is how long a dump and its upload may take, all tries together.
	dumpSeconds = 4 * 60 * 60
	// lateness is how late a dump may still start, in seconds:
	// https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline
	lateness = 600
)

// dumpScript writes each database to a file of its own. A dump that breaks off
// fails the step, so that nothing incomplete is uploaded as a backup.
const dumpScript = `set -euo pipefail
databases=$(psql --no-align --tuples-only --command="select datname from pg_database where datallowconn and not datistemplate and datname <> 'postgres'" "$DATABASE_URL")
for database in $databases; do
  pg_dump --no-password --dbname="${DATABASE_URL%/*}/$database?sslmode=disable" | gzip > ` + dumpFolder + `/$database.sql.gz
done
`

// uploadScript puts the files under the time of the dump.
const uploadScript = `aws s3 cp --only-show-errors --recursive ` + dumpFolder + ` "s3://$BUCKET/postgres/$(date -u +%Y-%m-%dT%H-%M-%SZ)/"`

// makeDumps creates the schedule. Two containers, since no image of somebody
// else's has both programs: the first writes the dump with the server's own
// version of pg_dump, the second uploads it with the pod's own AWS role.
func makeDumps(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) error {
	spec := podspec.Spec{Names: args.Names, App: dumpApp}
	account, err := podspec.NewServiceAccount(ctx, name+"-dump", args.Namespace, spec, opts...)
	if err != nil {
		return err
	}
	policy, err := podspec.NewNetworkPolicy(ctx, name+"-dump", args.Namespace, spec, podspec.Access{
		To:          []podspec.Peer{{Name: App, PodLabels: podspec.AppSelector(App), Port: args.Port}},
		Internet:    true, // S3 is reached at public addresses
		AWSIdentity: true,
	}, opts...)
	if err != nil {
		return err
	}
	_, err = batchv1.NewCronJob(ctx, name+"-dump", &batchv1.CronJobArgs{
		Metadata: spec.Metadata(args.Namespace, dumpApp),
		Spec: &batchv1.CronJobSpecArgs{
			Schedule:                   pulumi.String(args.Dumps.Schedule),
			TimeZone:                   pulumi.String("Etc/UTC"),
			ConcurrencyPolicy:          pulumi.String("Forbid"),
			StartingDeadlineSeconds:    pulumi.Int(lateness),
			SuccessfulJobsHistoryLimit: pulumi.Int(3),
			FailedJobsHistoryLimit:     pulumi.Int(3),
			JobTemplate: &batchv1.JobTemplateSpecArgs{Spec: &batchv1.JobSpecArgs{
				ActiveDeadlineSeconds: pulumi.Int(dumpSeconds),
				BackoffLimit:          pulumi.Int(2),
				Template:              dumpTemplate(spec, args),
			}},
		},
	}, append(opts, pulumi.DependsOn([]pulumi.Resource{account, policy}))...)
	return err
}

func dumpTemplate(spec podspec.Spec, args Args) *corev1.PodTemplateSpecArgs {
	return &corev1.PodTemplateSpecArgs{
		Metadata: &metav1.ObjectMetaArgs{
			Labels:      pulumi.ToStringMap(spec.Labels()),
			Annotations: pulumi.StringMap{"cluster-autoscaler.kubernetes.io/safe-to-evict": pulumi.String("false")},
		},
		Spec: &corev1.PodSpecArgs{
			RestartPolicy:                pulumi.String("Never"),
			ServiceAccountName:           pulumi.String(dumpApp),
			AutomountServiceAccountToken: pulumi.Bool(false),
			EnableServiceLinks:           pulumi.Bool(false),
			SecurityContext: &corev1.PodSecurityContextArgs{
				RunAsNonRoot: pulumi.Bool(true), RunAsUser: pulumi.Int(uploaderUser), RunAsGroup: pulumi.Int(uploaderUser), FsGroup: pulumi.Int(uploaderUser),
				SeccompProfile: &corev1.SeccompProfileArgs{Type: pulumi.String("RuntimeDefault")},
			},
			InitContainers: corev1.ContainerArray{dumpContainer("dump", cmp.Or(args.Pulled[Image], Image), dumpScript, &corev1.EnvVarArgs{
				Name: pulumi.String("DATABASE_URL"),
				ValueFrom: &corev1.EnvVarSourceArgs{SecretKeyRef: &corev1.SecretKeySelectorArgs{
					Name: pulumi.String(SecretName), Key: pulumi.String("url"),
				}},
			})},
			Containers: corev1.ContainerArray{dumpContainer("upload", cmp.Or(args.Pulled[Uploader], Uploader), uploadScript,
				&corev1.EnvVarArgs{Name: pulumi.String("BUCKET"), Value: pulumi.String(args.Dumps.Bucket)},
				&corev1.EnvVarArgs{Name: pulumi.String("HOME"), Value: pulumi.String("/tmp")},
			)},
			Volumes: dumpVolumes(args),
		},
	}
}

func dumpContainer(name, image, script string, env ...corev1.EnvVarInput) *corev1.ContainerArgs {
	return &corev1.ContainerArgs{
		Name:            pulumi.String(name),
		Image:           pulumi.String(image),
		ImagePullPolicy: pulumi.String("IfNotPresent"),
		Command:         pulumi.ToStringArray([]string{"/bin/sh", "-c", script}),
		Env:             corev1.EnvVarArray(env),
		Resources: &corev1.ResourceRequirementsArgs{
			Requests: pulumi.StringMap{"cpu": pulumi.String("100m"), "memory": pulumi.String("128Mi")},
			Limits:   pulumi.StringMap{"memory": pulumi.String("512Mi")},
		},
		SecurityContext: kubestore.ContainerSecurity(),
		VolumeMounts: corev1.VolumeMountArray{
			&corev1.VolumeMountArgs{Name: pulumi.String("dump"), MountPath: pulumi.String(dumpFolder)},
			&corev1.VolumeMountArgs{Name: pulumi.String("tmp"), MountPath: pulumi.String("/tmp")},
		},
	}
}

// dumpVolumes: the dump stands on a volume of its own, as large as the
// database's, because a node's disk may be too small for it.
func dumpVolumes(args Args) corev1.VolumeArray {
	return corev1.VolumeArray{
		&corev1.VolumeArgs{Name: pulumi.String("tmp"), EmptyDir: &corev1.EmptyDirVolumeSourceArgs{SizeLimit: pulumi.String("1Gi")}},
		&corev1.VolumeArgs{Name: pulumi.String("dump"), Ephemeral: &corev1.EphemeralVolumeSourceArgs{
			VolumeClaimTemplate: &corev1.PersistentVolumeClaimTemplateArgs{Spec: &corev1.PersistentVolumeClaimSpecArgs{
				AccessModes:      pulumi.ToStringArray([]string{"ReadWriteOnce"}),
				StorageClassName: pulumi.String(args.Dumps.StorageClass),
				Resources: &corev1.VolumeResourceRequirementsArgs{
					Requests: pulumi.StringMap{"storage": pulumi.String(podspec.Memory(args.Storage))},
				},
			}},
		}},
	}
}
