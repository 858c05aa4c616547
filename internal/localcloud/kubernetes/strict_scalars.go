package kubernetes

import (
	"fmt"
	"reflect"
	"time"

	apiresource "k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// scalars are types that read themselves from a text or a number.
var scalars = map[reflect.Type]func(value any) string{
	reflect.TypeOf(apiresource.Quantity{}): quantityProblem,
	reflect.TypeOf(intstr.IntOrString{}): func(value any) string {
		if fitsScalar(reflect.String, value) || fitsScalar(reflect.Int32, value) {
			return ""
		}
		return "json: cannot unmarshal " + described(value) + " into Go value of type int32"
	},
	reflect.TypeOf(metav1.Time{}):      timeProblem,
	reflect.TypeOf(metav1.MicroTime{}): timeProblem,
	reflect.TypeOf(metav1.Duration{}): func(value any) string {
		duration, ok := value.(string)
		if _, err := time.ParseDuration(duration); !ok || err != nil {
			return fmt.Sprintf("time: invalid duration %q", fmt.Sprint(value))
		}
		return ""
	},
	reflect.TypeOf(metav1.FieldsV1{}):      func(any) string { return "" },
	reflect.TypeOf(runtime.RawExtension{}): func(any) string { return "" },
}

func quantityProblem(value any) string {
	if _, ok := value.(float64); ok {
		return ""
	}
	quantity, ok := value.(string)
	if _, err := apiresource.ParseQuantity(quantity); !ok || err != nil {
		return apiresource.ErrFormatWrong.Error()
	}
	return ""
}

func timeProblem(value any) string {
	moment, ok := value.(string)
	if _, err := time.Parse(time.RFC3339Nano, moment); !ok || err != nil {
		return fmt.Sprintf("parsing time %q as RFC3339 failed", fmt.Sprint(value))
	}
	return ""
}
