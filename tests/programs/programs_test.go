// Package programs holds Pulumi programs as people write and publish them, who
// never heard of the local cloud, and runs them in it with a stock Pulumi CLI.
package programs

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// life is a program, what it is told, and what shows that it went well.
type life struct {
	program string
	config  map[string]string
	// outputs are patterns of what the stack gives.
	outputs map[string]string
	// setting, or a line more in a file, changes a resource.
	setting, file string
}

var lives = []life{
	{
		program: "ec2-web-server",
		config:  map[string]string{"aws:region": "us-west-2"},
		outputs: map[string]string{
			"publicIp":       `^\d+\.\d+\.\d+\.\d+$`,
			"publicHostName": `^ec2-\d+-\d+-\d+-\d+\.us-west-2\.compute\.amazonaws\.com$`,
			"url":            `^http://ec2-`,
		},
		setting: "instanceType=t3.small",
	},
	{
		program: "fargate-alb",
		config:  map[string]string{"aws:region": "eu-central-1"},
		outputs: map[string]string{"url": `^http://web-lb-[0-9a-f]{7}-\d+\.eu-central-1\.elb\.amazonaws\.com$`},
		setting: "count=3",
	},
	{
		program: "eks-deployment",
		config:  map[string]string{"aws:region": "us-east-1"},
		outputs: map[string]string{"url": `\.us-east-1\.elb\.amazonaws\.com$`},
		setting: "replicas=2",
	},
	{
		program: "static-site",
		config: map[string]string{
			"aws:region":       "eu-west-1",
			"domain":           "www.example.com",
			"cloudflareZoneId": "023e105f4ecef8ad9ca31a8372d0c353",
		},
		outputs: map[string]string{
			"bucketName": `^site-[0-9a-f]{7}$`,
			"cdnUrl":     `^https://[a-z0-9]+\.cloudfront\.net$`,
			"url":        `^https://www\.example\.com$`,
		},
		file: "www/index.html",
	},
	{
		program: "vpc-rds",
		config:  map[string]string{"aws:region": "us-east-2"},
		outputs: map[string]string{
			"vpcId":       `^vpc-[0-9a-f]{17}$`,
			"endpoint":    `^db-[0-9a-f]{7}\.[a-z0-9]+\.us-east-2\.rds\.amazonaws\.com:5432$`,
			"databaseUrl": `^\[secret\]$`,
		},
		setting: "instanceClass=db.t3.small",
	},
}

// What the issue asks of programs that nobody here wrote: they preview, go up,
// stay quiet, refresh clean, change and destroy.
func TestOrdinaryProgramsLiveTheirWholeLife(t *testing.T) {
	for _, life := range lives {
		t.Run(life.program, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, life.program)
			before := p.list()
			for key, value := range life.config {
				p.pulumi("config", "set", key, value)
			}
			p.pulumi("preview")
			assert.Equal(t, before, p.list(), "a preview makes nothing")
			p.pulumi("up", "--yes")
			outputs := p.outputs()
			for name, pattern := range life.outputs {
				assert.Regexp(t, pattern, outputs[name], name)
			}
			p.staysQuiet()
			if life.file != "" {
				p.addLine(life.file)
				p.pulumi("up", "--yes")
			} else {
				p.pulumi("up", "--yes", "--config", life.setting)
			}
			p.staysQuiet()
			p.pulumi("destroy", "--yes")
			assert.Equal(t, before, p.list(), "nothing is left")
		})
	}
}

// staysQuiet checks that neither the program nor the cloud wants a change.
func (p *project) staysQuiet() {
	p.t.Helper()
	p.pulumi("up", "--yes", "--expect-no-changes")
	p.pulumi("refresh", "--yes", "--expect-no-changes")
}
