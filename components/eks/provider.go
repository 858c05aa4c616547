package eks

import (
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	storagev1 "groundwork/internal/sdk/kubernetes/storage/v1"
)

// makeProvider makes the Kubernetes provider. It signs in with the AWS
// credentials of whoever runs pulumi, so the kubeconfig holds no secret. It
// depends on the access entries: on the way down everything in the cluster goes
// while the entries still stand. The identifier keeps a changed endpoint or
// certificate an update; without it all that is in the cluster is replaced.
func (b *builder) makeProvider() error {
	provider, err := kubernetes.NewProvider(b.ctx, b.name+"-kubernetes", &kubernetes.ProviderArgs{
		Kubeconfig:            b.kubeconfig(),
		ClusterIdentifier:     b.control.Arn,
		EnableServerSideApply: pulumi.Bool(true),
	}, b.child(b.access...)...)
	b.out.Provider = provider
	return err
}

func (b *builder) kubeconfig() pulumi.StringOutput {
	named := func(key string, value pulumi.Map) pulumi.MapArray {
		return pulumi.MapArray{pulumi.Map{"name": b.control.Name, key: value}}
	}
	return pulumi.JSONMarshal(pulumi.Map{
		"apiVersion":      pulumi.String("v1"),
		"kind":            pulumi.String("Config"),
		"current-context": b.control.Name,
		"clusters": named("cluster", pulumi.Map{
			"server":                     b.control.Endpoint,
			"certificate-authority-data": b.control.CertificateAuthority.Data().Elem(),
		}),
		"contexts": named("context", pulumi.Map{"cluster": b.control.Name, "user": b.control.Name}),
		"users": named("user", pulumi.Map{"exec": pulumi.Map{
			"apiVersion":      pulumi.String("client.authentication.k8s.io/v1beta1"),
			"command":         pulumi.String("aws"),
			"args":            pulumi.StringArray{pulumi.String("eks"), pulumi.String("get-token"), pulumi.String("--cluster-name"), b.control.Name, pulumi.String("--region"), pulumi.String(b.args.Region)},
			"interactiveMode": pulumi.String("Never"),
		}}),
	})
}

// inCluster is the options of a child that lives in the cluster.
func (b *builder) inCluster(after ...pulumi.Resource) []pulumi.ResourceOption {
	return append(b.child(after...), pulumi.Provider(b.out.Provider))
}

// makeStorageClass makes encrypted gp3 volumes the default. A volume is made
// where its pod was placed, since it cannot leave its zone. The class comes after
// the driver so that it goes before it, and what has a volume before both.
func (b *builder) makeStorageClass() error {
	class, err := storagev1.NewStorageClass(b.ctx, b.name+"-gp3", &storagev1.StorageClassArgs{
		Metadata: &metav1.ObjectMetaArgs{
			Name:        pulumi.String("gp3"),
			Annotations: pulumi.StringMap{"storageclass.kubernetes.io/is-default-class": pulumi.String("true")},
		},
		Provisioner:          pulumi.String("ebs.csi.aws.com"),
		Parameters:           pulumi.StringMap{"type": pulumi.String("gp3"), "encrypted": pulumi.String("true")},
		VolumeBindingMode:    pulumi.String("WaitForFirstConsumer"),
		AllowVolumeExpansion: pulumi.Bool(true),
		ReclaimPolicy:        pulumi.String("Delete"),
	}, b.inCluster(b.storage)...)
	if err != nil {
		return err
	}
	b.out.Ready = append(b.out.Ready, class)
	return nil
}
