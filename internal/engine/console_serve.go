package engine

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"groundwork/internal/localcloud"
)

// tokenScheme is how the console, like the backend, is told the token; in a browser it
// stands in the address.
const (
	tokenScheme = "token "
	tokenQuery  = "token"
)

// mistaken is the code of an answer to what makes no sense.
const mistaken = http.StatusUnprocessableEntity

// desk is the serving side of a remote.
type desk struct {
	cloud *localcloud.Cloud
	token string
	// stop ends the server.
	stop func()
}

// routes are what can be asked of the console. Who has not the token is told nothing.
func (d *desk) routes() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { reply(w, d.cloud.List(), nil) })
	routes.HandleFunc("POST /set", d.carryOut(func(order Order) (any, error) {
		return d.cloud.SetByHand(order.Type, order.Name, order.Values)
	}))
	routes.HandleFunc("POST /create", d.carryOut(func(order Order) (any, error) {
		return d.cloud.CreateByHand(order.Type, order.Name, order.Scope, order.Values)
	}))
	routes.HandleFunc("POST /delete", d.carryOut(func(order Order) (any, error) {
		return struct{}{}, d.cloud.DeleteByHand(order.Type, order.Name)
	}))
	routes.HandleFunc("POST /stop", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, struct{}{}, nil)
		d.stop()
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !d.admits(r) {
			http.Error(w, "this is the console of a local cloud of groundwork; its token is in server.json in the cloud's home, and in the address that local serve prints", http.StatusUnauthorized)
			return
		}
		routes.ServeHTTP(w, r)
	})
}

// admits tells whether who asks has the token.
func (d *desk) admits(r *http.Request) bool {
	given, is := strings.CutPrefix(r.Header.Get("Authorization"), tokenScheme)
	if !is {
		given = r.URL.Query().Get(tokenQuery)
	}
	return subtle.ConstantTimeCompare([]byte(given), []byte(d.token)) == 1
}

// carryOut answers an order.
func (d *desk) carryOut(do func(Order) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var order Order
		err := json.NewDecoder(r.Body).Decode(&order)
		var answer any
		if err == nil {
			answer, err = do(order)
		}
		reply(w, answer, err)
	}
}

func reply(w http.ResponseWriter, answer any, err error) {
	if err != nil {
		code, wrong := http.StatusBadRequest, new(localcloud.Mistake)
		if errors.As(err, &wrong) {
			code = mistaken
		}
		http.Error(w, err.Error(), code)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer) // whoever hung up needs no answer
}
