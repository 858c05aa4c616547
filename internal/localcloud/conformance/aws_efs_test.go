package conformance

const (
	mountDocs = "https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html"
	filesType = "aws:efs/fileSystem:FileSystem"
	mountType = "aws:efs/mountTarget:MountTarget"
)

// mounted makes a file system and mount targets in the subnets that pick gives.
func mounted(pick func(n dataNet) []Made) func(*World) error {
	return func(w *World) error {
		n, files := w.network(), w.Make(filesType, "files", Props{})
		for i, subnet := range pick(n) {
			if _, err := w.Create(mountType, string(rune('a'+i)), Props{"fileSystemId": files.ID, "subnetId": subnet.ID}); err != nil {
				return err
			}
		}
		return nil
	}
}

var efsCases = []Case{
	{Name: "a mount target in each zone", Do: mounted(func(n dataNet) []Made { return []Made{n.a, n.b} }), Evidence: mountDocs},
	{Name: "two mount targets in a zone", Do: mounted(func(n dataNet) []Made { return []Made{n.a, n.also} }), Refused: "MountTargetConflict: mount target already exists in this AZ", Evidence: mountDocs},
	{Name: "a mount target of no file system", Do: func(w *World) error {
		_, err := w.Create(mountType, "m", Props{"fileSystemId": "fs-0", "subnetId": w.network().a.ID})
		return err
	}, Refused: "FileSystemNotFound", Evidence: mountDocs},
	{Name: "a mount target in no subnet", Do: mounted(func(dataNet) []Made { return []Made{{ID: "subnet-0"}} }), Refused: "SubnetNotFound", Evidence: mountDocs},
	{Name: "a file system deleted before its mount targets", Do: func(w *World) error {
		n, files := w.network(), w.Make(filesType, "files", Props{})
		w.Make(mountType, "m", Props{"fileSystemId": files.ID, "subnetId": n.a.ID})
		return w.Delete(filesType, "files", files)
	}, Refused: "FileSystemInUse", Evidence: "https://docs.aws.amazon.com/efs/latest/ug/API_DeleteFileSystem.html"},
	{Name: "provisioned throughput without one", Do: creating(filesType, Props{"throughputMode": "provisioned"}), Refused: "provisioned_throughput_in_mibps must be set", Evidence: "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html"},
	{Name: "elastic throughput with maxIO", Do: creating(filesType, Props{"throughputMode": "elastic", "performanceMode": "maxIO"}), Refused: "not supported", Evidence: "https://docs.aws.amazon.com/efs/latest/ug/performance.html"},
}
