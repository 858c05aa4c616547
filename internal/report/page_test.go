package report

import (
	"bytes"
	"flag"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
)

var pages = flag.String("page", "", "write the goldens as pages, light and dark, into this folder; mermaid.min.js there is used for pictures")

// asForge renders Markdown as GitHub and Gitea do: with their extensions, and raw
// HTML let through (they filter it afterwards, which we don't rely on).
var asForge = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()))

func rendered(t require.TestingT, markdown string) string {
	var page bytes.Buffer
	require.NoError(t, asForge.Convert([]byte(markdown), &page))
	return page.String()
}

// To look at: go test ./internal/report -run TestPages -page DIR
func TestPages(t *testing.T) {
	if *pages == "" {
		t.Skip("no folder given with -page")
	}
	for _, s := range samples() {
		limit := s.limit
		if limit == 0 {
			limit = githubLimit
		}
		body := alerts(coloured(rendered(t, Markdown(s.review, limit))))
		for _, theme := range []string{"light", "dark"} {
			page := fmt.Sprintf(pageFrame, theme, pageStyle, body, map[string]string{"light": "default", "dark": "dark"}[theme])
			require.NoError(t, os.WriteFile(filepath.Join(*pages, s.name+"-"+theme+".html"), []byte(page), 0o644))
		}
	}
}

var (
	diffBlock    = regexp.MustCompile(`(?s)<code class="language-diff">(.*?)</code>`)
	mermaidBlock = regexp.MustCompile(`(?s)<pre><code class="language-mermaid">(.*?)</code></pre>`)
	alertBlock   = regexp.MustCompile(`(?s)<blockquote>\s*<p>\[!(\w+)\]\s*(.*?)</blockquote>`)
)

// coloured marks the lines of diffs as forges colour them.
func coloured(page string) string {
	page = diffBlock.ReplaceAllStringFunc(page, func(block string) string {
		lines := strings.Split(diffBlock.FindStringSubmatch(block)[1], "\n")
		kinds := map[byte]string{'+': "add", '-': "del", '!': "alt", '@': "head", '#': "note"}
		for i, line := range lines {
			if line != "" && kinds[line[0]] != "" {
				lines[i] = `<span class="` + kinds[line[0]] + `">` + line + `</span>`
			}
		}
		return "<code>" + strings.Join(lines, "\n") + "</code>"
	})
	return mermaidBlock.ReplaceAllStringFunc(page, func(block string) string {
		return `<pre class="mermaid">` + html.EscapeString(html.UnescapeString(mermaidBlock.FindStringSubmatch(block)[1])) + `</pre>`
	})
}

func alerts(page string) string {
	return alertBlock.ReplaceAllString(page, `<div class="alert $1"><b>$1</b><p>$2</div>`)
}

const pageFrame = `<!doctype html><html data-theme="%s"><meta charset="utf-8"><style>%s</style><article>%s</article>
<script src="mermaid.min.js"></script><script>document.querySelectorAll("details").forEach(d => d.open = location.hash != "#closed");
if (window.mermaid) { mermaid.initialize({startOnLoad: false, theme: "%s", securityLevel: "strict"}); mermaid.run(); }</script></html>`

const pageStyle = `:root{--fg:#1f2328;--bg:#fff;--soft:#f6f8fa;--line:#d1d9e0;--mute:#59636e;--addb:#dafbe1;--addf:#116329;--delb:#ffebe9;--delf:#82071e;--alt:#953800;--head:#8250df;--link:#0969da}
[data-theme=dark]{--fg:#f0f6fc;--bg:#0d1117;--soft:#151b23;--line:#3d444d;--mute:#9198a1;--addb:#033a16;--addf:#aff5b4;--delb:#67060c;--delf:#ffdcd7;--alt:#ffa657;--head:#d2a8ff;--link:#4493f8}
body{background:var(--bg);color:var(--fg);font:14px/1.5 "Noto Sans","DejaVu Sans",sans-serif;margin:0}article{width:860px;padding:16px;margin:8px;border:1px solid var(--line);border-radius:6px;overflow-wrap:break-word}
code,pre{font:85% "DejaVu Sans Mono",monospace}p code,li code,td code,h3 code{background:color-mix(in srgb,var(--mute) 20%,transparent);padding:.2em .4em;border-radius:6px;white-space:break-spaces}
pre{background:var(--soft);padding:12px;border-radius:6px;overflow:auto}pre span{display:inline-block;min-width:100%}.add{background:var(--addb);color:var(--addf)}.del{background:var(--delb);color:var(--delf)}.alt{color:var(--alt)}.head{color:var(--head);font-weight:bold}.note{color:var(--mute)}
table{border-collapse:collapse;display:block;overflow:auto}td,th{border:1px solid var(--line);padding:6px 13px}tr:nth-child(2n){background:var(--soft)}a{color:var(--link)}h3{font-size:1.25em;margin:24px 0 16px}
.alert{border-left:.25em solid;padding:8px 16px;margin-bottom:16px}.alert p{margin:0 0 8px}table,details{margin-bottom:16px}.CAUTION{border-color:#cf222e}.CAUTION>b{color:#cf222e}.WARNING{border-color:#9a6700}.WARNING>b{color:#9a6700}.NOTE{border-color:#0969da}.NOTE>b{color:#0969da}`
