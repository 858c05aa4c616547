package aws

import (
	"cmp"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

func lookupSecret(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	wanted := cmp.Or(args.String("arn"), args.String("name"))
	secret := findSecret(tx, wanted)
	if secret == nil {
		return nil, noSecret.about(tx, wanted)
	}
	return localcloud.PropsOf(map[string]any{
		"id": secret.ID, "arn": secret.String("arn"), "name": secret.String("name"),
		"description": secret.String("description"), "kmsKeyId": secret.String("kmsKeyId"),
		"policy": secret.String("policy"), "tags": secret.Outputs.StringMap("tagsAll"),
		"createdDate": secret.Created.Format("2006-01-02T15:04:05Z"), "lastChangedDate": "",
	}), nil
}

// lookupSecretVersion finds a version by its id or by its stage, the current
// one unless another is asked for.
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
func lookupSecretVersion(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	asked := args.String("secretId")
	secret := findSecret(tx, asked)
	if secret == nil {
		if waiting := named(tx, deletedSecretType, "arn", asked); waiting != nil || tx.Get(deletedSecretType, asked) != nil {
			return nil, tx.Fail(400, "InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.")
		}
		return nil, noSecret.about(tx, asked)
	}
	id, stage := args.String("versionId"), cmp.Or(args.String("versionStage"), currentStage)
	for _, version := range tx.Where(secretVersionType, "arn", secret.String("arn")) {
		fits := version.String("versionId") == id || id == "" && slices.Contains(version.Outputs.Strings("versionStages"), stage)
		if !fits {
			continue
		}
		return localcloud.PropsOf(map[string]any{
			"id": version.ID, "arn": secret.String("arn"), "secretId": asked,
			"versionId": version.String("versionId"), "versionStages": version.Outputs.Strings("versionStages"),
			"createdDate": version.Created.Format("2006-01-02T15:04:05Z"), "versionStage": stage,
			"secretString": localcloud.Secret(version.String("secretString")),
			"secretBinary": localcloud.Secret(version.String("secretBinary")),
		}), nil
	}
	if id != "" {
		return nil, tx.Fail(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret value for VersionId: %s", id)
	}
	return nil, tx.Fail(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: %s", stage)
}

// The characters of
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
const passwordMarks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

const passwordLetters = "abcdefghijklmnopqrstuvwxyz"

// randomPassword throws a password of the kinds that are not excluded, of each
// of which one character is there unless the program does not care.
func randomPassword(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	length := args.Int("passwordLength")
	if !args.Has("passwordLength") {
		length = 32
	}
	kinds := passwordKinds(args)
	each := !args.Has("requireEachIncludedType") || args.Bool("requireEachIncludedType")
	switch {
	case length < 1 || length > 4096 || each && length < len(kinds):
		return nil, tx.Fail(400, "InvalidParameterException", "The password length must be between %d and 4096 characters.", max(len(kinds), 1))
	case len(kinds) == 0:
		return nil, tx.Fail(400, "InvalidParameterException", "You've excluded all of the character types. At least one must be included.")
	}
	dice := tx.Dice()
	var password strings.Builder
	if each {
		for _, kind := range kinds {
			password.WriteString(dice.Text(1, kind))
		}
	}
	password.WriteString(dice.Text(length-password.Len(), strings.Join(kinds, "")))
	result := args.Clone()
	result.Set("id", tx.Region())
	result.Set("randomPassword", localcloud.Secret(password.String()))
	return result, nil
}

func passwordKinds(args localcloud.Props) []string {
	var kinds []string
	for _, kind := range []struct{ exclude, text string }{
		{"excludeLowercase", passwordLetters}, {"excludeUppercase", strings.ToUpper(passwordLetters)},
		{"excludeNumbers", "0123456789"}, {"excludePunctuation", passwordMarks},
	} {
		text := strings.Map(func(r rune) rune {
			if strings.ContainsRune(args.String("excludeCharacters"), r) {
				return -1
			}
			return r
		}, kind.text)
		if !args.Bool(kind.exclude) && text != "" {
			kinds = append(kinds, text)
		}
	}
	if args.Bool("includeSpace") {
		kinds = append(kinds, " ")
	}
	return kinds
}
