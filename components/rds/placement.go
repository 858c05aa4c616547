package rds

// unplaced leaves the choice of a zone to AWS.
const unplaced = -1

// placement chooses zones by index, for the primary and for each replica.
//
// A single primary stands in the first zone and the replicas take turns in the
// others. With Multi-AZ, AWS chooses the zones of primary and standby and swaps
// them in a failover, so no zone is "the other one" for long: replicas go
// around all zones, beginning with the second. Then the loss of any one zone
// leaves the primary or its standby, and, of two replicas or more, at least one.
func placement(zones int, multiAZ bool, replicas int) (primary int, others []int) {
	primary = 0
	if multiAZ {
		primary = unplaced
	}
	for i := range replicas {
		switch {
		case zones < 2:
			others = append(others, 0)
		case multiAZ:
			others = append(others, (1+i)%zones)
		default:
			others = append(others, 1+i%(zones-1))
		}
	}
	return primary, others
}
