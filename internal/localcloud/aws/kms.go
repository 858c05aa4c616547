package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

var noKey = refusal{400, "NotFoundException", "Key '%s' does not exist"}

var keyLinks = []link{
	{from: aliasType, path: "targetKeyId", to: keyType, missing: noKey, loose: true},
	{from: "aws:kms/grant:Grant", path: "keyId", to: keyType, missing: noKey, loose: true},
}

// keyService is KMS. A key that is deleted waits for its end where nobody can
// use it; here it is gone:
// https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
func keyService() service {
	return service{kinds: map[string]localcloud.Kind{
		keyType:   {Check: checkKey, Create: createKey, Delete: deleteKey, Name: nameKey},
		aliasType: {Check: checkAlias, Create: createAlias, Update: again(createAlias)},
	}}
}

func nameKey(key *localcloud.Object) string { return key.String("tags.Name") }

// checkKey: only keys that encrypt turn over:
// https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
func checkKey(c *localcloud.Check) {
	spec := c.Inputs.String("customerMasterKeySpec")
	if c.Inputs.Bool("enableKeyRotation") && spec != "" && spec != "SYMMETRIC_DEFAULT" {
		c.Fail("enableKeyRotation", "key rotation is only supported for keys of the spec %q, got %q", "SYMMETRIC_DEFAULT", spec)
	}
}

// defaultKeyPolicy lets the account's own policies decide:
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
func defaultKeyPolicy(account string) string {
	return `{"Id":"key-default-1","Statement":[{"Action":"kms:*","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + account +
		`:root"},"Resource":"*","Sid":"Enable IAM User Permissions"}],"Version":"2012-10-17"}`
}

func createKey(tx *localcloud.Tx, key *localcloud.Object) error {
	decide(key, "policy", defaultKeyPolicy(tx.Account()))
	decide(key, "multiRegion", false)
	if key.Outputs.Bool("multiRegion") && !strings.HasPrefix(key.ID, "mrk-") {
		key.ID = "mrk-" + tx.Hex(32)
	}
	if key.Outputs.Bool("enableKeyRotation") {
		decide(key, "rotationPeriodInDays", 365)
	}
	return nil
}

// deleteKey takes its aliases along.
func deleteKey(tx *localcloud.Tx, key *localcloud.Object) error {
	takeAlong(tx, "targetKeyArn", key.String("arn"), aliasType)
	return nil
}

// checkAlias keeps the service's own names free:
// https://docs.aws.amazon.com/kms/latest/developerguide/alias-create.html
func checkAlias(c *localcloud.Check) {
	name := c.Inputs.String("name")
	switch {
	case name == "":
	case strings.HasPrefix(name, "alias/aws/"):
		c.Fail("name", "%q cannot begin with reserved AWS CMK prefix 'alias/aws/'", "name")
	case !strings.HasPrefix(name, "alias/"):
		c.Fail("name", "%q must begin with 'alias/' and be comprised of only [0-9A-Za-z_/-]: %q", "name", name)
	}
}

func createAlias(tx *localcloud.Tx, alias *localcloud.Object) error {
	if key := findKey(tx, alias.String("targetKeyId")); key != nil {
		alias.Set("targetKeyArn", key.String("arn"))
	}
	return nil
}

// findKey finds a key by its id, its ARN, or an alias, of which those of AWS
// itself are always there.
func findKey(tx *localcloud.Tx, value string) *localcloud.Object {
	name := value
	if strings.HasPrefix(value, "arn:aws:kms:") {
		name = value[strings.LastIndexByte(value, ':')+1:]
	}
	name = strings.TrimPrefix(name, "key/")
	if strings.HasPrefix(name, "alias/aws/") {
		id := serviceKey(tx, name)
		return &localcloud.Object{Type: keyType, ID: id, Outputs: localcloud.PropsOf(map[string]any{"arn": tx.ARN("kms", "key/"+id)})}
	}
	if alias := tx.Get(aliasType, name); alias != nil {
		return findKey(tx, alias.String("targetKeyArn"))
	}
	return tx.Get(keyType, name)
}

// serviceKey is the id of the key that AWS keeps for a service.
func serviceKey(tx *localcloud.Tx, alias string) string {
	return tx.Seeded("kms", tx.Region(), alias).UUID()
}

// serviceKeyARN names it.
func serviceKeyARN(tx *localcloud.Tx, alias string) string {
	return "arn:aws:kms:" + tx.Region() + ":" + tx.Account() + ":key/" + serviceKey(tx, alias)
}
