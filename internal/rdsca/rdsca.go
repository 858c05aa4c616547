// Package rdsca holds the authorities that vouch for the certificates of RDS.
package rdsca

import (
	_ "embed"
	"strings"
)

// Identifier is what RDS calls the authority whose certificates are here. They last
// until 2061: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
const Identifier = "rds-ca-rsa2048-g1"

//go:embed authorities.pem
var authorities string

// Of is the certificate of a region's authority, in PEM; "" for a region that is not
// known here.
func Of(region string) string {
	_, rest, found := strings.Cut(authorities, "\n# "+region+"\n")
	if !found {
		return ""
	}
	certificate, _, _ := strings.Cut(rest, "\n# ")
	return strings.TrimSpace(certificate) + "\n"
}
