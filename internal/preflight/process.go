package preflight

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// Process is a Cloud: the program of tools/preflight, which asks with AWS' SDK.
type Process struct {
	command *exec.Cmd
	said    bytes.Buffer
	ended   chan struct{}
	// closing waits for the program once; failed is how it ended.
	closing sync.Once
	failed  error

	mu      sync.Mutex
	input   io.WriteCloser
	last    int
	waiting map[int]chan reply
}

type reply struct {
	ID    int               `json:"id"`
	Pages []json.RawMessage `json:"pages"`
	Error *struct {
		Code, Message string
		Status        int
	} `json:"error"`
}

// Start starts the program, which finds its credentials as every program of AWS does.
func Start(ctx context.Context, program, region string) (*Process, error) {
	p := &Process{command: exec.CommandContext(ctx, program), ended: make(chan struct{}), waiting: map[int]chan reply{}}
	p.command.Env = append(os.Environ(), "AWS_REGION="+region)
	p.command.Stderr = &p.said
	output, err := p.command.StdoutPipe()
	if err == nil {
		p.input, err = p.command.StdinPipe()
	}
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("starting %q: %w", program, err)
	}
	go p.listen(output)
	return p, nil
}

func (p *Process) listen(output io.Reader) {
	defer close(p.ended)
	// A page may be large: a Scanner would stop at it.
	for reader := bufio.NewReader(output); ; {
		line, err := reader.ReadBytes('\n')
		if err != nil {
			return
		}
		var got reply
		if json.Unmarshal(line, &got) != nil {
			continue
		}
		p.mu.Lock()
		waits := p.waiting[got.ID]
		delete(p.waiting, got.ID)
		p.mu.Unlock()
		if waits != nil {
			waits <- got
		}
	}
}

// Ask implements Cloud.
func (p *Process) Ask(ctx context.Context, question Question) ([]json.RawMessage, error) {
	name := question.Service + ":" + question.Operation
	waits, err := p.send(question)
	if err != nil { // it hears nobody: it has ended, or is about to
		waits = nil
	}
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("asking %s: %w", name, ctx.Err())
	case <-p.ended:
		return nil, fmt.Errorf("asking %s: what asks AWS has ended: %s", name, p.lastWords())
	case got := <-waits:
		if got.Error != nil {
			return nil, &Refusal{Operation: name, Code: got.Error.Code, Message: got.Error.Message, Status: got.Error.Status}
		}
		return got.Pages, nil
	}
}

// lastWords are what the program said of itself, when it has ended.
func (p *Process) lastWords() string {
	p.closing.Do(func() { p.failed = p.command.Wait() })
	return strings.TrimSpace(cmp.Or(p.said.String(), fmt.Sprint(p.failed)))
}

func (p *Process) send(question Question) (chan reply, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last++
	line, err := json.Marshal(map[string]any{
		"id": p.last, "service": question.Service, "operation": question.Operation, "input": question.Input, "region": question.Region,
	})
	if err != nil {
		return nil, err
	}
	waits := make(chan reply, 1)
	p.waiting[p.last] = waits
	_, err = p.input.Write(append(line, '\n'))
	return waits, err
}

// Close ends the program. How it ended has been told to whoever asked.
func (p *Process) Close() {
	_ = p.input.Close() // it may have ended
	<-p.ended
	p.lastWords()
}
