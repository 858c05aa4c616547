package price

import (
	"fmt"
	"strings"

	"groundwork/internal/price/table"
)

// tables are the price lists, one file a region, and where their prices were read.
// A price is brought up to date in its row and, with the day, in its source; a
// region is added by adding its file.
var tables = table.Files

// Source is where a price was read.
type Source struct {
	// Date is the day for which the source gives the price, as 2026-08-21; for one
	// that names a month only, the first of it.
	Date string `json:"date"`
	// Address is where it stands, or "from memory".
	Address string `json:"address"`
	// What the source is.
	What string `json:"what"`
}

// listed is one price of a list.
type listed struct {
	service, key string
	// unit is what the price is for: "hour", "GB-month".
	unit string
	// usd is the price as the list has it, amount the same in millionths; exact
	// says whether it is the same.
	usd    string
	amount Money
	exact  bool
	source Source
}

// list are the prices of one region by service and key.
type list map[[2]string]listed

// lists are all of them by region, read once: a mistake in them is a mistake of
// the program, and a test's to find.
var lists, listsErr = readLists()

func readLists() (map[string]list, error) {
	sources, err := readSources()
	if err != nil {
		return nil, err
	}
	entries, err := tables.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("listing the price lists: %w", err)
	}
	all := map[string]list{}
	for _, entry := range entries {
		region, _ := strings.CutSuffix(entry.Name(), ".tsv")
		if region == "sources" {
			continue
		}
		if all[region], err = readList(entry.Name(), sources); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func readSources() (map[string]Source, error) {
	rows, err := readRows("sources.tsv", 4)
	if err != nil {
		return nil, err
	}
	sources := map[string]Source{}
	for _, row := range rows {
		sources[row[0]] = Source{Date: row[1], Address: row[2], What: row[3]}
	}
	return sources, nil
}

func readList(file string, sources map[string]Source) (list, error) {
	rows, err := readRows(file, 5)
	if err != nil {
		return nil, err
	}
	prices := list{}
	for _, row := range rows {
		price := listed{service: row[0], key: row[1], unit: row[2], usd: row[3]}
		if price.amount, price.exact, err = parseMoney(price.usd); err != nil {
			return nil, fmt.Errorf("reading %q, %s %s: %w", file, row[0], row[1], err)
		}
		known := false
		if price.source, known = sources[row[4]]; !known {
			return nil, fmt.Errorf("reading %q, %s %s: there is no source %q", file, row[0], row[1], row[4])
		}
		at := [2]string{price.service, price.key}
		if _, twice := prices[at]; twice {
			return nil, fmt.Errorf("reading %q: %s %s is there twice", file, row[0], row[1])
		}
		prices[at] = price
	}
	return prices, nil
}

// readRows reads a file of tab-separated columns below a heading.
func readRows(file string, columns int) ([][]string, error) {
	content, err := tables.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", file, err)
	}
	var rows [][]string
	for i, line := range strings.Split(strings.TrimSuffix(string(content), "\n"), "\n") {
		row := strings.Split(line, "\t")
		if len(row) != columns {
			return nil, fmt.Errorf("reading %q, line %d: want %d columns, not %d", file, i+1, columns, len(row))
		}
		if i > 0 {
			rows = append(rows, row)
		}
	}
	return rows, nil
}
