// Package documents runs the commands that README and docs show, from the documents
// themselves.
package documents

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// block is what a document shows as code.
type block struct {
	document, section string
	// language is what a fence says; "" of an indented block.
	language string
	text     string
}

// first is the block's first line.
func (b block) first() string {
	line, _, _ := strings.Cut(b.text, "\n")
	return line
}

// root is the checkout.
const root = "../.."

// documents are those whose commands are run, in the order in which they are read.
// What is generated, and why things are as they are, shows none to follow.
func documents(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	require.NoError(t, err)
	list := []string{"README.md", "CONTRIBUTING.md"}
	for _, path := range found {
		if name := "docs/" + filepath.Base(path); name != "docs/configuration.md" {
			list = append(list, name)
		}
	}
	return list
}

// blocksOf reads a document.
func blocksOf(t *testing.T, document string) []block {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(root, document))
	require.NoError(t, err)
	var blocks []block
	section := ""
	tree := goldmark.DefaultParser().Parse(text.NewReader(source))
	require.NoError(t, ast.Walk(tree, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.Heading:
			section = string(node.Lines().Value(source))
		case *ast.CodeBlock:
			// Two that only a blank line parts are one to the parser.
			for part := range strings.SplitSeq(string(node.Lines().Value(source)), "\n\n") {
				blocks = append(blocks, block{document, section, "", part})
			}
		case *ast.FencedCodeBlock:
			blocks = append(blocks, block{document, section, string(node.Language(source)), string(node.Lines().Value(source))})
		}
		return ast.WalkContinue, nil
	}))
	return blocks
}

// commandsOf are the commands of a block, each whole: with the lines that it goes on in.
func commandsOf(b block) []string {
	var commands []string
	var open, until string // a command that goes on, and the line that ends its input
	for line := range strings.Lines(b.text) {
		bare := strings.TrimRight(line, "\n")
		open += line
		_, begins, here := strings.Cut(bare, "<<")
		switch {
		case until != "":
			if strings.TrimSpace(bare) != until {
				continue
			}
			until = ""
			if unbalanced(open) {
				continue
			}
		case here:
			until = strings.Trim(strings.Fields(begins)[0], `'"-`)
			continue
		case strings.HasSuffix(bare, `\`), unbalanced(open):
			continue
		case strings.TrimSpace(bare) == "":
			open = strings.TrimSpace(open)
			if open == "" {
				continue
			}
		}
		commands = append(commands, strings.TrimSpace(open))
		open = ""
	}
	if strings.TrimSpace(open) != "" {
		commands = append(commands, strings.TrimSpace(open))
	}
	return slices.DeleteFunc(commands, func(command string) bool { return command == "" || strings.HasPrefix(command, "#") })
}

var comment = regexp.MustCompile(`(?m)\s# .*$`)

// unbalanced tells whether a command goes on: a quote or a loop is open.
func unbalanced(command string) bool {
	command = comment.ReplaceAllString(command, "")
	return strings.Count(command, "'")%2 == 1 || strings.HasPrefix(strings.TrimSpace(command), "for ") && !strings.Contains(command, "\ndone")
}
