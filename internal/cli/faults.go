package cli

import (
	"syscall"

	"github.com/spf13/cobra"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/faults"
)

// faultFlags are the faults that a call asks for.
type faultFlags struct {
	faults []string
	seed   uint64
}

func (f *faultFlags) flags(command *cobra.Command) {
	command.Flags().StringArrayVar(&f.faults, "fault", nil, "let the cloud fail: throttle=0.2, fail=TYPE@N, timeout=TYPE@N, half-created=TYPE@N, crash-after=N; may be repeated")
	command.Flags().Uint64Var(&f.seed, "fault-seed", 1, "the seed that faults are drawn from")
}

// interceptor is the faults as the cloud takes them; nil for none.
func (f *faultFlags) interceptor() (localcloud.Interceptor, error) {
	if len(f.faults) == 0 {
		return nil, nil
	}
	plan, err := faults.Parse(f.faults, f.seed, crash)
	if err != nil {
		return nil, err
	}
	return plan.Intercept, nil
}

// crash ends this process as a power cut would: nothing gets to clean up.
func crash() {
	_ = syscall.Kill(syscall.Getpid(), syscall.SIGKILL) // it cannot fail for oneself
}
