package podspec

// Labels are the recommended labels, and "app" for people's own selectors:
// https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
func (s Spec) Labels() map[string]string {
	return map[string]string{
		"app":                          s.App,
		"app.kubernetes.io/name":       s.App,
		"app.kubernetes.io/instance":   s.instance(),
		"app.kubernetes.io/part-of":    s.Names.System,
		"app.kubernetes.io/managed-by": "groundwork",
	}
}

// Selector are the labels that pick exactly the pods of this instance. They
// must never change: a Deployment's selector is immutable.
func (s Spec) Selector() map[string]string {
	return map[string]string{"app": s.App, "app.kubernetes.io/instance": s.instance()}
}

// AppSelector picks the pods of all instances of an app.
func AppSelector(app string) map[string]string { return map[string]string{"app": app} }

func (s Spec) instance() string {
	if s.Instance == "" {
		return s.App
	}
	return s.Instance
}
