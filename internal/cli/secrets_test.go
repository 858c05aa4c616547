package cli

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
	"groundwork/internal/drift"
	"groundwork/internal/report"
)

// said are the configuration and a message, with places for a secret: @0@ and so on.
const said = `{"sequence":0,"timestamp":1,"preludeEvent":{"config":{"shop:key":"@0@"}}}
{"sequence":1,"timestamp":1,"diagnosticEvent":{"message":"failed: @1@","severity":"error","urn":"urn:pulumi:dev::shop::aws:rds/instance:Instance::db"}}
`

// looked is an event about a resource, with more places.
const looked = `{"sequence":2,"timestamp":1,"%[1]s":{"metadata":{"op":"%[2]s","urn":"urn:pulumi:dev::shop::aws:rds/instance:Instance::db","type":"aws:rds/instance:Instance",
"old":{"type":"aws:rds/instance:Instance","urn":"urn:pulumi:dev::shop::aws:rds/instance:Instance::db","custom":true,"id":"db","parent":"","provider":"","protect":false,
"inputs":{"identifier":"@2@","tags":{"a":"@3@","@4@":"b"},"list":["@5@"],"url":"plain"},"outputs":{"identifier":"@2@","tags":{"a":"@3@"},"list":["@5@"],"address":"@6@"}},
"new":{"type":"aws:rds/instance:Instance","urn":"urn:pulumi:dev::shop::aws:rds/instance:Instance::db","custom":true,"id":"db","parent":"","provider":"","protect":false,
"inputs":{"identifier":"@7@","tags":{"a":"plain"},"list":["@8@","x"],"url":"@9@"},"outputs":{"identifier":"@7@","tags":{"a":"plain"},"list":["@8@"],"address":"@10@"}},
"keys":["@11@"],"diffs":["identifier","url"],"detailedDiff":{"identifier":{"diffKind":"update-replace","inputDiff":true},"url":{"diffKind":"update","inputDiff":true},"tags.@12@":{"diffKind":"delete","inputDiff":true}},"logical":true,"provider":""}}}
`

const places = 13

// planted is the stream with a secret in one place, in one form.
func planted(secret string, place, form uint) string {
	forms := []string{
		secret,
		"postgres://app:" + secret + "@db.example.com/shop",
		`{"user":"app","password":"` + secret + `"}`,
		"https://example.com/file?X-Amz-Signature=" + secret,
	}
	text := said
	if form/uint(len(forms))%2 == 0 {
		text += fmt.Sprintf(looked, "resourcePreEvent", "update")
	} else { // what a refresh saw
		text += fmt.Sprintf(looked, "resourcePreEvent", "refresh") + fmt.Sprintf(looked, "resOutputsEvent", "update")
	}
	text = strings.ReplaceAll(text, ",\n\"", `,"`)
	for i := range uint(places) {
		value := "plain"
		if i == place%places {
			value = forms[form%uint(len(forms))]
		}
		quoted, _ := json.Marshal(value) // text is always JSON
		text = strings.ReplaceAll(text, fmt.Sprintf("@%d@", i), strings.Trim(string(quoted), `"`))
	}
	return text
}

// A secret that nobody marked, in whatever place of what the engine says, stands
// in nothing that is told.
func FuzzNothingToldShowsASecret(f *testing.F) {
	for place := range uint(places) {
		for form := range uint(8) {
			f.Add([]byte{byte(place), byte(form)}, place, form)
		}
	}
	f.Fuzz(func(t *testing.T, seed []byte, place, form uint) {
		sum := sha256.Sum256(seed)
		secret := base64.RawURLEncoding.EncodeToString(sum[:])
		set, err := changes.FromLog(strings.NewReader(planted(secret, place, form)))
		require.NoError(t, err)
		require.Len(t, set.Changed(), 1)
		require.Len(t, set.Errors, 1)
		review := report.Review{Stacks: []report.Stack{judged(set)}}
		found := drift.Find(set, nil)
		asJSON, err := report.JSON(review)
		require.NoError(t, err)
		driftJSON, err := drift.JSON(found)
		require.NoError(t, err)
		for what, told := range map[string]string{
			"text": report.Text(review), "markdown": report.Markdown(review, 0), "JSON": string(asJSON),
			"drift": drift.Text(found), "drift as markdown": drift.Markdown(0, found), "drift as JSON": string(driftJSON),
		} {
			require.Contains(t, told, "db", what)
			if strings.Contains(told, secret) {
				t.Errorf("%s shows the secret in place %d, form %d:\n%s", what, place%places, form, told)
			}
		}
	})
}
