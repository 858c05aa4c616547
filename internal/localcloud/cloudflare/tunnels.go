package cloudflare

import (
	"encoding/base64"
	"net/http"

	"groundwork/internal/localcloud"
)

const (
	tunnelType       = "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared"
	tunnelConfigType = "cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig"
)

// tunnelKinds are https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/
func tunnelKinds() map[string]localcloud.Kind {
	return map[string]localcloud.Kind{
		tunnelType: {Create: createTunnel, Update: updateTunnel},
		tunnelConfigType: {Upsert: true, Create: func(tx *localcloud.Tx, config *localcloud.Object) error {
			if id := config.String("tunnelId"); tx.Get(tunnelType, id) == nil {
				return tx.Fail(http.StatusNotFound, "1002", "Tunnel not found: %s", id)
			}
			return nil
		}},
	}
}

// holdSecret wants 32 bytes at least, in base64.
// https://developers.cloudflare.com/api/resources/zero_trust/subresources/tunnels/subresources/cloudflared/methods/create/
func holdSecret(tx *localcloud.Tx, tunnel *localcloud.Object) error {
	secret := tunnel.Inputs.String("tunnelSecret")
	if secret == "" {
		return nil
	}
	if plain, err := base64.StdEncoding.DecodeString(secret); err != nil || len(plain) < 32 {
		return tx.Fail(http.StatusBadRequest, "1003", "The tunnel secret must be at least 32 bytes, encoded as a base64 string.")
	}
	return nil
}

func updateTunnel(tx *localcloud.Tx, _, tunnel *localcloud.Object) error {
	return holdSecret(tx, tunnel)
}

func createTunnel(tx *localcloud.Tx, tunnel *localcloud.Object) error {
	if err := holdSecret(tx, tunnel); err != nil {
		return err
	}
	name := tunnel.String("name")
	for _, other := range tx.Where(tunnelType, "name", name) {
		if other.ID != tunnel.ID {
			return tx.Fail(http.StatusConflict, "1013", "You already have a tunnel with this name. Please choose a unique name.")
		}
	}
	tunnel.Set("status", "inactive")
	tunnel.Set("tunType", "cfd_tunnel")
	tunnel.Set("accountTag", tunnel.String("accountId"))
	tunnel.Set("remoteConfig", tunnel.String("configSrc") == "cloudflare")
	return nil
}
