package languagehost

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// variables tell a program where it is, and who listens.
// https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/pulumi/run.go (getEnvInfo)
func variables(request *pulumirpc.RunRequest, engine string) ([]string, error) {
	config, err := json.Marshal(request.GetConfig())
	if err != nil {
		return nil, fmt.Errorf("passing on the configuration: %w", err)
	}
	secrets, err := json.Marshal(request.GetConfigSecretKeys())
	if err != nil {
		return nil, fmt.Errorf("passing on the configuration's secret keys: %w", err)
	}
	return []string{
		pulumi.EnvOrganization + "=" + request.GetOrganization(),
		pulumi.EnvProject + "=" + request.GetProject(),
		pulumi.EnvPulumiRootDirectory + "=" + request.GetInfo().GetRootDirectory(),
		pulumi.EnvStack + "=" + request.GetStack(),
		pulumi.EnvConfig + "=" + string(config),
		pulumi.EnvConfigSecretKeys + "=" + string(secrets),
		pulumi.EnvDryRun + "=" + strconv.FormatBool(request.GetDryRun()),
		pulumi.EnvParallel + "=" + strconv.Itoa(int(request.GetParallel())),
		pulumi.EnvMonitor + "=" + request.GetMonitorAddress(),
		pulumi.EnvEngine + "=" + engine,
	}, nil
}
