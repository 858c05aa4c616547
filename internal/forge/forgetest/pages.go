package forgetest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// paged is a page of a list, and its links as both forges give them:
// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
func paged[T any](writer http.ResponseWriter, request *http.Request, site, sizeKey string, usual, most int, all []T) []T {
	page, size := number(request, "page", 1), min(number(request, sizeKey, usual), most)
	last := max(1, (len(all)+size-1)/size)
	var links []string
	link := func(to int, relation string) {
		query := request.URL.Query()
		query.Set("page", strconv.Itoa(to))
		links = append(links, fmt.Sprintf(`<%s%s?%s>; rel="%s"`, site, request.URL.Path, query.Encode(), relation))
	}
	if page > 1 {
		link(page-1, "prev")
	}
	if page < last {
		link(page+1, "next")
		link(last, "last")
	}
	if page > 1 {
		link(1, "first")
	}
	if len(links) > 0 {
		writer.Header().Set("Link", strings.Join(links, ", "))
	}
	from := min((page-1)*size, len(all))
	return all[from:min(from+size, len(all))]
}

// number is a positive number of the query.
func number(request *http.Request, key string, usual int) int {
	if value, err := strconv.Atoi(request.URL.Query().Get(key)); err == nil && value > 0 {
		return value
	}
	return usual
}
