package preflight

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Zones asks Cloudflare's API, https://developers.cloudflare.com/api.
type Zones struct {
	// Address is the API's, without a slash at its end. Required.
	Address string
	// Token is an API token.
	Token string
	// Client makes the requests; nil is Go's own.
	Client *http.Client
}

// CloudflareAPI is where Cloudflare answers.
const CloudflareAPI = "https://api.cloudflare.com/client/v4"

// largest is how much of an answer is read.
const largest = 16 << 20

// errNoToken is why nothing is asked of Cloudflare.
var errNoToken = errors.New("CLOUDFLARE_API_TOKEN is not set: it takes a token that reads the zone; the stack file's own is encrypted for pulumi")

// ask reads the result at a path into result.
func (z *Zones) ask(ctx context.Context, path string, result any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, z.Address+path, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+z.Token)
	response, err := clientOr(z.Client).Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	operation, _, _ := strings.Cut("cloudflare:GET "+path, "?")
	var answer struct {
		Success bool
		Errors  []struct {
			Code    int
			Message string
		}
		Result json.RawMessage
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, largest))
	if err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return &Refusal{Operation: operation, Message: response.Status, Status: response.StatusCode}
	}
	if !answer.Success {
		refusal := &Refusal{Operation: operation, Code: response.Status, Status: response.StatusCode}
		for _, one := range answer.Errors {
			refusal.Message = fmt.Sprintf("%s (%d)", one.Message, one.Code)
		}
		return refusal
	}
	return json.Unmarshal(answer.Result, result)
}

func clientOr(client *http.Client) *http.Client {
	if client == nil {
		return http.DefaultClient
	}
	return client
}
