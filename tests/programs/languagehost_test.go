package programs

import (
	"context"
	"os"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"groundwork/internal/languagehost"
)

// importer is the language host that groundwork builds, which writes no code, with the
// code that an import comes to in Pulumi's own language.
type importer struct{ *languagehost.Host }

// GenerateProgram gives the program as the CLI wrote it: what an import comes to before
// it is Go.
func (importer) GenerateProgram(_ context.Context, request *pulumirpc.GenerateProgramRequest) (*pulumirpc.GenerateProgramResponse, error) {
	response := &pulumirpc.GenerateProgramResponse{Source: map[string][]byte{}}
	for name, source := range request.Source {
		response.Source[name] = []byte(source)
	}
	return response, nil
}

// serveLanguageHost is the host's main.
func serveLanguageHost() error {
	as := func(host *languagehost.Host) pulumirpc.LanguageRuntimeServer { return importer{host} }
	return languagehost.Serve(context.Background(), os.Args[1:], os.Stdout, as)
}
