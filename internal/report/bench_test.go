package report

import (
	"testing"

	"groundwork/internal/danger"
)

// From a set to the comment, with the judgement in between.
func BenchmarkACommentOf5000Changes(b *testing.B) {
	set := many(5_000).Set
	for b.Loop() {
		Markdown(review(Stack{Set: set, Findings: danger.Judge(set)}), githubLimit)
	}
}

func BenchmarkEveryFormatOf5000Changes(b *testing.B) {
	r := review(many(5_000))
	for b.Loop() {
		Markdown(r, 0)
		Text(r)
		if _, err := JSON(r); err != nil {
			b.Fatal(err)
		}
	}
}
