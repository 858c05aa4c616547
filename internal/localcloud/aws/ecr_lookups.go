package aws

import (
	"encoding/base64"
	"time"

	"groundwork/internal/localcloud"
)

func lookupRepository(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	repository := tx.Get(repositoryType, args.String("name"))
	if repository == nil {
		return nil, noRepository.about(tx, args.String("name"))
	}
	return repository.Outputs, nil
}

// lookupContainerImage finds none: nobody pushes images here.
func lookupContainerImage(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	name := args.String("repositoryName")
	if tx.Get(repositoryType, name) == nil {
		return nil, noRepository.about(tx, name)
	}
	return nil, tx.Fail(400, "ImageNotFoundException", "The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the repository with name '%s' in the registry with id '%s'",
		args.String("imageDigest"), args.String("imageTag"), name, tx.Account())
}

// authorizationToken lasts for 12 hours:
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
func authorizationToken(tx *localcloud.Tx, _ localcloud.Props) (localcloud.Props, error) {
	password := tx.Seeded("ecr", tx.Account(), tx.Region()).Hex(64)
	return localcloud.PropsOf(map[string]any{
		"id": tx.Region(), "userName": "AWS", "password": localcloud.Secret(password),
		"authorizationToken": localcloud.Secret(base64.StdEncoding.EncodeToString([]byte("AWS:" + password))),
		"expiresAt":          tx.Now().Add(12 * time.Hour).Format(time.RFC3339),
		"proxyEndpoint":      "https://" + tx.Account() + ".dkr.ecr." + tx.Region() + ".amazonaws.com",
	}), nil
}
