package graph

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/structpb"
)

// unshown are the fields of a registration that no line tells, and why.
var unshown = map[string]string{
	"custom": "the type tells it", "remote": "components that run elsewhere are refused",
	"acceptSecrets": "of the SDK", "acceptResources": "of the SDK", "accepts_byte_string": "of the SDK", "aliasSpecs": "of the SDK",
	"supportsPartialValues": "of the SDK", "supportsResultReporting": "of the SDK",
	"sourcePosition": "where, not what", "stackTrace": "where, not what", "parentStackTraceHandle": "where, not what",
	"transforms": "not offered: the SDK refuses them", "packageRef": "not offered: the SDK refuses it",
	"pluginChecksums": "of the plugin, whose version is told", "snippetId": "of the CLI",
}

// Every field of a registration, also those of an SDK to come, shows or is left
// out for a reason.
func TestEveryFieldOfARegistrationShows(t *testing.T) {
	told := func(req *pulumirpc.RegisterResourceRequest) string {
		recorded, err := registration("urn:pulumi:dev::shop::"+"aws:s3/bucketV2:BucketV2::files", req)
		require.NoError(t, err)
		return (&Graph{Resources: []*Resource{recorded, {URN: recorded.URN + "2", Version: "1.0.0"}}}).String()
	}
	bare := told(&pulumirpc.RegisterResourceRequest{})
	fields := (&pulumirpc.RegisterResourceRequest{}).ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		if name := string(field.Name()); name == "type" || name == "name" {
			continue // of the URN
		}
		t.Run(string(field.Name()), func(t *testing.T) {
			req := &pulumirpc.RegisterResourceRequest{}
			fill(req.ProtoReflect(), field)
			if reason, left := unshown[string(field.Name())]; left {
				assert.Equal(t, bare, told(req), "it shows, though it is left out: %s", reason)
			} else {
				assert.NotEqual(t, bare, told(req))
			}
		})
	}
}

// fill sets a field, and what is inside it.
func fill(message protoreflect.Message, field protoreflect.FieldDescriptor) {
	switch {
	case field.IsMap():
		filled := message.NewField(field)
		value := protoreflect.ValueOfString(anyURN + "::id")
		if field.MapValue().Kind() == protoreflect.MessageKind {
			value = filled.Map().NewValue()
			fillAll(value.Message())
		} else if field.MapValue().Kind() == protoreflect.BytesKind {
			value = protoreflect.ValueOfBytes([]byte("x"))
		}
		filled.Map().Set(protoreflect.ValueOfString("key").MapKey(), value)
		message.Set(field, filled)
	case field.IsList():
		filled := message.NewField(field)
		if field.Kind() == protoreflect.MessageKind {
			fillAll(filled.List().AppendMutable().Message())
		} else {
			filled.List().Append(scalar(field))
		}
		message.Set(field, filled)
	case field.Kind() == protoreflect.MessageKind:
		fillAll(message.Mutable(field).Message())
	default:
		message.Set(field, scalar(field))
	}
}

const anyURN = "urn:pulumi:dev::shop::aws:s3/bucketV2:BucketV2::other"

func fillAll(message protoreflect.Message) {
	switch known := message.Interface().(type) {
	case *structpb.Struct:
		known.Fields = map[string]*structpb.Value{"key": structpb.NewStringValue("x")}
		return
	case *structpb.Value:
		known.Kind = &structpb.Value_StringValue{StringValue: "x"}
		return
	}
	fields := message.Descriptor().Fields()
	for i := range fields.Len() {
		fill(message, fields.Get(i))
	}
}

func scalar(field protoreflect.FieldDescriptor) protoreflect.Value {
	switch field.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte("x"))
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(1)
	default:
		return protoreflect.ValueOfString(anyURN)
	}
}
