package aws

import "groundwork/internal/localcloud"

const detectorType = "aws:guardduty/detector:Detector"

// detectorService is GuardDuty, which has one detector in a region:
// https://github.com/hashicorp/terraform-provider-aws/issues/11780
func detectorService() service {
	return service{kinds: map[string]localcloud.Kind{
		detectorType: {Create: func(tx *localcloud.Tx, detector *localcloud.Object) error {
			if other := tx.Find(detectorType, func(o *localcloud.Object) bool { return o.ID != detector.ID }); other != nil {
				return tx.Fail(400, "BadRequestException", "The request is rejected because a detector already exists for the current account.")
			}
			return nil
		}},
	}}
}
