package localcloud

import "strings"

// Owned lists what a stack made, by URN: the ids of everything that exists
// and was created for the stack's resources, whether or not its state knows.
func (c *Cloud) Owned(project, stack string) map[string][]string {
	c.store.mu.RLock()
	defer c.store.mu.RUnlock()
	prefix := "urn:pulumi:" + stack + "::" + project + "::"
	owned := map[string][]string{}
	for _, object := range c.store.all() {
		if strings.HasPrefix(object.URN, prefix) {
			owned[object.URN] = append(owned[object.URN], object.ID)
		}
	}
	return owned
}
