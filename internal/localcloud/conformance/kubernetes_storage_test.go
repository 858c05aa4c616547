package conformance

const (
	kubeClass = "kubernetes:storage.k8s.io/v1:StorageClass"
	classDocs = kubeDocs + "concepts/storage/storage-classes/"
	claimDocs = kubeDocs + "concepts/storage/persistent-volumes/"
)

func kubeFast(changes Props) Props {
	return with(Props{"metadata": kubeNamed("fast"), "provisioner": "ebs.csi.aws.com"}, changes)
}

var kubernetesStorage = []Case{
	{"a claim without a size", creating(kubeClaim, kubeSpec("data", with(kubeClaimSpec("1Gi"), Props{"resources": nil}))),
		"spec.resources[storage]: Required value", claimDocs + "#resources"},
	{"a claim of nothing", creating(kubeClaim, kubeSpec("data", kubeClaimSpec("0"))), "must be greater than zero", kubeCore},
	{"a claim without a mode", creating(kubeClaim, kubeSpec("data", with(kubeClaimSpec("1Gi"), Props{"accessModes": nil}))),
		"spec.accessModes: Required value: at least 1 access mode is required", claimDocs + "#access-modes"},
	{"a claim of an odd mode", creating(kubeClaim, kubeSpec("data", with(kubeClaimSpec("1Gi"), Props{"accessModes": []any{"ReadWrite"}}))),
		`spec.accessModes[0]: Unsupported value: "ReadWrite"`, claimDocs + "#access-modes"},
	{"a claim waits for its pod", showing(kubeClaim, kubeSpec("data", kubeClaimSpec("1Gi")), "status.phase", "Pending"),
		"", classDocs + "#volume-binding-mode"},
	{"a claim is protected", showing(kubeClaim, kubeSpec("data", kubeClaimSpec("1Gi")), "metadata.finalizers.0", "kubernetes.io/pvc-protection"),
		"", claimDocs + "#storage-object-in-use-protection"},
	{"other modes replace a claim", replacing(kubeClaim, kubeSpec("data", kubeClaimSpec("1Gi")),
		kubeSpec("data", with(kubeClaimSpec("1Gi"), Props{"accessModes": []any{"ReadWriteMany"}})), "spec.accessModes[0]"),
		"", "recordings: kubernetes:core/v1:PersistentVolumeClaim"},
	{"a class without a provisioner", creating(kubeClass, kubeFast(Props{"provisioner": nil})), "provisioner: Required value", classDocs + "#provisioner"},
	{"a class that keeps volumes oddly", creating(kubeClass, kubeFast(Props{"reclaimPolicy": "Recycle"})),
		`reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"`, classDocs + "#reclaim-policy"},
	{"a class that binds oddly", creating(kubeClass, kubeFast(Props{"volumeBindingMode": "Later"})),
		`volumeBindingMode: Unsupported value: "Later"`, classDocs + "#volume-binding-mode"},
	{"a class that says nothing deletes and binds at once", func(w *World) error {
		made, err := w.Create(kubeClass, "fast", kubeFast(nil))
		if err != nil {
			return err
		}
		return same("what it says", "Delete Immediate", made.Outputs.String("reclaimPolicy")+" "+made.Outputs.String("volumeBindingMode"))
	}, "", classDocs},
	{"other parameters replace a class", replacing(kubeClass, kubeFast(nil), kubeFast(Props{"parameters": Props{"type": "gp3"}}), "parameters"),
		"", "recordings: kubernetes:storage.k8s.io/v1:StorageClass"},
	{"the default class is a claim's", func(w *World) error {
		w.Make(kubeClass, "fast", kubeFast(Props{"metadata": Props{
			"name": "fast", "annotations": Props{"storageclass.kubernetes.io/is-default-class": "true"},
		}}))
		made, err := w.Create(kubeClaim, "data", kubeSpec("data", kubeClaimSpec("1Gi")))
		if err != nil {
			return err
		}
		return same("its class", "fast", made.Outputs.String("spec.storageClassName"))
	}, "", classDocs + "#default-storageclass"},
}
