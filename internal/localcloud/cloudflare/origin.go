package cloudflare

import (
	"net/http"
	"strings"
	"time"

	"groundwork/internal/localcloud"
)

const (
	certificateType = "cloudflare:index/authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate"
	pullsType       = "cloudflare:index/authenticatedOriginPulls:AuthenticatedOriginPulls"
	pullsSettings   = "cloudflare:index/authenticatedOriginPullsSettings:AuthenticatedOriginPullsSettings"
)

// originKinds are authenticated origin pulls:
// https://developers.cloudflare.com/ssl/origin-configuration/authenticated-origin-pull/
func originKinds() map[string]localcloud.Kind {
	return map[string]localcloud.Kind{
		certificateType: {Create: createCertificate},
		pullsType:       {Create: createPulls, ID: pullsID, Upsert: true},
		pullsSettings:   {ID: func(_ *localcloud.Tx, obj *localcloud.Object) string { return obj.String("zoneId") }, Upsert: true},
	}
}

func createCertificate(tx *localcloud.Tx, certificate *localcloud.Object) error {
	for property, kind := range map[string]string{"certificate": "CERTIFICATE", "privateKey": "PRIVATE KEY"} {
		if text := certificate.String(property); !strings.Contains(text, "-----BEGIN") || !strings.Contains(text, kind) {
			return tx.Fail(http.StatusBadRequest, "1400", "Invalid %s: expected a PEM block of type %s", property, kind)
		}
	}
	certificate.Set("certificateId", certificate.ID)
	certificate.Set("status", "active")
	certificate.Set("enabled", true)
	certificate.Set("expiresOn", tx.Now().AddDate(10, 0, 0).Format(time.RFC3339))
	certificate.Set("issuer", "CN=local")
	certificate.Set("signature", "SHA256-RSA")
	return nil
}

func pullsID(_ *localcloud.Tx, pulls *localcloud.Object) string {
	if host := pulls.String("configs.0.hostname"); host != "" {
		return host
	}
	return pulls.String("zoneId")
}

func createPulls(tx *localcloud.Tx, pulls *localcloud.Object) error {
	for _, config := range pulls.Outputs.Maps("configs") {
		if id := config.String("certId"); id != "" && tx.Get(certificateType, id) == nil {
			return tx.Fail(http.StatusNotFound, "1412", "certificate %s was not found", id)
		}
	}
	return nil
}
