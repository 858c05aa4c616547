package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"groundwork/internal/report"
)

// paper is where a report goes besides the forge.
type paper struct{ format, output string }

// The forms of a report.
const (
	asText     = "text"
	asMarkdown = "markdown"
	asJSON     = "json"
)

var formats = []string{asText, asMarkdown, asJSON}

func (p *paper) flags(command *cobra.Command) {
	command.Flags().StringVar(&p.format, "format", asText, "what stdout gets: text, markdown or json")
	command.Flags().StringVar(&p.output, "output", "", "write the report to this file too, as Markdown")
}

func (p paper) check() error {
	if !slices.Contains(formats, p.format) {
		return fmt.Errorf("--format %q: want text, markdown or json", p.format)
	}
	return nil
}

// printable is a report in each of its forms.
type printable interface {
	Text() string
	// Markdown has at most limit characters.
	Markdown(limit int) string
	JSON() ([]byte, error)
}

// summaryLimit is what a step may write into a job's summary, in bytes:
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
const summaryLimit = 1 << 20

// write puts the report on stdout, into the file that was asked for, and into the
// summary of the job that we run in.
func (p paper) write(stdout io.Writer, report printable) error {
	// A character has up to four bytes.
	markdown := report.Markdown(summaryLimit/4) + "\n"
	var problems []error
	if p.output != "" {
		problems = append(problems, os.WriteFile(p.output, []byte(markdown), 0o644))
	}
	if summary := os.Getenv("GITHUB_STEP_SUMMARY"); summary != "" {
		problems = append(problems, appendTo(summary, markdown))
	}
	switch p.format {
	case asJSON:
		content, err := report.JSON()
		if err != nil {
			problems = append(problems, err)
			break
		}
		_, err = stdout.Write(append(content, '\n'))
		problems = append(problems, err)
	case asMarkdown:
		_, err := io.WriteString(stdout, markdown)
		problems = append(problems, err)
	default:
		_, err := io.WriteString(stdout, report.Text())
		problems = append(problems, err)
	}
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func appendTo(path, content string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	_, err = file.WriteString(content)
	return errors.Join(err, file.Close())
}

// reviewPaper is a review as a printable.
type reviewPaper struct{ review report.Review }

func (r reviewPaper) Text() string              { return report.Text(r.review) }
func (r reviewPaper) Markdown(limit int) string { return report.Markdown(r.review, limit) }
func (r reviewPaper) JSON() ([]byte, error)     { return report.JSON(r.review) }
