package cloudflaresdk

import (
	"fmt"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// ZoneSetting is one setting of a zone. Destroying it only forgets it: the zone
// keeps the value.
type ZoneSetting struct {
	pulumi.CustomResourceState

	SettingId pulumi.StringOutput `pulumi:"settingId"`
	Value     pulumi.AnyOutput    `pulumi:"value"`
	ZoneId    pulumi.StringOutput `pulumi:"zoneId"`
}

type zoneSettingArgs struct {
	SettingId string      `pulumi:"settingId"`
	Value     interface{} `pulumi:"value"`
	ZoneId    string      `pulumi:"zoneId"`
}

// ZoneSettingArgs are the inputs of a ZoneSetting.
type ZoneSettingArgs struct {
	// SettingId is the setting's name, such as "ssl". Changing it replaces.
	SettingId pulumi.StringInput
	// Value is typed by the setting: "on" and "off", numbers for times, "1.2"
	// for min_tls_version. The provider checks none of it; the API does.
	Value pulumi.Input
	// ZoneId is the zone's id. Changing it replaces.
	ZoneId pulumi.StringInput
}

// ElementType implements pulumi.Input.
func (ZoneSettingArgs) ElementType() reflect.Type { return reflect.TypeFor[zoneSettingArgs]() }

// NewZoneSetting registers a setting of a zone.
func NewZoneSetting(ctx *pulumi.Context,
	name string, args *ZoneSettingArgs, opts ...pulumi.ResourceOption) (*ZoneSetting, error) {
	if args == nil {
		return nil, fmt.Errorf("zone setting %q: %w", name, errNoArguments)
	}
	if args.SettingId == nil {
		return nil, missing("zone setting "+name, "settingId")
	}
	if args.Value == nil {
		return nil, missing("zone setting "+name, "value")
	}
	if args.ZoneId == nil {
		return nil, missing("zone setting "+name, "zoneId")
	}
	var resource ZoneSetting
	err := ctx.RegisterResource("cloudflare:index/zoneSetting:ZoneSetting", name, args, &resource, resourceOptions(opts)...)
	if err != nil {
		return nil, err
	}
	return &resource, nil
}
