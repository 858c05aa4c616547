package localcloud

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// TrailName is the file in the cloud's folder that tells who changed what, and when: one
// event a line, in the form of CloudTrail. It is no part of the cloud: where it can't be
// written, or is lost, the cloud is the same.
const TrailName = "trail.jsonl"

// longestTrail is how many bytes the file may have when the cloud is opened; of a longer
// one the older half is forgotten. CloudTrail's own lookup forgets after 90 days.
const longestTrail = 8 << 20

// TrailEvent is an event as `aws cloudtrail lookup-events --output json` prints it.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
type TrailEvent struct {
	EventID   string    `json:"EventId"`
	EventName string    `json:"EventName"`
	ReadOnly  string    `json:"ReadOnly"`
	EventTime time.Time `json:"EventTime"`
	// EventSource is the service: "ec2.amazonaws.com".
	EventSource string          `json:"EventSource"`
	Username    string          `json:"Username"`
	Resources   []TrailResource `json:"Resources"`
	// CloudTrailEvent is the whole record, a JSON document in a text.
	CloudTrailEvent string `json:"CloudTrailEvent"`
}

// TrailResource is something that an event is about.
type TrailResource struct {
	ResourceType string `json:"ResourceType"`
	ResourceName string `json:"ResourceName"`
}

// trailed is a Package that has words of its own for what is done.
type trailed interface {
	// Event is the name and the source of an operation's event, and the name under which
	// the answer has the id that the service gave.
	Event(verb, token string) (name, source, answer string)
}

// trail is the file while the cloud is open.
type trail struct {
	lock sync.Mutex
	file *os.File
}

// openTrail opens a cloud's trail; nil where there can't be one.
func openTrail(folder string) *trail {
	path := filepath.Join(folder, TrailName)
	shorten(path)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil
	}
	return &trail{file: file}
}

// shorten forgets the older half of a trail that is too long.
func shorten(path string) {
	if about, err := os.Stat(path); err != nil || about.Size() <= longestTrail {
		return
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return
	}
	half := text[len(text)/2:]
	half = half[bytes.IndexByte(half, '\n')+1:]
	if os.WriteFile(path+unfinished, half, 0o600) == nil {
		_ = os.Rename(path+unfinished, path) // else it stays long
	}
}

func (t *trail) add(event TrailEvent) {
	line, err := json.Marshal(event)
	if err != nil {
		return
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	_, _ = t.file.Write(append(line, '\n')) // a full disk loses an event, not the change
}

func (t *trail) close() error {
	if t == nil {
		return nil
	}
	return t.file.Close()
}

// note tells the trail of a change that was made. A change that no program's resource
// asked for is somebody's by hand.
func (c *Cloud) note(verb string, s subject, object *Object) {
	if c.trail == nil || object == nil {
		return
	}
	by, with := "pulumi", "pulumi"
	if s.urn == "" {
		by, with = somebody(), "groundwork local"
	}
	c.trail.add(eventOf(verb, s.pkg, object, c.options.Clock().UTC(), by, with))
}

// somebody is who runs this process.
var somebody = sync.OnceValue(func() string {
	if known, err := user.Current(); err == nil && known.Username != "" {
		return known.Username
	}
	return "somebody"
})

func eventOf(verb string, pkg Package, object *Object, at time.Time, by, with string) TrailEvent {
	name, source, answer := verb, pkg.Name(), "id"
	if own, is := pkg.(trailed); is {
		name, source, answer = own.Event(verb, object.Type)
	}
	id := NewDice("event", object.Type, object.ID, at.Format(time.RFC3339Nano)).UUID()
	response := map[string]any{answer: object.PublicID()}
	if arn := object.Outputs.String("arn"); arn != "" {
		response["arn"] = arn
	}
	record, err := json.Marshal(map[string]any{
		"eventVersion": "1.11", "eventID": id, "eventName": name, "eventSource": source, "eventTime": at.Format(time.RFC3339),
		"userIdentity":      map[string]any{"type": "IAMUser", "userName": by, "arn": "arn:aws:iam::" + Account + ":user/" + by, "accountId": Account},
		"userAgent":         with,
		"requestParameters": told(object.Outputs),
		"responseElements":  response,
	})
	if err != nil {
		record = nil
	}
	return TrailEvent{
		EventID: id, EventName: name, ReadOnly: "false", EventTime: at, EventSource: source, Username: by,
		Resources:       []TrailResource{{ResourceType: object.Type, ResourceName: object.PublicID()}},
		CloudTrailEvent: string(record),
	}
}

// naming are properties that say what a thing is or belongs to: a trail tells these and
// no others, for what else is there may be somebody's secret.
var naming = regexp.MustCompile(`(?i)(^|[a-z])(ids?|arns?|names?|roles?|bucket|cidrs?|ipv4|ipv6|port|protocol|zone|namespace|account|principal|type|version|identifier|apiVersion|kind)$`)

func told(outputs Props) map[string]any {
	shown := map[string]any{}
	for name, value := range outputs {
		switch {
		case name == "metadata" && value.IsObject():
			shown["name"], shown["namespace"] = outputs.String("metadata.name"), outputs.String("metadata.namespace")
		case !naming.MatchString(string(name)):
		case value.IsString() || value.IsNumber() || value.IsArray() && !resource.NewProperty(value.ArrayValue()).ContainsSecrets():
			shown[string(name)] = listedValue(value)
		}
	}
	return shown
}

// Trail reads the events of the cloud in a folder, the latest last. A line that was cut
// off is left out.
func Trail(folder string) ([]TrailEvent, error) {
	file, err := os.Open(filepath.Join(folder, TrailName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading who changed the local cloud: %w", err)
	}
	defer file.Close()
	var events []TrailEvent
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var event TrailEvent
		if json.Unmarshal(lines.Bytes(), &event) == nil && event.EventName != "" {
			events = append(events, event)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading who changed the local cloud: %w", err)
	}
	return events, nil
}
