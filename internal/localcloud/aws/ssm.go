package aws

import (
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

const parameterStoreType = "aws:ssm/parameter:Parameter"

// parameterService is the Parameter Store of Systems Manager.
func parameterService() service {
	return service{
		kinds: map[string]localcloud.Kind{
			parameterStoreType: {Create: createStored, Update: updateStored, Exists: storedAlready},
		},
		functions: map[string]localcloud.Function{"aws:ssm/getParameter:getParameter": lookupStored},
	}
}

func storedAlready(tx *localcloud.Tx, _ *localcloud.Object) error {
	return tx.Fail(400, "ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.")
}

// The limits of
// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
// in characters, and of a name's levels, from
// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html
const (
	standardValue = 4096
	advancedValue = 8192
	storedLevels  = 15
)

var storedNames = regexp.MustCompile(`^[a-zA-Z0-9_./-]+$`)

// createStored follows
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
func createStored(tx *localcloud.Tx, stored *localcloud.Object) error {
	if err := checkStoredName(tx, stored.String("name")); err != nil {
		return err
	}
	decide(stored, "dataType", "text")
	stored.Set("version", 1)
	return checkStored(tx, stored)
}

// updateStored writes the next version of a parameter.
func updateStored(tx *localcloud.Tx, old, stored *localcloud.Object) error {
	stored.Set("version", old.Outputs.Int("version")+1)
	return checkStored(tx, stored)
}

func checkStoredName(tx *localcloud.Tx, name string) error {
	first, _, _ := strings.Cut(strings.ToLower(strings.TrimPrefix(name, "/")), "/")
	switch {
	case !storedNames.MatchString(name) || strings.HasPrefix(first, "ssm"):
		return tx.Fail(400, "ValidationException", `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`)
	case strings.HasPrefix(first, "aws"):
		return tx.Fail(400, "AccessDeniedException", "No access to reserved parameter name: %s.", name)
	case strings.Contains(name, "/") && !strings.HasPrefix(name, "/"):
		return tx.Fail(400, "ValidationException", "Parameter name must be a fully qualified name.")
	case strings.Count(name, "/") > storedLevels:
		return tx.Fail(400, "HierarchyLevelLimitExceededException", "A parameter name can have at most %d levels: %s", storedLevels, name)
	}
	return nil
}

func storedValue(stored *localcloud.Object) string {
	if text := stored.String("insecureValue"); text != "" {
		return text
	}
	return stored.String("value")
}

// checkStored holds the value to its tier and its pattern. A parameter that
// leaves the choice of the tier to AWS becomes advanced when it must.
func checkStored(tx *localcloud.Tx, stored *localcloud.Object) error {
	value, tier := storedValue(stored), stored.String("tier")
	large := len([]rune(value)) > standardValue
	if tier == "Intelligent-Tiering" || tier == "" {
		tier = "Standard"
		if large && stored.String("tier") != "" {
			tier = "Advanced"
		}
		stored.Set("tier", tier)
	}
	pattern := stored.String("allowedPattern")
	switch {
	case value == "":
		return tx.Fail(400, "ValidationException", "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.")
	case large && tier == "Standard":
		return tx.Fail(400, "ValidationException", "Standard tier parameters support a maximum parameter value of %d characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.", standardValue)
	case len([]rune(value)) > advancedValue:
		return tx.Fail(400, "ValidationException", "Advanced tier parameters support a maximum parameter value of %d characters.", advancedValue)
	case pattern != "" && !fitsPattern(pattern, value):
		return tx.Fail(400, "ParameterPatternMismatchException", "Parameter value, cannot be validated against allowedPattern: %s", pattern)
	}
	if stored.String("type") != "SecureString" {
		stored.Set("insecureValue", value)
		stored.Set("value", localcloud.Secret(value))
		return nil
	}
	decide(stored, "keyId", "alias/aws/ssm")
	if _, err := usableKey(tx, stored.String("keyId")); err != nil {
		return tx.Fail(400, "InvalidKeyId", "%s", err.(*localcloud.ServiceError).Message)
	}
	return nil
}

func fitsPattern(pattern, value string) bool {
	compiled, err := regexp.Compile(pattern)
	return err != nil || compiled.MatchString(value) // a pattern of another dialect is not held against it
}

// lookupStored reads a parameter of the account.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
func lookupStored(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	name := args.String("name")
	stored := tx.Get(parameterStoreType, name)
	if stored == nil {
		stored = named(tx, parameterStoreType, "arn", name)
	}
	if image := publicParameter(tx, name); stored == nil && image != "" {
		return localcloud.PropsOf(map[string]any{
			"id": name, "name": name, "arn": "arn:aws:ssm:" + tx.Region() + "::parameter" + name, "type": "String",
			"version": 1, "value": localcloud.Secret(image), "insecureValue": image, "withDecryption": args.Get("withDecryption"),
		}), nil
	}
	if stored == nil {
		return nil, tx.Fail(400, "ParameterNotFound", "")
	}
	result := localcloud.PropsOf(map[string]any{
		"id": name, "name": name, "arn": stored.String("arn"), "type": stored.String("type"),
		"version": stored.Outputs.Int("version"), "value": localcloud.Secret(storedValue(stored)), "insecureValue": "",
		"withDecryption": args.Get("withDecryption"),
	})
	if stored.String("type") != "SecureString" {
		result.Set("insecureValue", storedValue(stored))
	}
	return result, nil
}
