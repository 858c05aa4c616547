package store

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type Owner struct {
	Name string `pulumi:"name"`
}

type OwnerInput interface {
	pulumi.Input

	ToOwnerOutput() OwnerOutput
}

type OwnerOutput struct{ *pulumi.OutputState }

func (OwnerOutput) ElementType() reflect.Type { return reflect.TypeOf((*Owner)(nil)).Elem() }

func (o OwnerOutput) ToOwnerOutput() OwnerOutput { return o }

type Rule struct {
	Days *int `pulumi:"days"`
}

type RuleInput interface {
	pulumi.Input

	ToRuleOutput() RuleOutput
}

type RuleArgs struct {
	Days pulumi.IntPtrInput `pulumi:"days"`
}

func (RuleArgs) ElementType() reflect.Type { return reflect.TypeOf((*Rule)(nil)).Elem() }

func (i RuleArgs) ToRuleOutput() RuleOutput { return RuleOutput{} }

type RuleOutput struct{ *pulumi.OutputState }

func (RuleOutput) ElementType() reflect.Type { return reflect.TypeOf((*Rule)(nil)).Elem() }

func (o RuleOutput) ToRuleOutput() RuleOutput { return o }

func (o RuleOutput) Days() pulumi.IntPtrOutput { return pulumi.IntPtrOutput{} }

type RuleArrayInput interface {
	pulumi.Input

	ToRuleArrayOutput() RuleArrayOutput
}

type RuleArray []RuleInput

func (RuleArray) ElementType() reflect.Type { return reflect.TypeOf((*[]Rule)(nil)).Elem() }

func (i RuleArray) ToRuleArrayOutput() RuleArrayOutput { return RuleArrayOutput{} }

type RuleArrayOutput struct{ *pulumi.OutputState }

func (RuleArrayOutput) ElementType() reflect.Type { return reflect.TypeOf((*[]Rule)(nil)).Elem() }

func (o RuleArrayOutput) ToRuleArrayOutput() RuleArrayOutput { return o }

type Logs struct {
	Bucket string `pulumi:"bucket"`
}

type LogsPtrInput interface {
	pulumi.Input

	ToLogsPtrOutput() LogsPtrOutput
}

type LogsPtrOutput struct{ *pulumi.OutputState }

func init() {
	pulumi.RegisterInputType(reflect.TypeOf((*RuleInput)(nil)).Elem(), RuleArgs{})
	pulumi.RegisterInputType(reflect.TypeOf((*RuleArrayInput)(nil)).Elem(), RuleArray{})
	pulumi.RegisterOutputType(RuleOutput{})
	pulumi.RegisterOutputType(LogsPtrOutput{})
}
