// Package pgurl writes connection URLs of PostgreSQL.
package pgurl

import (
	"net"
	"net/url"
	"strconv"
	"strings"
)

// The ways to use TLS that we have use for, as libpq names them:
// https://www.postgresql.org/docs/16/libpq-ssl.html
const (
	// Verified refuses a server that an authority does not vouch for by its name.
	Verified = "verify-full"
	// Encrypted asks nobody who the server is.
	Encrypted = "require"
	// Plain is for a server without a certificate.
	Plain = "disable"
)

// Server is where a database is, and how to know it.
type Server struct {
	// Hosts are asked one after the other until one answers. Required.
	Hosts []string
	// Port is the port of all of them. Required.
	Port int
	// Database is the database's name. Required.
	Database string
	// TLS is one of Verified, Encrypted and Plain. Required.
	TLS string
	// Authority is the file with the authority's certificate; empty: none.
	Authority string
}

// For is the URL with which a user gets in. Several hosts go into the query, where
// libpq, pgx, asyncpg and SQLAlchemy find them.
func (s Server) For(user, password string) string {
	query := []string{"sslmode=" + s.TLS}
	if s.Authority != "" {
		query = append(query, "sslrootcert="+s.Authority)
	}
	where := url.URL{Scheme: "postgresql", User: url.UserPassword(user, password), Path: "/" + s.Database}
	port := strconv.Itoa(s.Port)
	if len(s.Hosts) == 1 {
		where.Host = net.JoinHostPort(s.Hosts[0], port)
	} else {
		ports := strings.TrimSuffix(strings.Repeat(port+",", len(s.Hosts)), ",")
		query = append([]string{"host=" + strings.Join(s.Hosts, ","), "port=" + ports}, query...)
	}
	where.RawQuery = strings.Join(query, "&")
	return where.String()
}
