package spec

import (
	"fmt"
	"strconv"
	"strings"

	"groundwork/internal/price/table"
)

// monthHours are those that the price lists' months have.
const monthHours = 730

// replicaPrice is what one read replica costs, ", about 423 USD a month" for example;
// "" where the lists have no price for it.
func replicaPrice(region, class string, database *Database) string {
	hour, known := listPrice(region, "rds", "postgres "+class)
	month, stored := listPrice(region, "rds", "gp3")
	if !known || !stored {
		return ""
	}
	return fmt.Sprintf(", about %.0f USD a month", hour*monthHours+month*float64(database.Storage.GiB()))
}

// listPrice is a price of a region's list.
func listPrice(region, service, key string) (usd float64, known bool) {
	list, err := table.Files.ReadFile(region + ".tsv")
	if err != nil {
		return 0, false
	}
	_, rest, found := strings.Cut(string(list), "\n"+service+"\t"+key+"\t")
	columns := strings.Split(rest, "\t")
	if !found || len(columns) < 2 {
		return 0, false
	}
	usd, err = strconv.ParseFloat(columns[1], 64)
	return usd, err == nil
}
