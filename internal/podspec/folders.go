package podspec

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	"groundwork/naming"
)

// folder is a volume and where it is mounted.
type folder struct{ volume, path string }

// folders are those the program may write to. A volume's name comes from its
// path, so that another order of them changes no pod.
func (s Spec) folders() []folder {
	folders := []folder{{"tmp", tmp}}
	for _, path := range s.Writable {
		folders = append(folders, folder{"writable-" + naming.Hash(path), path})
	}
	return folders
}

func (s Spec) volumes() corev1.VolumeArray {
	var volumes corev1.VolumeArray
	for _, f := range s.folders() {
		volumes = append(volumes, &corev1.VolumeArgs{
			Name:     pulumi.String(f.volume),
			EmptyDir: &corev1.EmptyDirVolumeSourceArgs{SizeLimit: pulumi.String(scratchSize)},
		})
	}
	for _, m := range s.Mounts {
		volumes = append(volumes, &corev1.VolumeArgs{
			Name:      pulumi.String(m.volume()),
			ConfigMap: &corev1.ConfigMapVolumeSourceArgs{Name: pulumi.String(m.ConfigMap)},
		})
	}
	return volumes
}

func (s Spec) mounts() corev1.VolumeMountArray {
	var mounts corev1.VolumeMountArray
	for _, f := range s.folders() {
		mounts = append(mounts, &corev1.VolumeMountArgs{Name: pulumi.String(f.volume), MountPath: pulumi.String(f.path)})
	}
	for _, m := range s.Mounts {
		mounts = append(mounts, &corev1.VolumeMountArgs{Name: pulumi.String(m.volume()), MountPath: pulumi.String(m.Path), ReadOnly: pulumi.Bool(true)})
	}
	return mounts
}

func (m Mount) volume() string { return "mount-" + naming.Hash(m.Path) }
