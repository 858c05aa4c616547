package report

import (
	"fmt"
	"strings"

	"groundwork/internal/danger"
)

// lostBlock is what can't be carried out, what data would be lost, and whether that
// was approved. It is never
// left out: where there isn't room for all of it in full, first the advice goes,
// then everything but the names, and what even so doesn't fit is counted.
func (p *page) lostBlock() string {
	word, explained := verdict(p.review, Escape)
	if word == "" {
		return ""
	}
	kind := "CAUTION"
	if p.review.approved() {
		kind = "WARNING"
	}
	head := fmt.Sprintf("> [!%s]\n> **%s:** %s\n>\n", kind, word, explained)
	for _, tell := range []func(danger.Finding) string{fullLoss, bareLoss} {
		var block strings.Builder
		block.WriteString(head)
		for _, s := range p.review.sorted() {
			for _, wanting := range s.wanting() {
				fmt.Fprintf(&block, "> - %s%s\n", p.of(s), prose(wanting))
			}
			for _, finding := range s.Findings {
				if finding.Blocks() {
					fmt.Fprintf(&block, "> - %s%s\n", p.of(s), tell(finding))
				}
			}
		}
		if p.fits(block.String() + cutNote(p.review) + footer(p.review)) {
			return p.must(block.String())
		}
	}
	return p.must(p.namesOnly(head))
}

// of names the stack where there are several.
func (p *page) of(s Stack) string {
	if len(p.review.Stacks) == 1 {
		return ""
	}
	return prose(p.review.named(s)) + ", "
}

func fullLoss(f danger.Finding) string {
	told := bareLoss(f)
	if f.Advice != "" {
		told += ". *Instead:* " + prose(f.Advice)
	}
	return told
}

func bareLoss(f danger.Finding) string { return Escape(f.Name) + ": " + prose(f.Loss) }

// namesOnly lists as many names as there is room for, and counts the rest.
func (p *page) namesOnly(head string) string {
	reserve := length(cutNote(p.review)) + length(footer(p.review)) + restReserve
	var block strings.Builder
	block.WriteString(head)
	used, rest := length(head), 0
	for _, s := range p.review.sorted() {
		for _, finding := range s.Findings {
			if !finding.Blocks() {
				continue
			}
			line := fmt.Sprintf("> - %s%s\n", p.of(s), Escape(finding.Name))
			if used += length(line); used+reserve > p.room {
				rest++
				continue
			}
			block.WriteString(line)
		}
	}
	if rest > 0 {
		fmt.Fprintf(&block, "> - **and %d more resources whose data would be lost**\n", rest)
	}
	return block.String()
}

// restReserve is room for the line that counts the rest.
const restReserve = 80
