package aws

import (
	"encoding/json"
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

var noKey = refusal{400, "NotFoundException", "Key '%s' does not exist"}

var keyLinks = []link{
	{from: aliasType, path: "targetKeyId", to: keyType, loose: true},
	{from: "aws:kms/grant:Grant", path: "keyId", to: keyType, missing: noKey, loose: true},
}

// deletedKeyType has no resource: a key that waits for its end is kept under it.
const deletedKeyType = "aws:kms/deletedKey:DeletedKey"

// keyService is KMS.
func keyService() service {
	return service{
		kinds: map[string]localcloud.Kind{
			keyType:   {Check: checkKey, Create: createKey, Update: again(checkKeyPolicy), Delete: deleteKey, Name: nameKey},
			aliasType: {Check: checkAlias, Create: createAlias, Update: again(createAlias)},
		},
		functions: map[string]localcloud.Function{
			"aws:kms/getKey:getKey":     lookupKey,
			"aws:kms/getAlias:getAlias": lookupAlias,
		},
	}
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
	return checkKeyPolicy(tx, key)
}

var putsPolicy = regexp.MustCompile(`(?i)"(\*|kms:(\*|put\*|putkey\*|putkeypolicy))"`)

// checkKeyPolicy refuses a policy that lets nobody change it.
// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-BypassPolicyLockoutSafetyCheck
func checkKeyPolicy(tx *localcloud.Tx, key *localcloud.Object) error {
	list, ok := statements(key.String("policy"))
	if !ok {
		return tx.Fail(400, "MalformedPolicyDocumentException", "The policy document is not valid")
	}
	for _, statement := range list {
		_, except := statement["NotAction"]
		if string(statement["Effect"]) == `"Allow"` && (except || putsPolicy.Match(compact(statement["Action"]))) {
			return nil
		}
	}
	if key.Outputs.Bool("bypassPolicyLockoutSafetyCheck") {
		return nil
	}
	return tx.Fail(400, "MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future.")
}

func compact(text json.RawMessage) []byte {
	return []byte(strings.Join(strings.Fields(string(text)), ""))
}

// longestWait is how many days a key waits for its end unless told otherwise.
const longestWait = 30

// deleteKey only schedules the end of a key; until then nobody can use it. Its
// aliases stay.
// https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
func deleteKey(tx *localcloud.Tx, key *localcloud.Object) error {
	days := key.Outputs.Int("deletionWindowInDays")
	if days == 0 {
		days = longestWait
	}
	waiting := &localcloud.Object{Type: deletedKeyType, ID: key.ID, Name: key.Name, Outputs: key.Outputs.Clone()}
	waiting.Leave(tx.Now().AddDate(0, 0, days))
	tx.Put(waiting)
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
	key, err := usableKey(tx, alias.String("targetKeyId"))
	if err != nil {
		return err
	}
	alias.Set("targetKeyArn", key.String("arn"))
	return nil
}

// usableKey finds a key and says why it cannot be used.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
func usableKey(tx *localcloud.Tx, value string) (*localcloud.Object, error) {
	if key := findKey(tx, value); key != nil {
		return key, nil
	}
	if waiting := leavingKey(tx, value); waiting != nil {
		return nil, tx.Fail(400, "KMSInvalidStateException", "%s is pending deletion.", waiting.String("arn"))
	}
	return nil, noKey.about(tx, value)
}

// leavingKey finds a key that waits for its end, by its id or ARN.
func leavingKey(tx *localcloud.Tx, value string) *localcloud.Object {
	waiting := tx.Get(deletedKeyType, value[strings.LastIndexByte(value, '/')+1:])
	if waiting == nil || !tx.Now().Before(waiting.LeavesAt()) {
		return nil
	}
	return waiting
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
