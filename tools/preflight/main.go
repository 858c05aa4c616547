// Command preflight puts questions to AWS for groundwork preflight, with AWS' own SDK:
// one JSON value a line comes in, one goes out for each, in any order. What may be asked
// is in operations.go; nothing there changes anything. What the answers mean is decided
// in internal/preflight, which needs no SDK.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go"
)

// question is one call of an operation.
type question struct {
	ID        int             `json:"id"`
	Region    string          `json:"region"`
	Service   string          `json:"service"`
	Operation string          `json:"operation"`
	Input     json.RawMessage `json:"input"`
}

// answer is what came of it: every page, or why there is none.
type answer struct {
	ID    int               `json:"id"`
	Pages []json.RawMessage `json:"pages,omitempty"`
	Error *refusal          `json:"error,omitempty"`
}

// refusal is an error as AWS words it. Code is "" where AWS did not answer.
type refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Status  int    `json:"status"`
}

// atOnce is how many questions are asked at the same time: few enough that a busy
// account is not throttled for us.
const atOnce = 8

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, in io.Reader, out io.Writer) error {
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return fmt.Errorf("reading the settings for AWS: %w", err)
	}
	asking := asker{settings: settings, known: map[string]map[string]operation{}}
	var writing sync.Mutex
	var running sync.WaitGroup
	turns := make(chan struct{}, atOnce)
	encoder := json.NewEncoder(out)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return fmt.Errorf("reading a question: %w", err)
		}
		turns <- struct{}{}
		running.Go(func() {
			got := asking.ask(ctx, asked)
			<-turns
			writing.Lock()
			defer writing.Unlock()
			_ = encoder.Encode(got) // whoever does not listen any more has ended
		})
	}
	running.Wait()
	return lines.Err()
}

// asker has the operations of each region.
type asker struct {
	settings aws.Config
	mu       sync.Mutex
	known    map[string]map[string]operation
}

func (a *asker) in(region string) map[string]operation {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known[region] == nil {
		settings := a.settings.Copy()
		if region != "" {
			settings.Region = region
		}
		a.known[region] = operations(settings)
	}
	return a.known[region]
}

func (a *asker) ask(ctx context.Context, asked question) answer {
	name := asked.Service + ":" + asked.Operation
	call, known := a.in(asked.Region)[name]
	if !known {
		return answer{ID: asked.ID, Error: &refusal{Code: "NotAsked", Message: name + " is not among what is asked"}}
	}
	pages, err := call(ctx, asked.Input)
	if err != nil {
		return answer{ID: asked.ID, Error: refused(err)}
	}
	return answer{ID: asked.ID, Pages: pages}
}

func refused(err error) *refusal {
	told := &refusal{Message: err.Error()}
	var api smithy.APIError
	if errors.As(err, &api) {
		told.Code, told.Message = api.ErrorCode(), api.ErrorMessage()
	}
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		told.Status = response.HTTPStatusCode()
	}
	return told
}
