package cli

import (
	"fmt"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/faults"
)

// conditionFlags are what the local cloud shall be like during a call.
type conditionFlags struct {
	faults []string
	seed   uint64
	lapse  float64
	from   string
}

func (f *conditionFlags) flags(command *cobra.Command) {
	flags := command.Flags()
	flags.StringArrayVar(&f.faults, "fault", nil, "let the cloud fail: throttle=0.2, fail=TYPE@N, timeout=TYPE@N, half-created=TYPE@N, crash-after=N, eventual=2s; may be repeated")
	flags.Uint64Var(&f.seed, "fault-seed", 1, "the seed that faults are drawn from")
	flags.Float64Var(&f.lapse, "time-lapse", 0, "let operations take as long as in a real cloud, this many times as fast; 0 does not wait")
	flags.StringVar(&f.from, "from", "", "where this runs, as a cluster's API sees it: an address, inside (an address of its network), or a security group's id; without it every API answers")
}

// conditions are the flags as the engine takes them.
func (f *conditionFlags) conditions() (engine.Conditions, error) {
	if f.lapse != 0 && f.lapse < 1 {
		return engine.Conditions{}, usageError{fmt.Errorf("--time-lapse %v: want 0 (no waiting) or a factor from 1 (as slow as a real cloud) up, such as 100", f.lapse)}
	}
	if _, err := netip.ParseAddr(f.from); err != nil && f.from != "" && f.from != localcloud.Inside && !strings.HasPrefix(f.from, "sg-") {
		return engine.Conditions{}, usageError{fmt.Errorf("--from %q: want an address such as 203.0.113.7, inside, or the id of a security group", f.from)}
	}
	conditions := engine.Conditions{TimeLapse: f.lapse, From: f.from}
	if len(f.faults) == 0 {
		return conditions, nil
	}
	plan, err := faults.Parse(f.faults, f.seed, crash)
	if err != nil {
		return conditions, usageError{err}
	}
	conditions.Faults = plan
	return conditions, nil
}

// crash ends this process as a power cut would: nothing gets to clean up.
func crash() {
	_ = syscall.Kill(syscall.Getpid(), syscall.SIGKILL) // it cannot fail for oneself
}

func waitCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "wait TIME",
		Short: "Let time pass in the cloud: windows end, certificates and versions grow old",
		Long: `Let time pass in the cloud, at once: the recovery window of a deleted secret ends,
certificates and Kubernetes versions grow old. TIME is written like 192h or 30m.`,
		Args: exactly(1),
		RunE: func(command *cobra.Command, args []string) error {
			passes, err := time.ParseDuration(args[0])
			if err != nil || passes <= 0 {
				return usageError{fmt.Errorf("%q is not a time to wait; write it like 192h or 30m", args[0])}
			}
			home, err := findHome()
			if err != nil {
				return err
			}
			now, err := home.Wait(passes)
			if err != nil {
				return err
			}
			fmt.Fprintln(command.OutOrStdout(), "in the local cloud it is", now.UTC().Format(time.RFC3339))
			return nil
		},
	}
}
