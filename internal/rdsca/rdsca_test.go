package rdsca

import (
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/limits"
)

// newer are regions whose authority the package that these come from has not.
var newer = []string{"ap-southeast-5", "ap-southeast-7", "ca-west-1", "il-central-1", "mx-central-1"}

func TestEachRegionHasItsOwnAuthority(t *testing.T) {
	var without []string
	for _, region := range limits.Regions {
		text := Of(region)
		if text == "" {
			without = append(without, region)
			continue
		}
		block, rest := pem.Decode([]byte(text))
		require.NotNil(t, block, region)
		assert.Empty(t, rest, region)
		certificate, err := x509.ParseCertificate(block.Bytes)
		require.NoError(t, err)
		assert.Equal(t, "Amazon RDS "+region+" Root CA RSA2048 G1", certificate.Subject.CommonName)
		assert.True(t, certificate.IsCA)
		assert.True(t, certificate.NotAfter.After(time.Date(2061, 1, 1, 0, 0, 0, 0, time.UTC)))
		assert.NoError(t, certificate.CheckSignatureFrom(certificate))
	}
	assert.Equal(t, newer, without)
	assert.Empty(t, Of("east-1"))
}
