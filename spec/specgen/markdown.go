package specgen

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"

	"groundwork/spec"
)

const preamble = `# What a stack file may say

<!-- Written by go run ./spec/specgen/cmd from the types in spec/. Do not edit. -->

Each environment of a system is a Pulumi stack with a file ` + "`Pulumi.<stack>.yaml`" + `.
The file says only what differs from the defaults of its environment; those of
prod are safe, dev and staging relax them. ` + "`aws:region`" + ` and
` + "`groundwork:domain`" + ` are always required.

` + "```yaml" + `
# yaml-language-server: $schema=./docs/stack.schema.json
config:
  aws:region: us-east-1
  groundwork:domain: {name: example.com, zoneId: 0da42c8d2132a9ddaf714f9e7c920711}
  groundwork:database: {}        # PostgreSQL with all its defaults
  groundwork:services:
    api:
      kind: web
      tag: 1.4.2
      host: api.example.com
      port: 8000
      cpu: 500m
      memory: 512Mi
      readiness: {path: /ready}
      uses: [database]
` + "```" + `

The first line makes editors complete and check the file. Before anything is
created, the whole file is read and every problem is told at once, with its key,
the rule and what to write instead. Keys that are not known are refused.

Secrets are set with the Pulumi CLI, which encrypts them, and are named by the
services that need them:

` + "```sh" + `
pulumi config set --secret --path 'groundwork:secrets.JWT_SECRET_KEY'
` + "```" + `

## Units

`

const tableHead = "| Key | Type | Default | Meaning | Example |\n| --- | --- | --- | --- | --- |\n"

// Markdown is the reference page.
func Markdown() []byte {
	var page bytes.Buffer
	page.WriteString(preamble)
	page.WriteString("| Type | How it is written | Examples |\n| --- | --- | --- |\n")
	for _, unit := range []spec.Unit{spec.Bytes(0), spec.CPU(0), spec.Duration(0), spec.Rate{}} {
		syntax := unit.Syntax()
		name, how, _ := strings.Cut(syntax.Wanted, ": ")
		_, name, _ = strings.Cut(name, " ")
		fmt.Fprintf(&page, "| %s | %s | %s |\n", name, how, code(syntax.Examples...))
	}
	page.WriteString("\nTexts that YAML takes for something else need quotes: `version: \"1.30\"`.\n")
	for i, s := range sections() {
		if i == 0 {
			page.WriteString("\n## Keys at the top\n\nEach is `groundwork:<key>` under `config:`.\n\n")
		} else {
			fmt.Fprintf(&page, "\n## `%s`\n\n", s.paths[0])
			for _, also := range s.paths[1:] {
				fmt.Fprintf(&page, "Also at `%s`.\n\n", also)
			}
		}
		page.WriteString(tableHead)
		for _, k := range s.keys {
			page.WriteString(row(k))
		}
	}
	return page.Bytes()
}

func row(k key) string {
	standard := k.defaultText(func(s string) string { return code(s) })
	if k.required {
		standard = "**required**"
	}
	example := ""
	if k.example != "" {
		example = code(k.example)
	}
	return fmt.Sprintf("| `%s` | %s | %s | %s | %s |\n", k.name, typeName(k.t), cell(standard), cell(k.doc), cell(example))
}

func code(texts ...string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = "`" + text + "`"
	}
	return strings.Join(quoted, ", ")
}

// cell keeps a text inside its table cell.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// typeName is a type's name for people.
func typeName(t reflect.Type) string {
	switch {
	case isUnit(t):
		wanted, _, _ := strings.Cut(reflect.Zero(t).Interface().(spec.Unit).Syntax().Wanted, ": ")
		_, name, _ := strings.Cut(wanted, " ")
		return name
	case values(t) != nil:
		return "one of " + code(values(t)...)
	case t == reflect.TypeFor[spec.Secret]():
		return "secret"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "whole number"
	case reflect.Slice:
		return "list of " + typeName(t.Elem()) + "s"
	case reflect.Map:
		return typeName(t.Elem()) + "s by name"
	case reflect.Struct, reflect.Pointer:
		return "section"
	}
	return "text"
}
