package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheAccountOfATextIsTheOneItNamesMost(t *testing.T) {
	for text, want := range map[string]string{
		`"arn:aws:rds:us-east-1:210987654321:db:a" "arn:aws:iam::210987654321:role/b" "arn:aws:ecr:us-east-1:602401143452:repository/c" "210987654321"`: `"arn:aws:rds:us-east-1:111122223333:db:a" "arn:aws:iam::111122223333:role/b" "arn:aws:ecr:us-east-1:602401143452:repository/c" "111122223333"`,
		`"arn:aws-cn:ec2:cn-north-1:210987654321:vpc/v"`: `"arn:aws-cn:ec2:cn-north-1:111122223333:vpc/v"`,
		`"arn:aws:iam::aws:policy/ReadOnlyAccess"`:       `"arn:aws:iam::aws:policy/ReadOnlyAccess"`,
		`{}`: `{}`,
	} {
		assert.Equal(t, want, string(AsHere([]byte(text), "111122223333")))
	}
}
