package aws

import (
	"strings"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/facts"
)

// identify gives an object its id, its arn and its name from the tables of
// ids.go and arns.go, where its Kind has not.
func identify(tx *localcloud.Tx, obj *localcloud.Object) {
	if obj.Name == "" {
		obj.Name = physicalName(obj)
	}
	form := idForm(obj.Type)
	if obj.ID == "" && strings.Contains(form, "{@arn}") {
		name := arn(tx, obj)
		obj.Set("arn", name)
		obj.ID = strings.ReplaceAll(form, "{@arn}", name)
	}
	if obj.ID == "" {
		obj.ID = expand(tx, obj, form)
	}
}

// physicalName is what people call a thing: its own name, or its Name tag.
func physicalName(obj *localcloud.Object) string {
	described, ok := facts.AWS.Resource(obj.Type)
	if ok {
		for _, property := range described.Auto {
			if name := obj.String(property); name != "" {
				return name
			}
		}
	}
	for _, property := range []string{"name", "bucket", "identifier", "family", "dashboardName", "alarmName"} {
		if name := obj.String(property); name != "" {
			return name
		}
	}
	return obj.String("tags.Name")
}

// idForm is how a type's ids look; see expand.
func idForm(token string) string {
	if form, ok := idForms[canonical(token)]; ok {
		return form
	}
	described, ok := facts.AWS.Resource(token)
	switch {
	case ok && module(token) == "s3" && upserts[token]:
		return "{bucket}"
	case ok && len(described.Auto) == 1:
		return "{" + described.Auto[0] + "}"
	case ok && described.Properties["name"] != nil && described.Properties["name"].Required:
		return "{name}"
	case module(token) == "ec2":
		return kebab(short(token)) + "-#17"
	}
	return "$uuid"
}

// arn is the name of an object across AWS.
func arn(tx *localcloud.Tx, obj *localcloud.Object) string {
	if made := obj.String("arn"); made != "" {
		return made
	}
	if form, ok := arnForms[canonical(obj.Type)]; ok {
		return expand(tx, obj, form)
	}
	name := obj.Name
	if name == "" || module(obj.Type) == "ec2" && obj.ID != "" {
		name = obj.ID
	}
	if name == "" {
		name = tx.Hex(16)
	}
	service := module(obj.Type)
	if known, ok := arnServices[service]; ok {
		service = known
	}
	return tx.ARN(service, kebab(short(obj.Type))+"/"+name)
}

// expand fills a form in: {property} is an output, {@id}, {@name}, {@account},
// {@region} and {@arn} are the object's own; $uuid is a UUID, #n is n hex
// digits, *n is n capitals and digits, ~n is n small letters and digits.
func expand(tx *localcloud.Tx, obj *localcloud.Object, form string) string {
	var out strings.Builder
	for form != "" {
		switch {
		case form[0] == '{':
			end := strings.IndexByte(form, '}')
			out.WriteString(own(tx, obj, form[1:end]))
			form = form[end+1:]
		case strings.HasPrefix(form, "$uuid"):
			out.WriteString(tx.Dice().UUID())
			form = form[len("$uuid"):]
		case form[0] == '#' || form[0] == '*' || form[0] == '~':
			count, rest := leadingNumber(form[1:])
			if count == 0 {
				out.WriteByte(form[0]) // the sign itself, as in an EKS policy's id
			}
			out.WriteString(throw(tx, form[0], count))
			form = rest
		default:
			out.WriteByte(form[0])
			form = form[1:]
		}
	}
	return out.String()
}

func throw(tx *localcloud.Tx, kind byte, count int) string {
	switch kind {
	case '*':
		return tx.Dice().Text(count, localcloud.UpperAlnum)
	case '~':
		return tx.Dice().Text(count, localcloud.LowerAlnum)
	}
	return tx.Hex(count)
}

func own(tx *localcloud.Tx, obj *localcloud.Object, name string) string {
	switch name {
	case "@id":
		return obj.ID
	case "@name":
		return obj.Name
	case "@account":
		return tx.Account()
	case "@region":
		return tx.Region()
	case "@arn":
		return arn(tx, obj)
	}
	// An ARN given where a name is meant ends in the name.
	value := obj.String(name)
	if shortened, ok := strings.CutSuffix(name, "/name"); ok {
		value = obj.String(shortened)
		value = value[strings.LastIndexByte(value, '/')+1:]
	}
	return value
}

func leadingNumber(text string) (int, string) {
	n, i := 0, 0
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		n = n*10 + int(text[i]-'0')
		i++
	}
	return n, text[i:]
}

// kebab is "launch-template" of "LaunchTemplate".
func kebab(name string) string {
	var out strings.Builder
	for i, r := range name {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				out.WriteByte('-')
			}
			r += 'a' - 'A'
		}
		out.WriteRune(r)
	}
	return out.String()
}
