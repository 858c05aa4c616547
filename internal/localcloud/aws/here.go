package aws

import (
	"bytes"
	"regexp"
)

// owned finds the account in the ARN of something that an account owns. Service-linked
// things of AWS itself have "aws" in that place.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
var owned = regexp.MustCompile(`arn:aws[a-z-]*:(?:ec2|rds|eks|iam|elasticloadbalancing|elasticache|kms|secretsmanager|ecr|logs):[a-z0-9-]*:([0-9]{12}):`)

// AsHere puts this cloud's account in the place of the one whose things a text names
// most: what a program computes from the account it runs in is the same then.
func AsHere(text []byte, here string) []byte {
	count, most := map[string]int{}, ""
	for _, found := range owned.FindAllSubmatch(text, -1) {
		account := string(found[1])
		if count[account]++; count[account] > count[most] {
			most = account
		}
	}
	if most == "" || most == here {
		return text
	}
	return bytes.ReplaceAll(text, []byte(most), []byte(here))
}
