package redact

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// random is what a generator of passwords or keys makes: 40 characters.
const random = "q8ZkL2vXw9RtYp4NsB7mJd3HfGc6TzVx1KbQeWnA"

func TestSecretsInText(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"a random key":                       {"the key is " + random + ".", "the key is [secret]."},
		"a random key in a path":             {"/aws/eks/cluster/" + random, Hidden},
		"an AWS key":                         {"AKIAIOSFODNN7EXAMPLE was refused", "[secret] was refused"},
		"an AWS secret key":                  {"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Hidden},
		"a JSON web token":                   {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-def_123", Hidden},
		"a long hexadecimal number":          {"0123456789abcdef0123456789abcdef", Hidden},
		"a generated password":               {"k9#Lm!2vQ$x8Zp", Hidden},
		"an address with a password":         {"dial postgres://app:hunter2@db:5432/app: refused", "dial postgres://app:[secret]@db:5432/app: refused"},
		"an address with a strange password": {"redis://:p@ss/w:rd@cache", "redis://:[secret]@cache"},
		"a presigned address":                {"https://b.s3.amazonaws.com/k?X-Amz-Date=20260101&X-Amz-Signature=abc123&x=1", "https://b.s3.amazonaws.com/k?X-Amz-Date=20260101&X-Amz-Signature=[secret]&x=1"},
		"an address with a token":            {"https://example.com/cb?access_token=short&page=2", "https://example.com/cb?access_token=[secret]&page=2"},
		"a webhook":                          {"https://hooks.slack.com/services/T0/B0/xyz", "https://[secret]"},
		"a variable":                         {"LOG=debug\nDB_PASSWORD=hunter2\nPORT=80", "LOG=debug\nDB_PASSWORD=[secret]\nPORT=80"},
		"a quoted variable":                  {`export API_KEY="a b c"`, `export API_KEY="[secret]"`},
		"a line of YAML":                     {"user: app\npassword: hunter2\n", "user: app\npassword: [secret]\n"},
		"a part of JSON":                     {`got {"password": "hunter2"} instead`, `got {"password": "[secret]"} instead`},
		"a part of JSON in JSON":             {`got "{\"password\":\"hunter2\"}"`, `got "{\"password\":\"[secret]\"}"`},
		"a flag":                             {"mysql -p hunter2 --api-token abc db", "mysql -p [secret] --api-token [secret] db"},
		"a header":                           {"Authorization: Bearer abcDEF123456", "Authorization: Bearer [secret]"},
		"a private key":                      {"x -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- y", "x [secret] y"},
		"JSON":                               {`{"a":1,"token":"abc"}`, `{"a":1,"token":"[secret]"}`},
	} {
		assert.Equal(t, test.want, Text(test.text), name)
	}
}

func TestWhatReviewersNeedStays(t *testing.T) {
	for _, text := range []string{
		"arn:aws:iam::123456789012:role/stockindicator-prod-api", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/api/database-AbCdEf",
		"arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/stockindicator-prod/50dc6c495c0c9188",
		"vpc-0a1b2c3d4e5f67890", "sg-0a1b2c3d4e5f67890", "subnet-0123456789abcdef0", "ami-0c55b159cbfafe1f0",
		"ghcr.io/org/api@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"658327ea-f89d-4fab-a63d-7e88639e58f6", "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
		"urn:pulumi:prod::stockindicator::groundwork:vpc:Vpc$aws:ec2/securityGroup:SecurityGroup::vpc-endpoints",
		"urn:pulumi:prod::x::aws:secretsmanager/secret:Secret::api", "urn:pulumi:prod::x::random:index/randomPassword:RandomPassword::database",
		"-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----",
		"https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE", "api-config-1a2b3c4d", "Z2FDTNDATAQYW2",
		"ELBSecurityPolicy-TLS13-1-2-2021-06", "AmazonEKSWorkerNodePolicy", "https://example.com:8443/a:b@c", "cron(0 3 * * ? *)",
		"service.beta.kubernetes.io/aws-load-balancer-additional-resource-tags", "creating Secret: already exists", "invalid token: unexpected",
		"docker run -p 8080:80 app", "basic authentication", "TLSv1.2_2021", "${aws:PrincipalTag/team}", "arn:aws:s3:::Logs1-bucket/*", "",
		"secret: true", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`, "{}", "{ \"a\" : 1 }",
	} {
		assert.Equal(t, text, Text(text))
	}
}

func TestSecretsInValues(t *testing.T) {
	for name, test := range map[string]struct {
		property    string
		value, want any
	}{
		"a password":             {"masterPassword", "hunter2", Hidden},
		"a PIN":                  {"password", 1234.0, Hidden},
		"no password":            {"password", "", ""},
		"a flag about passwords": {"manageMasterUserPassword", true, true},
		"an ARN of a secret":     {"secret", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf"},
		"what IMDS asks for":     {"httpTokens", "required", "required"},
		"an image by its commit": {"image", "ghcr.io/org/api:0123456789abcdef0123456789abcdef01234567", "ghcr.io/org/api:0123456789abcdef0123456789abcdef01234567"},
		"a zone's id":            {"zoneId", "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"},
		"a random id":            {"zoneId", random, Hidden},
		"Pulumi's mark":          {"x", map[string]any{signature: secretSignature, "plaintext": `"hunter2"`}, Hidden},
		"a secret output":        {"x", map[string]any{signature: outputSignature, "secret": true, "value": "v"}, Hidden},
		"a variable": {"env", []any{map[string]any{"name": "DB_PASSWORD", "value": "hunter2"}, map[string]any{"name": "LOG", "value": "debug"}},
			[]any{map[string]any{"name": "DB_PASSWORD", "value": Hidden}, map[string]any{"name": "LOG", "value": "debug"}}},
		"a reference to a secret": {"env", map[string]any{"secretKeyRef": map[string]any{"name": "api", "key": "db"}}, map[string]any{"secretKeyRef": map[string]any{"name": "api", "key": "db"}}},
		"passwords in a list":     {"passwords", []any{"a", "b"}, []any{Hidden, Hidden}},
		"a flag before a secret":  {"command", []any{"redis-server", "--requirepass", "hunter2"}, []any{"redis-server", "--requirepass", Hidden}},
		"a secret key of a map":   {"tags", map[string]any{random: "1", random + "x": "2"}, map[string]any{Hidden: "1", Hidden + " 2": "2"}},
		"a Secret's manifest": {"manifest", map[string]any{"kind": "Secret", "data": map[string]any{"a": "Yg=="}, "metadata": map[string]any{"name": "api"}},
			map[string]any{"kind": "Secret", "data": map[string]any{"a": Hidden}, "metadata": map[string]any{"name": "api"}}},
		"JSON in a property": {"secretString", `{"user":"u"}`, Hidden},
	} {
		assert.Equal(t, test.want, Value(test.property, test.value), name)
	}
}

func TestAKnownSecretIsHiddenInEveryForm(t *testing.T) {
	r := New(`correct "horse"`, "on")
	for _, text := range []string{`correct "horse"`, `a correct \"horse\" b`, "x?q=correct+%22horse%22", "x/correct%20%22horse%22", "Y29ycmVjdCAiaG9yc2Ui"} {
		assert.NotEqual(t, text, r.Text(text))
		assert.Contains(t, r.Text(text), Hidden)
	}
	assert.Equal(t, Hidden, r.Text("on"))
	assert.Equal(t, "online", r.Text("online"), "a short one is hidden only where it is all there is")
}

func TestWhatIsMarkedInOnePlaceIsHiddenInAll(t *testing.T) {
	r := New()
	r.Learn(map[string]any{"a": map[string]any{signature: secretSignature, "plaintext": `{"user":"battery staple"}`}})
	assert.Equal(t, "login as [secret] failed", r.Text("login as battery staple failed"))
	r.Learn([]any{map[string]any{"name": "DB_PASSWORD", "value": "hunter-2!"}, map[string]any{"secretName": "api-secrets", "secret": "api-secrets"}})
	assert.Equal(t, "bad: [secret] of api-secrets", r.Text("bad: hunter-2! of api-secrets"))
}

func TestHidingTwiceIsHidingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-zA-Z0-9:=/@?&{}"' .\n_-]{0,12}(password|token=|://|: |--api-key |\{"a":"b"\}|`+random+`)){0,4}`).Draw(t, "text")
		once := Text(text)
		assert.Equal(t, once, Text(once), text)
		assert.False(t, strings.Contains(once, random), once)
	})
}
