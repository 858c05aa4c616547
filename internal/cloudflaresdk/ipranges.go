package cloudflaresdk

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// GetIpRangesArgs are the arguments of GetIpRanges.
type GetIpRangesArgs struct {
	Networks *string `pulumi:"networks"`
}

// GetIpRangesResult is what Cloudflare publishes.
type GetIpRangesResult struct {
	Ipv4Cidrs []string `pulumi:"ipv4Cidrs"`
	Ipv6Cidrs []string `pulumi:"ipv6Cidrs"`
}

// GetIpRanges asks for the address ranges that Cloudflare's requests to origins
// come from: https://www.cloudflare.com/ips/. args may be nil.
func GetIpRanges(ctx *pulumi.Context, args *GetIpRangesArgs, opts ...pulumi.InvokeOption) (*GetIpRangesResult, error) {
	var result GetIpRangesResult
	err := ctx.Invoke("cloudflare:index/getIpRanges:getIpRanges", args, &result, invokeOptions(opts)...)
	if err != nil {
		return nil, fmt.Errorf("asking for cloudflare's address ranges: %w", err)
	}
	return &result, nil
}
