package aws

import (
	"time"

	"groundwork/internal/localcloud"
)

// lookupKey shows a key by its id, ARN or alias, one that waits for its end
// too.
// https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
func lookupKey(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	asked := args.String("keyId")
	key, state := findKey(tx, asked), "Enabled"
	if key == nil {
		key, state = leavingKey(tx, asked), "PendingDeletion"
	}
	if key == nil {
		return nil, noKey.about(tx, asked)
	}
	if key.Outputs.Known("isEnabled") && !key.Outputs.Bool("isEnabled") && state == "Enabled" {
		state = "Disabled"
	}
	ends := ""
	if at := key.LeavesAt(); !at.IsZero() {
		ends = at.Format(time.RFC3339)
	}
	shown := localcloud.PropsOf(map[string]any{
		"customerMasterKeySpec": "SYMMETRIC_DEFAULT", "keyUsage": "ENCRYPT_DECRYPT", "description": "", "multiRegion": false,
	})
	for name := range shown {
		if value := key.Outputs.Get(string(name)); !value.IsNull() {
			shown.Set(string(name), value)
		}
	}
	manager := "AWS"
	if key.Outputs.Has("policy") {
		manager = "CUSTOMER"
	}
	for name, value := range map[string]any{
		"id": key.ID, "keyId": asked, "arn": key.String("arn"), "awsAccountId": tx.Account(), "keySpec": shown.String("customerMasterKeySpec"),
		"creationDate": key.Created.Format(time.RFC3339), "deletionDate": ends, "enabled": state == "Enabled", "keyState": state,
		"keyManager": manager, "origin": "AWS_KMS", "expirationModel": "", "validTo": "", "customKeyStoreId": "", "cloudHsmClusterId": "",
		"pendingDeletionWindowInDays": 0, "multiRegionConfigurations": []any{}, "xksKeyConfigurations": []any{},
	} {
		shown.Set(name, value)
	}
	return shown, nil
}

// lookupAlias shows an alias, one of AWS's own too.
func lookupAlias(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	name := args.String("name")
	key := findKey(tx, name)
	if key == nil {
		return nil, tx.Fail(400, "NotFoundException", "Alias %s is not found.", tx.ARN("kms", name))
	}
	return localcloud.PropsOf(map[string]any{
		"id": tx.ARN("kms", name), "arn": tx.ARN("kms", name), "name": name, "targetKeyId": key.ID, "targetKeyArn": key.String("arn"),
	}), nil
}
