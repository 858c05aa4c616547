package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// typeLookups are the data sources of instance types.
func typeLookups() service {
	return service{functions: map[string]localcloud.Function{
		"aws:ec2/getInstanceType:getInstanceType":                   lookupType,
		"aws:ec2/getInstanceTypes:getInstanceTypes":                 lookupTypes,
		"aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": lookupOfferings,
	}}
}

// typeFilters are the usual ones of
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html
var typeFilters = filtering{
	"instance-type": itsID, "processor-info.supported-architecture": shows("supportedArchitectures"),
	"vcpu-info.default-vcpus": shows("defaultVcpus"), "memory-info.size-in-mib": shows("memorySize"),
	"current-generation": shows("currentGeneration"), "burstable-performance-supported": shows("burstablePerformanceSupported"),
	"bare-metal": always("false"), "hypervisor": shows("hypervisor"), "supported-usage-class": shows("supportedUsagesClasses"),
	"instance-storage-supported": always("false"), "supported-root-device-type": always("ebs"),
	"supported-virtualization-type": always("hvm"), "free-tier-eligible": shows("freeTierEligible"),
}

var offeringFilters = filtering{"instance-type": itsID, "location": shows("location")}

// typesHere are all types as objects, sorted by name.
func typesHere() []*localcloud.Object {
	list := []*localcloud.Object{}
	for name, m := range machines {
		hypervisor := "nitro"
		if strings.HasPrefix(name, "t2.") {
			hypervisor = "xen"
		}
		list = append(list, &localcloud.Object{ID: name, Outputs: localcloud.PropsOf(map[string]any{
			"instanceType": name, "defaultVcpus": m.cpus, "memorySize": m.memory, "supportedArchitectures": []string{m.arch},
			"currentGeneration": true, "burstablePerformanceSupported": name[0] == 't', "bareMetal": false, "hypervisor": hypervisor,
			"freeTierEligible": name == "t2.micro" || name == "t3.micro", "instanceStorageSupported": false,
			"ebsEncryptionSupport": "supported", "supportedRootDeviceTypes": []string{"ebs"}, "ipv6Supported": true,
			"supportedVirtualizationTypes": []string{"hvm"}, "supportedUsagesClasses": []string{"on-demand", "spot"},
		})})
	}
	slices.SortFunc(list, func(a, b *localcloud.Object) int { return strings.Compare(a.ID, b.ID) })
	return list
}

func lookupType(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	for _, known := range typesHere() {
		if known.ID == args.String("instanceType") {
			result := answered(args, known.ID, nil)
			for name, value := range known.Outputs {
				result[name] = value
			}
			return result, nil
		}
	}
	return nil, tx.Fail(400, "InvalidInstanceType", "The following supplied instance types do not exist: [%s]", args.String("instanceType"))
}

func lookupTypes(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := typeFilters.search(tx, args, typesHere())
	if err != nil {
		return nil, err
	}
	return answered(args, tx.Region(), map[string]any{"instanceTypes": idsOf(list)}), nil
}

// lookupOfferings says where a type is to be had; here every zone has them all:
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypeOfferings.html
func lookupOfferings(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	kind := args.String("locationType")
	places := []string{tx.Region()}
	switch kind {
	case "availability-zone":
		places = nil
		for _, z := range zones[tx.Region()] {
			places = append(places, z.Name)
		}
	case "availability-zone-id":
		places = nil
		for _, z := range zones[tx.Region()] {
			places = append(places, z.ID)
		}
	default:
		kind = "region"
	}
	types, locations, kinds := []string{}, []string{}, []string{}
	for _, place := range places {
		list := typesHere()
		for _, offered := range list {
			offered.Set("location", place)
		}
		list, err := offeringFilters.search(tx, args, list)
		if err != nil {
			return nil, err
		}
		for _, offered := range list {
			types, locations, kinds = append(types, offered.ID), append(locations, place), append(kinds, kind)
		}
	}
	return answered(args, tx.Region(), map[string]any{"instanceTypes": types, "locations": locations, "locationTypes": kinds}), nil
}
