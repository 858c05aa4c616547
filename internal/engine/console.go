package engine

import (
	"errors"
	"fmt"
	"net"
	"net/rpc"
	"net/rpc/jsonrpc"

	"groundwork/internal/localcloud"
)

// Console is where the local cloud is changed by hand, behind Pulumi's back.
type Console interface {
	SetByHand(typ, nameOrID string, values map[string]any) (localcloud.Listed, error)
	DeleteByHand(typ, nameOrID string) error
	CreateByHand(typ, name, scope string, values map[string]any) (localcloud.Listed, error)
}

// AtConsole opens the home's local cloud for one change: through its server
// when one runs, for that has the cloud for itself.
func (h Home) AtConsole(change func(Console) error) error {
	if server, running := h.Server(); running {
		client, err := jsonrpc.Dial("tcp", server.Console)
		if err != nil {
			return fmt.Errorf("asking the server for a change: %w", err)
		}
		return errors.Join(change(remote{client}), client.Close())
	}
	cloud, err := h.OpenCloud(Conditions{})
	if err != nil {
		return err
	}
	return errors.Join(change(cloud), cloud.Close())
}

const consoleName = "Console"

// serveConsole serves a console to other processes of this machine until the
// listener is closed.
func serveConsole(listener net.Listener, cloud *localcloud.Cloud) error {
	server := rpc.NewServer()
	if err := server.RegisterName(consoleName, &desk{cloud}); err != nil {
		return fmt.Errorf("serving the console: %w", err)
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go server.ServeCodec(jsonrpc.NewServerCodec(connection))
		}
	}()
	return nil
}

// Order is a change as it is asked of a server's console.
type Order struct {
	// Type is the Pulumi token; Name the object's name, or its id.
	Type, Name string
	// Scope is where an object is created.
	Scope string
	// Values are inputs, or by path what is set.
	Values map[string]any
}

// desk is the serving side of a remote.
type desk struct{ cloud *localcloud.Cloud }

// Set answers remote.SetByHand.
func (d *desk) Set(order Order, changed *localcloud.Listed) (err error) {
	*changed, err = d.cloud.SetByHand(order.Type, order.Name, order.Values)
	return err
}

// Delete answers remote.DeleteByHand.
func (d *desk) Delete(order Order, _ *localcloud.Listed) error {
	return d.cloud.DeleteByHand(order.Type, order.Name)
}

// Create answers remote.CreateByHand.
func (d *desk) Create(order Order, made *localcloud.Listed) (err error) {
	*made, err = d.cloud.CreateByHand(order.Type, order.Name, order.Scope, order.Values)
	return err
}

// remote is the console of a server.
type remote struct{ client *rpc.Client }

func (r remote) ask(verb string, order Order) (answer localcloud.Listed, err error) {
	err = r.client.Call(consoleName+"."+verb, order, &answer)
	return answer, err
}

func (r remote) SetByHand(typ, nameOrID string, values map[string]any) (localcloud.Listed, error) {
	return r.ask("Set", Order{Type: typ, Name: nameOrID, Values: values})
}

func (r remote) DeleteByHand(typ, nameOrID string) error {
	_, err := r.ask("Delete", Order{Type: typ, Name: nameOrID})
	return err
}

func (r remote) CreateByHand(typ, name, scope string, values map[string]any) (localcloud.Listed, error) {
	return r.ask("Create", Order{Type: typ, Name: name, Scope: scope, Values: values})
}
