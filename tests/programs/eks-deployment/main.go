// An EKS cluster in the default VPC, with a deployment behind a load balancer.
package main

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		replicas := config.New(ctx, "").GetInt("replicas")
		if replicas == 0 {
			replicas = 3
		}

		vpc, err := ec2.LookupVpc(ctx, &ec2.LookupVpcArgs{Default: pulumi.BoolRef(true)})
		if err != nil {
			return err
		}
		// EKS has no capacity for control planes in us-east-1e.
		subnets, err := ec2.GetSubnets(ctx, &ec2.GetSubnetsArgs{
			Filters: []ec2.GetSubnetsFilter{
				{Name: "vpc-id", Values: []string{vpc.Id}},
				{Name: "availability-zone", Values: []string{"us-east-1a", "us-east-1b", "us-east-1c"}},
			},
		})
		if err != nil {
			return err
		}

		eksRole, err := role(ctx, "eks-iam-role", "eks.amazonaws.com", "AmazonEKSClusterPolicy")
		if err != nil {
			return err
		}
		nodeRole, err := role(ctx, "nodegroup-iam-role", "ec2.amazonaws.com",
			"AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly")
		if err != nil {
			return err
		}

		clusterSg, err := ec2.NewSecurityGroup(ctx, "cluster-sg", &ec2.SecurityGroupArgs{
			VpcId: pulumi.String(vpc.Id),
			Egress: ec2.SecurityGroupEgressArray{
				ec2.SecurityGroupEgressArgs{
					Protocol:   pulumi.String("-1"),
					FromPort:   pulumi.Int(0),
					ToPort:     pulumi.Int(0),
					CidrBlocks: pulumi.StringArray{pulumi.String("0.0.0.0/0")},
				},
			},
			Ingress: ec2.SecurityGroupIngressArray{
				ec2.SecurityGroupIngressArgs{
					Protocol:   pulumi.String("tcp"),
					FromPort:   pulumi.Int(80),
					ToPort:     pulumi.Int(80),
					CidrBlocks: pulumi.StringArray{pulumi.String("0.0.0.0/0")},
				},
			},
		})
		if err != nil {
			return err
		}
		cluster, err := eks.NewCluster(ctx, "eks-cluster", &eks.ClusterArgs{
			RoleArn: eksRole.Arn,
			VpcConfig: &eks.ClusterVpcConfigArgs{
				PublicAccessCidrs: pulumi.StringArray{pulumi.String("0.0.0.0/0")},
				SecurityGroupIds:  pulumi.StringArray{clusterSg.ID()},
				SubnetIds:         pulumi.ToStringArray(subnets.Ids),
			},
		})
		if err != nil {
			return err
		}
		nodeGroup, err := eks.NewNodeGroup(ctx, "node-group", &eks.NodeGroupArgs{
			ClusterName:   cluster.Name,
			NodeGroupName: pulumi.String("demo-eks-nodegroup"),
			NodeRoleArn:   nodeRole.Arn,
			SubnetIds:     pulumi.ToStringArray(subnets.Ids),
			InstanceTypes: pulumi.StringArray{pulumi.String("t3.medium")},
			ScalingConfig: &eks.NodeGroupScalingConfigArgs{
				DesiredSize: pulumi.Int(2),
				MaxSize:     pulumi.Int(2),
				MinSize:     pulumi.Int(1),
			},
		})
		if err != nil {
			return err
		}

		kubeconfig := generateKubeconfig(cluster.Endpoint, cluster.CertificateAuthority.Data().Elem(), cluster.Name)
		provider, err := kubernetes.NewProvider(ctx, "k8sprovider", &kubernetes.ProviderArgs{
			Kubeconfig: kubeconfig,
		}, pulumi.DependsOn([]pulumi.Resource{nodeGroup}))
		if err != nil {
			return err
		}

		namespace, err := corev1.NewNamespace(ctx, "app-ns", &corev1.NamespaceArgs{
			Metadata: &metav1.ObjectMetaArgs{Name: pulumi.String("demo")},
		}, pulumi.Provider(provider))
		if err != nil {
			return err
		}
		labels := pulumi.StringMap{"app": pulumi.String("demo")}
		_, err = appsv1.NewDeployment(ctx, "app-dep", &appsv1.DeploymentArgs{
			Metadata: &metav1.ObjectMetaArgs{Namespace: namespace.Metadata.Name()},
			Spec: appsv1.DeploymentSpecArgs{
				Selector: &metav1.LabelSelectorArgs{MatchLabels: labels},
				Replicas: pulumi.Int(replicas),
				Template: &corev1.PodTemplateSpecArgs{
					Metadata: &metav1.ObjectMetaArgs{Labels: labels},
					Spec: &corev1.PodSpecArgs{
						Containers: corev1.ContainerArray{
							corev1.ContainerArgs{
								Name:  pulumi.String("demo"),
								Image: pulumi.String("public.ecr.aws/nginx/nginx:1.27"),
								Ports: corev1.ContainerPortArray{
									corev1.ContainerPortArgs{ContainerPort: pulumi.Int(80)},
								},
							},
						},
					},
				},
			},
		}, pulumi.Provider(provider))
		if err != nil {
			return err
		}
		service, err := corev1.NewService(ctx, "app-service", &corev1.ServiceArgs{
			Metadata: &metav1.ObjectMetaArgs{
				Namespace: namespace.Metadata.Name(),
				Labels:    labels,
			},
			Spec: &corev1.ServiceSpecArgs{
				Ports: corev1.ServicePortArray{
					corev1.ServicePortArgs{Port: pulumi.Int(80), TargetPort: pulumi.Int(80)},
				},
				Selector: labels,
				Type:     pulumi.String("LoadBalancer"),
			},
		}, pulumi.Provider(provider))
		if err != nil {
			return err
		}

		ctx.Export("kubeconfig", pulumi.ToSecret(kubeconfig))
		ctx.Export("url", service.Status.LoadBalancer().Ingress().Index(pulumi.Int(0)).Hostname())
		return nil
	})
}

func role(ctx *pulumi.Context, name, service string, policies ...string) (*iam.Role, error) {
	made, err := iam.NewRole(ctx, name, &iam.RoleArgs{
		AssumeRolePolicy: pulumi.String(fmt.Sprintf(`{
			"Version": "2012-10-17",
			"Statement": [{
				"Sid": "",
				"Effect": "Allow",
				"Principal": {"Service": %q},
				"Action": "sts:AssumeRole"
			}]
		}`, service)),
	})
	if err != nil {
		return nil, err
	}
	for i, policy := range policies {
		_, err := iam.NewRolePolicyAttachment(ctx, fmt.Sprintf("%s-%d", name, i), &iam.RolePolicyAttachmentArgs{
			PolicyArn: pulumi.String("arn:aws:iam::aws:policy/" + policy),
			Role:      made.Name,
		})
		if err != nil {
			return nil, err
		}
	}
	return made, nil
}

// https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html
func generateKubeconfig(endpoint, certificate, name pulumi.StringOutput) pulumi.StringOutput {
	return pulumi.Sprintf(`{
    "apiVersion": "v1",
    "clusters": [{
        "cluster": {
            "server": "%s",
            "certificate-authority-data": "%s"
        },
        "name": "kubernetes"
    }],
    "contexts": [{
        "context": {
            "cluster": "kubernetes",
            "user": "aws"
        },
        "name": "aws"
    }],
    "current-context": "aws",
    "kind": "Config",
    "users": [{
        "name": "aws",
        "user": {
            "exec": {
                "apiVersion": "client.authentication.k8s.io/v1beta1",
                "command": "aws",
                "args": ["eks", "get-token", "--cluster-name", "%s"]
            }
        }
    }]
}`, endpoint, certificate, name)
}
