package danger

import (
	"fmt"
	"strings"
)

// protect makes of a finding one about something that the engine refuses to delete:
// it happens only once the protection is lifted, and then what is in it is lost.
func (s subject) protect(found *Finding) {
	found.Protected = true
	if kind, is := stores[s.Type]; is {
		found.Level, found.Loss = DataLoss, fmt.Sprintf("%s is %s, %s would be lost", kind.what, s.verb(), kind.holds)
		if s.moves() {
			found.Loss = s.moved()
		}
	} else if s.Type == "kubernetes:apps/v1:StatefulSet" {
		found.Level = DataLoss
	}
	if rest, is := strings.CutPrefix(found.Loss, "the "); is {
		found.Loss = "the protected " + rest
	} else {
		found.Loss += "; it is protected"
	}
	lift := "lift its protection first, in an update of its own"
	if strings.Contains(s.URN, "::groundwork:bootstrap:") {
		lift += " (groundwork:protection: false)"
	} else if thing := s.thing(); thing != "" {
		lift += fmt.Sprintf(" (groundwork:unprotect: [%s])", thing)
	}
	if found.Advice = lift; s.aside() != "" {
		found.Advice = s.aside() + "; or " + lift
	}
}

// thing is the name by which the stack file calls what a resource belongs to, "" of
// one that none of our components made.
func (s subject) thing() string {
	if !strings.Contains(s.URN, "::groundwork:") {
		return ""
	}
	within := s.Within()
	switch {
	case within == "generated":
		return "generatedSecrets." + strings.TrimPrefix(s.Name, within+"-")
	case strings.HasPrefix(within, "bucket-"):
		return "buckets." + strings.TrimPrefix(within, "bucket-")
	case within == "namespace":
		return "cluster" // it goes with what lives in it
	case within == "alb" || within == "nlb":
		return "loadBalancer"
	}
	return within
}
