package cloudflare

import (
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"time"

	"groundwork/internal/localcloud"
)

const originCAType = "cloudflare:index/originCaCertificate:OriginCaCertificate"

func originCAKinds() map[string]localcloud.Kind {
	return map[string]localcloud.Kind{originCAType: {Create: createOriginCA}}
}

// createOriginCA signs a request for a certificate between Cloudflare and the
// origin.
// https://developers.cloudflare.com/api/resources/origin_ca_certificates/methods/create/
func createOriginCA(tx *localcloud.Tx, certificate *localcloud.Object) error {
	if certificate.Outputs.Has("csr") {
		block, _ := pem.Decode([]byte(certificate.String("csr")))
		if block == nil || block.Type != "CERTIFICATE REQUEST" {
			return tx.Fail(http.StatusBadRequest, "1013", "Failed to parse the certificate signing request.")
		}
		if _, err := x509.ParseCertificateRequest(block.Bytes); err != nil {
			return tx.Fail(http.StatusBadRequest, "1013", "Failed to parse the certificate signing request.")
		}
	}
	days := certificate.Outputs.Int("requestedValidity")
	certificate.Set("expiresOn", tx.Now().AddDate(0, 0, days).Format(time.RFC3339))
	return nil
}
