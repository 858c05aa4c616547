package redact

import "regexp"

// form is how a well-known credential looks. It is looked for only in a text that holds
// one of its marks, for most texts hold none.
type form struct {
	kind  string
	marks []string
	form  *regexp.Regexp
}

// tokens are the forms of credentials that begin with what they are, by the public
// rules of scanners:
// https://github.com/gitleaks/gitleaks/tree/master/cmd/generate/config/rules
// https://github.com/secretlint/secretlint/tree/master/packages
var tokens = []struct{ kind, mark, rest string }{
	{"an AWS access key id", "AKIA", `[0-9A-Z]{16}\b`},
	{"an AWS access key id", "ASIA", `[0-9A-Z]{16}\b`},
	{"an AWS access key id", "ABIA", `[0-9A-Z]{16}\b`},
	{"an AWS access key id", "ACCA", `[0-9A-Z]{16}\b`},
	{"a Google API key", "AIza", `[A-Za-z0-9_-]{35}`},
	{"a Google client secret", "GOCSPX-", `[A-Za-z0-9_-]{20,}`},
	{"a Google access token", "ya29.", `[A-Za-z0-9_-]{20,}`},
	{"a GitHub token", "ghp_", `[A-Za-z0-9]{20,}`},
	{"a GitHub token", "gho_", `[A-Za-z0-9]{20,}`},
	{"a GitHub token", "ghu_", `[A-Za-z0-9]{20,}`},
	{"a GitHub token", "ghs_", `[A-Za-z0-9]{20,}`},
	{"a GitHub token", "ghr_", `[A-Za-z0-9]{20,}`},
	{"a GitHub token", "github_pat_", `[A-Za-z0-9_]{20,}`},
	{"a GitLab token", "glpat-", `[A-Za-z0-9_-]{20,}`},
	{"a GitLab token", "glptt-", `[0-9a-f]{40}`},
	{"a GitLab token", "gldt-", `[A-Za-z0-9_-]{20,}`},
	{"a GitLab token", "glrt-", `[A-Za-z0-9_-]{20,}`},
	{"a GitLab token", "glcbt-", `[A-Za-z0-9_-]{20,}`},
	{"a GitLab token", "gloas-", `[A-Za-z0-9_-]{20,}`},
	{"a GitLab token", "GR1348941", `[A-Za-z0-9_-]{20,}`},
	{"a Bitbucket token", "ATBB", `[A-Za-z0-9]{24,}`},
	{"an Atlassian token", "ATATT3", `[A-Za-z0-9_=-]{60,}`},
	{"an Atlassian token", "ATCTT3", `[A-Za-z0-9_=-]{60,}`},
	{"a Slack token", "xapp-", `[A-Za-z0-9-]{20,}`},
	{"a Slack token", "xoxe.", `[A-Za-z0-9.-]{20,}`},
	{"a SendGrid key", "SG.", `[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}`},
	{"a Mailgun key", "key-", `[0-9a-f]{32}\b`},
	{"a Brevo key", "xkeysib-", `[0-9a-f]{64}-[A-Za-z0-9]{16}`},
	{"a Stripe key", "sk_live_", `[A-Za-z0-9]{16,}`},
	{"a Stripe key", "rk_live_", `[A-Za-z0-9]{16,}`},
	{"a Stripe key", "sk_test_", `[A-Za-z0-9]{16,}`},
	{"a Stripe key", "rk_test_", `[A-Za-z0-9]{16,}`},
	{"a webhook's signing secret", "whsec_", `[A-Za-z0-9+/=]{16,}`},
	{"a Square secret", "sq0csp-", `[A-Za-z0-9_-]{40,}`},
	{"a Square or Facebook token", "EAAA", `[A-Za-z0-9+/=_-]{40,}`},
	{"a PayPal or Braintree token", "access_token$production$", `[0-9a-z]{16,}`},
	{"a Flutterwave key", "FLWSECK", `(_TEST)?-[0-9a-hA-H]{12,}-X`},
	{"an EasyPost key", "EZAK", `[A-Za-z0-9]{54}`},
	{"a Shippo token", "shippo_live_", `[0-9a-f]{40}`},
	{"a Shopify token", "shpat_", `[0-9a-fA-F]{32}`},
	{"a Shopify token", "shpss_", `[0-9a-fA-F]{32}`},
	{"a Shopify token", "shpca_", `[0-9a-fA-F]{32}`},
	{"a Shopify token", "shppa_", `[0-9a-fA-F]{32}`},
	{"an npm token", "npm_", `[A-Za-z0-9]{36}`},
	{"a PyPI token", "pypi-AgE", `[A-Za-z0-9_-]{50,}`},
	{"a RubyGems key", "rubygems_", `[0-9a-f]{48}`},
	{"a Docker token", "dckr_pat_", `[A-Za-z0-9_-]{20,}`},
	{"a NuGet key", "oy2", `[a-z0-9]{43}\b`},
	{"a crates.io token", "cio", `[A-Za-z0-9]{32}\b`},
	{"a Clojars token", "CLOJARS_", `[A-Za-z0-9]{60}`},
	{"an Artifactory key", "AKCp", `[A-Za-z0-9]{69}\b`},
	{"a Heroku key", "HRKU-", `[A-Za-z0-9_-]{30,}`},
	{"a DigitalOcean token", "dop_v1_", `[0-9a-f]{64}`},
	{"a DigitalOcean token", "doo_v1_", `[0-9a-f]{64}`},
	{"a DigitalOcean token", "dor_v1_", `[0-9a-f]{64}`},
	{"a Netlify token", "nfp_", `[A-Za-z0-9_-]{36,}`},
	{"a Fly.io token", "fm2_", `[A-Za-z0-9+/=]{50,}`},
	{"a Supabase token", "sbp_", `[0-9a-f]{40}`},
	{"a PlanetScale secret", "pscale_pw_", `[A-Za-z0-9_.=-]{32,}`},
	{"a PlanetScale secret", "pscale_tkn_", `[A-Za-z0-9_.=-]{32,}`},
	{"a PlanetScale secret", "pscale_oauth_", `[A-Za-z0-9_.=-]{32,}`},
	{"an OpenShift token", "sha256~", `[A-Za-z0-9_-]{43}`},
	{"a Cloudflare origin key", "v1.0-", `[0-9a-f]{24}-[0-9a-f]{146}`},
	{"a Vault token", "hvs.", `[A-Za-z0-9_-]{24,}`},
	{"a Vault token", "hvb.", `[A-Za-z0-9_-]{24,}`},
	{"a Doppler token", "dp.pt.", `[A-Za-z0-9]{40,}`},
	{"a 1Password token", "ops_eyJ", `[A-Za-z0-9+/=]{100,}`},
	{"a 1Password key", "A3-", `[A-Z0-9]{6}-[A-Z0-9]{6}(-[A-Z0-9]{5}){3,4}`},
	{"a Pulumi token", "pul-", `[0-9a-f]{40}`},
	{"an age key", "AGE-SECRET-KEY-1", `[A-Z0-9]{58}`},
	{"a Databricks token", "dapi", `[0-9a-f]{32}`},
	{"a Grafana token", "glc_", `[A-Za-z0-9+/=]{32,}`},
	{"a Grafana token", "glsa_", `[A-Za-z0-9]{32}_[0-9a-fA-F]{8}`},
	{"a New Relic key", "NRAK-", `[A-Z0-9]{27}`},
	{"a New Relic key", "NRII-", `[A-Za-z0-9_-]{32}`},
	{"a New Relic key", "NRJS-", `[0-9a-f]{19}`},
	{"a Sentry token", "sntrys_eyJ", `[A-Za-z0-9+/=_-]{40,}`},
	{"a Sentry token", "sntryu_", `[0-9a-f]{64}`},
	{"a Dynatrace token", "dt0c01.", `[A-Z0-9]{24}\.[A-Z0-9]{64}`},
	{"a Sonar token", "squ_", `[0-9a-f]{40}`},
	{"a Sonar token", "sqp_", `[0-9a-f]{40}`},
	{"a Sonar token", "sqa_", `[0-9a-f]{40}`},
	{"a LangSmith key", "lsv2_pt_", `[0-9a-f]{32}_[0-9a-f]{10}`},
	{"an OpenAI or Anthropic key", "sk-", `[A-Za-z0-9_-]{20,}`},
	{"a Hugging Face token", "hf_", `[A-Za-z0-9]{30,}`},
	{"a Replicate token", "r8_", `[A-Za-z0-9]{37}`},
	{"a Perplexity key", "pplx-", `[A-Za-z0-9]{40,}`},
	{"a Groq key", "gsk_", `[A-Za-z0-9]{40,}`},
	{"a Postman key", "PMAK-", `[0-9a-f]{24}-[0-9a-f]{34}`},
	{"a Linear key", "lin_api_", `[A-Za-z0-9]{40}`},
	{"a Notion token", "ntn_", `[A-Za-z0-9]{40,}`},
	{"a Notion token", "secret_", `[A-Za-z0-9]{43}\b`},
	{"an Airtable token", "pat", `[A-Za-z0-9]{14}\.[0-9a-f]{64}`},
	{"a Figma token", "figd_", `[A-Za-z0-9_-]{40,}`},
	{"a Dropbox token", "sl.", `[A-Za-z0-9_=-]{130,}`},
	{"a HubSpot token", "pat-na1-", `[0-9a-f-]{36}`},
	{"a HubSpot token", "pat-eu1-", `[0-9a-f-]{36}`},
	{"a Contentful token", "CFPAT-", `[A-Za-z0-9_-]{40,}`},
	{"a Mapbox secret token", "sk.eyJ", `[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}`},
	{"a Buildkite token", "bkua_", `[0-9a-f]{40}`},
	{"a CircleCI token", "CCIPAT_", `[A-Za-z0-9]{22}_[0-9a-f]{40}`},
	{"a Duffel token", "duffel_live_", `[A-Za-z0-9_=-]{43}`},
	{"a Typeform token", "tfp_", `[A-Za-z0-9_.=-]{59}`},
	{"a ReadMe key", "rdme_", `[a-z0-9]{70}`},
	{"a Prefect key", "pnu_", `[A-Za-z0-9]{36}`},
	{"a Sourcegraph token", "sgp_", `[0-9a-f]{40}`},
	{"an Adafruit key", "aio_", `[A-Za-z0-9]{28}`},
	{"an Alibaba access key", "LTAI", `[A-Za-z0-9]{20}\b`},
	{"a Yandex key", "AQVN", `[A-Za-z0-9_-]{35,38}`},
	{"an Okta token", "SSWS ", `00[A-Za-z0-9_-]{40}`},
}

// others are the forms that begin with something that may be anything, or whose
// beginning has several parts.
var others = []form{
	{"a Slack token", []string{"xox"}, regexp.MustCompile(`\bxox[abeoprs]-[A-Za-z0-9-]{10,}`)},
	// https://api.slack.com/messaging/webhooks: whoever has the address may post.
	{"the address of a webhook", []string{"hooks.slack.com/"}, regexp.MustCompile(`hooks\.slack\.com/[^\s"'<>\\]+`)},
	{"the address of a webhook", []string{"/api/webhooks/"}, regexp.MustCompile(`/api/webhooks/[^\s"'<>\\]+`)},
	{"the address of a webhook", []string{"webhook.office.com/"}, regexp.MustCompile(`webhook\.office\.com/[^\s"'<>\\]+`)},
	{"the address of a webhook", []string{"hooks.zapier.com/"}, regexp.MustCompile(`hooks\.zapier\.com/[^\s"'<>\\]+`)},
	{"the address of a webhook", []string{"chat.googleapis.com/"}, regexp.MustCompile(`chat\.googleapis\.com/v1/spaces/[^\s"'<>\\]+`)},
	{"a Telegram bot's token", []string{":AA"}, regexp.MustCompile(`\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}`)},
	{"a Discord bot's token", []string{"."}, regexp.MustCompile(`\b[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}`)},
	{"a Twilio key", []string{"SK"}, regexp.MustCompile(`\bSK[0-9a-f]{32}\b`)},
	{"a Mailchimp key", []string{"-us"}, regexp.MustCompile(`\b[0-9a-f]{32}-us[0-9]{1,2}\b`)},
	{"a Terraform token", []string{".atlasv1."}, regexp.MustCompile(`\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,}`)},
	{"an Azure client secret", []string{"8Q~"}, regexp.MustCompile(`\b[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}`)},
	{"an Azure account key", []string{"AccountKey="}, regexp.MustCompile(`AccountKey=[A-Za-z0-9+/]{40,}={0,2}`)},
	{"an Azure account key", []string{"SharedAccessKey="}, regexp.MustCompile(`SharedAccessKey=[A-Za-z0-9+/]{40,}={0,2}`)},
	{"an address that is signed", []string{"sig="}, regexp.MustCompile(`[?&]sig=[A-Za-z0-9%+/]{20,}`)},
	{"an Ansible vault", []string{"$ANSIBLE_VAULT;"}, regexp.MustCompile(`(?s)\$ANSIBLE_VAULT;[0-9.]+;AES256.*`)},
	{"a JSON web token", []string{"eyJ"}, regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*`)},
	{"a PEM block of a private key", []string{"PRIVATE KEY"}, regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----.*?(-----END [A-Z ]*PRIVATE KEY( BLOCK)?-----|$)`)},
	{"a PuTTY private key", []string{"PuTTY-User-Key-File-"}, regexp.MustCompile(`(?s)PuTTY-User-Key-File-[0-9]: .*`)},
	{"a password's hash", []string{"$2"}, regexp.MustCompile(`\$2[abxy]\$[0-9]{2}\$[A-Za-z0-9./]{53}`)},
	{"a password's hash", []string{"$apr1$"}, regexp.MustCompile(`\$apr1\$[A-Za-z0-9./]{1,8}\$[A-Za-z0-9./]{22}`)},
	{"a password's hash", []string{"$argon2"}, regexp.MustCompile(`\$argon2(id|i|d)\$[A-Za-z0-9=,$+/]{20,}`)},
	{"a password's hash", []string{"{SHA}"}, regexp.MustCompile(`\{SHA\}[A-Za-z0-9+/]{27}=`)},
	{"an authorization", []string{"earer "}, regexp.MustCompile(`\b[Bb]earer [A-Za-z0-9._~+/=-]{20,}`)},
	{"an authorization", []string{"asic "}, regexp.MustCompile(`\b[Bb]asic [A-Za-z0-9+/]{16,}={0,2}`)},
	{"a login of a database", []string{"@tcp(", "@unix("}, regexp.MustCompile(`[A-Za-z0-9_.-]+:[^\s:@"']+@(tcp|unix)\(`)},
}

// passwordIn is a connection string with a password. What is hidden of it is the
// password alone, as behind every name that says so.
var passwordIn = regexp.MustCompile(`(?i)(^|[;?&\s])(password|pwd)=[^;&\s"'{}<>$]+`)

// credentials are the forms of well-known credentials.
var credentials = func() []form {
	all := make([]form, 0, len(tokens)+len(others))
	for _, token := range tokens {
		before := `\b`
		if token.mark[0] == '$' {
			before = ""
		}
		all = append(all, form{token.kind, []string{token.mark}, regexp.MustCompile(before + regexp.QuoteMeta(token.mark) + token.rest)})
	}
	return append(all, others...)
}()
