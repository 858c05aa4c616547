package aws

import (
	"groundwork/internal/localcloud"
)

// objectID: programs see the key alone.
func objectID(_ *localcloud.Tx, object *localcloud.Object) string {
	object.Shown = object.String("key")
	return object.String("bucket") + "/" + object.String("key")
}

func findObject(tx *localcloud.Tx, id string, state localcloud.Props) *localcloud.Object {
	return tx.Get(objectType, state.String("bucket")+"/"+id)
}

// putObject follows https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
func putObject(tx *localcloud.Tx, object *localcloud.Object) error {
	if publicACLs[object.String("acl")] {
		if err := putACL(tx, object); err != nil {
			return err
		}
	}
	decide(object, "etag", tx.Hex(32))
	decide(object, "storageClass", "STANDARD")
	decide(object, "serverSideEncryption", "AES256")
	decide(object, "contentType", "application/octet-stream")
	if versioned(tx, object.String("bucket")) {
		decide(object, "versionId", tx.Dice().Text(32, localcloud.Alnum))
	}
	return nil
}
