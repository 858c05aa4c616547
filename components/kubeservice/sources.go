package kubeservice

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/podspec"
	"groundwork/internal/sdk/kubernetes/apiextensions"
)

// source is whom KEDA asks for a measure, and how it proves that it may.
type source string

const (
	fromBalancer source = "requests"
	fromQueue    source = "queue"
)

func (s source) name(app string) string { return app + "-" + string(s) }

// makeSources creates how KEDA proves itself to what it measures, once for all
// variants: to CloudWatch with its operator's own role, to Redis with the
// password.
func (b *builder) makeSources() error {
	scale := b.args.Autoscale
	if scale == nil {
		return nil
	}
	b.sources = map[source]pulumi.Resource{}
	if scale.Requests != nil {
		if err := b.makeSource(fromBalancer, pulumi.Map{"podIdentity": pulumi.Map{"provider": pulumi.String("aws")}}); err != nil {
			return err
		}
	}
	if scale.Queue == nil {
		return nil
	}
	password := map[string]pulumi.StringInput{"password": pulumi.ToSecret(scale.Queue.part(redis.password)).(pulumi.StringOutput)}
	spec := podspec.Spec{Names: b.args.Names, App: fromQueue.name(b.args.App)}
	config, err := podspec.NewConfig(b.ctx, b.name+"-queue", b.args.Namespace, spec, nil, password, b.child()...)
	if err != nil {
		return err
	}
	return b.makeSource(fromQueue, pulumi.Map{"secretTargetRef": pulumi.Array{pulumi.Map{
		"parameter": pulumi.String("password"),
		"name":      config.SecretName(),
		"key":       pulumi.String("password"),
	}}}, config.Objects...)
}

func (b *builder) makeSource(from source, spec pulumi.Map, after ...pulumi.Resource) error {
	made, err := apiextensions.NewCustomResource(b.ctx, b.name+"-"+string(from), &apiextensions.CustomResourceArgs{
		ApiVersion:  pulumi.String(kedaVersion),
		Kind:        pulumi.String("TriggerAuthentication"),
		Metadata:    b.args.spec(Variant{}).Metadata(b.args.Namespace, from.name(b.args.App)),
		OtherFields: map[string]any{"spec": spec},
	}, b.child(append(after, b.args.Autoscale.Scaler...)...)...)
	b.sources[from] = made
	return err
}

// redis are the parts of a Redis URL: only the password is secret.
// https://www.iana.org/assignments/uri-schemes/prov/rediss
var redis = struct{ address, tls, password func(*url.URL) string }{
	address: func(u *url.URL) string { return u.Host },
	tls:     func(u *url.URL) string { return strconv.FormatBool(u.Scheme == "rediss") },
	password: func(u *url.URL) string {
		password, _ := u.User.Password()
		return password
	},
}

// part is a part of the queue's URL. A secret URL would hide the whole
// ScaledObject; whoever takes the password marks it as the secret it is.
func (q Queue) part(of func(*url.URL) string) pulumi.StringOutput {
	part := q.URL.ToStringOutput().ApplyT(func(text string) (string, error) {
		parsed, err := url.Parse(text)
		if err != nil {
			return "", fmt.Errorf("the URL of the queue's Redis is none") // the error would quote the password
		}
		return of(parsed), nil
	})
	return pulumi.Unsecret(part).(pulumi.StringOutput)
}
