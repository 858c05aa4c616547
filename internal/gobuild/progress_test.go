package gobuild

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestEveryFewPackagesAreTold(t *testing.T) {
	now := time.Now()
	p := newProgress(2, 10*time.Second, now)
	assert.Empty(t, p.line("errors", now))
	assert.Equal(t, "  2 packages: internal/abi", p.line("internal/abi", now), "nobody knows how many there are")
	p.total = 949
	assert.Empty(t, p.line("example.com/sdk/v6/go/aws", now))
	assert.Equal(t, "  4 of at most 949 packages: gopkg.in/yaml.v3", p.line("gopkg.in/yaml.v3", now))
}

func TestWhatTheCompilerSaysIsShownAndNotCounted(t *testing.T) {
	p := newProgress(1, time.Second, time.Now())
	for _, message := range []string{
		"# groundwork/stacks",
		"stacks/deploy.go:12:4: undefined: x",
		"stacks/deploy.go:12:4:",
		"go: downloading example.com/x v1.2.3",
		"\tindented",
		"no required module provides package example.com/x; to add it:",
	} {
		assert.Equal(t, message, p.line(message, time.Now()))
	}
	assert.Zero(t, p.started)
}

func TestASilenceIsEndedWithWhatStillCompiles(t *testing.T) {
	began := time.Now()
	at := func(seconds int) time.Time { return began.Add(time.Duration(seconds) * time.Second) }
	p := newProgress(100, 10*time.Second, began)
	p.total = 949
	p.line("example.com/large", at(2))
	p.line("example.com/later", at(7))
	both := func() []string { return []string{"example.com/later", "example.com/large"} }
	assert.Empty(t, p.tick(both, at(9)), "nobody asks while lines come")
	assert.Equal(t, "  2 of at most 949 packages after 11s, still compiling example.com/large (for 9s), compiling example.com/later (for 4s)", p.tick(both, at(11)))
	assert.Empty(t, p.tick(both, at(20)))
	assert.Equal(t, "  2 of at most 949 packages after 1m10s, still linking", p.tick(func() []string { return []string{"linking"} }, at(70)))
	assert.Equal(t, "  2 of at most 949 packages after 1m30s", p.tick(func() []string { return nil }, at(90)), "the system does not say what runs")
}

func TestWhatIsShownEndsASilence(t *testing.T) {
	began := time.Now()
	p := newProgress(1, 10*time.Second, began)
	p.line("errors", began.Add(8*time.Second))
	assert.Empty(t, p.tick(func() []string { return nil }, began.Add(17*time.Second)))
	assert.NotEmpty(t, p.tick(func() []string { return nil }, began.Add(18*time.Second)))
}

func TestCompilersAreFoundBelowTheBuildAlone(t *testing.T) {
	const listed = `    1     0 /sbin/init
  100     1 go build -v ./cmd/groundwork
  101   100 /usr/local/go/pkg/tool/linux_amd64/compile -o $WORK/b9/_pkg_.a -trimpath $WORK/b9=> -p example.com/sdk/ec2 -lang=go1.21 -complete
  102   100 /opt/homebrew/Cellar/go/1.26.0/libexec/pkg/tool/darwin_arm64/compile -o /tmp/b8/_pkg_.a -p k8s.io/api/core/v1 -std
  103   100 /usr/local/go/pkg/tool/linux_amd64/link -o /tmp/out -importcfg cfg
  104   100 gcc -p x
  110   109 /usr/local/go/pkg/tool/linux_amd64/compile -o x -p example.com/of/grandchildren
  109   100 sh
  201   200 /usr/local/go/pkg/tool/linux_amd64/compile -o x -p example.com/of/somebody/else
  200     1 go build ./other
not a process
`
	assert.Equal(t, []string{"example.com/sdk/ec2", "k8s.io/api/core/v1", "linking", "example.com/of/grandchildren"}, compiling(listed, 100))
	assert.Empty(t, compiling("", 100))
}
