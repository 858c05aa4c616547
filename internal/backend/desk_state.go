package backend

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// SealedByService is Pulumi's word for secrets that the backend encrypts.
const SealedByService = "service"

// summary is the stack in a list of stacks.
func (s *Stack) summary() apitype.StackSummary {
	s.mu.Lock()
	defer s.mu.Unlock()
	count := len(s.base.Deployment.Resources)
	summary := apitype.StackSummary{ID: s.name.String(), OrgName: Owner, ProjectName: s.name.Project, StackName: s.name.Stack, ResourceCount: &count}
	if at := s.base.Deployment.Manifest.Time; !at.IsZero() {
		seconds := at.Unix()
		summary.LastUpdate = &seconds
	}
	return summary
}

func (d *desk) remove(r *http.Request) (any, error) {
	stack, err := d.stack(r)
	if err != nil {
		return nil, err
	}
	state, err := stack.State()
	if err != nil {
		return nil, err
	}
	if len(state.Resources) > 0 && r.URL.Query().Get("force") != "true" {
		// The CLI knows this sentence, and says what to do.
		return nil, &refusal{code: unreadable, message: "Bad Request: Stack still contains resources."}
	}
	return nil, d.states.remove(named(r))
}

// export gives the whole state. A service's secrets are opened where the state says
// it is, which is another port in each process.
func (d *desk) export(r *http.Request) (any, error) {
	stack, err := d.stack(r)
	if err != nil {
		return nil, err
	}
	where, err := json.Marshal(map[string]string{"url": d.address.URL, "owner": Owner, "project": stack.name.Project, "stack": stack.name.Stack})
	if err != nil {
		return nil, fmt.Errorf("saying where secrets are opened: %w", err)
	}
	exported, err := stack.export(where)
	return apitype.ExportStackResponse(exported), err
}

// Export is the whole state, as Replace takes it.
func (s *Stack) Export() (apitype.UntypedDeployment, error) { return s.export(nil) }

func (s *Stack) export(sealedAt json.RawMessage) (apitype.UntypedDeployment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, err := s.now()
	if err != nil {
		return apitype.UntypedDeployment{}, err
	}
	exported := now.Deployment
	if by := exported.SecretsProviders; by != nil && by.Type == SealedByService {
		exported.SecretsProviders = &apitype.SecretsProvidersV1{Type: by.Type, State: sealedAt}
	}
	text, err := json.Marshal(exported)
	if err != nil {
		return apitype.UntypedDeployment{}, fmt.Errorf("exporting stack %q: %w", s.name, err)
	}
	version, features := now.form()
	return apitype.UntypedDeployment{Version: version, Features: features, Deployment: text}, nil
}

func (d *desk) replace(r *http.Request) (any, error) {
	stack, err := d.stack(r)
	if err != nil {
		return nil, err
	}
	var deployment apitype.UntypedDeployment
	if err := read(r, &deployment); err != nil {
		return nil, err
	}
	// The CLI asks how the import went, as of an update.
	done := d.newUpdate(stack.name, "import", false)
	return apitype.ImportStackResponse{UpdateID: done.id}, stack.Replace(deployment)
}

func (d *desk) tag(r *http.Request) (any, error) {
	stack, err := d.stack(r)
	if err != nil {
		return nil, err
	}
	var tags map[string]string
	if err := read(r, &tags); err != nil {
		return nil, err
	}
	return nil, stack.tag(tags)
}

// history is empty: past updates are not kept. The file before the last one is.
func (d *desk) history(r *http.Request) (any, error) {
	_, err := d.stack(r)
	return apitype.GetHistoryResponse{Updates: []apitype.UpdateInfo{}}, err
}

func (d *desk) encrypt(r *http.Request) (any, error) {
	var asked apitype.EncryptValueRequest
	err := read(r, &asked)
	return apitype.EncryptValueResponse{Ciphertext: d.states.seal.encrypt(asked.Plaintext)}, err
}

func (d *desk) encryptAll(r *http.Request) (any, error) {
	var asked apitype.BatchEncryptRequest
	err := read(r, &asked)
	response := apitype.BatchEncryptResponse{Ciphertexts: [][]byte{}}
	for _, plain := range asked.Plaintexts {
		response.Ciphertexts = append(response.Ciphertexts, d.states.seal.encrypt(plain))
	}
	return response, err
}

func (d *desk) decrypt(r *http.Request) (any, error) {
	var asked apitype.DecryptValueRequest
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	plain, err := d.states.seal.decrypt(asked.Ciphertext)
	return apitype.DecryptValueResponse{Plaintext: plain}, err
}

func (d *desk) decryptAll(r *http.Request) (any, error) {
	var asked apitype.BatchDecryptRequest
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	response := apitype.BatchDecryptResponse{Plaintexts: map[string][]byte{}}
	for _, sealed := range asked.Ciphertexts {
		plain, err := d.states.seal.decrypt(sealed)
		if err != nil {
			return nil, err
		}
		response.Plaintexts[base64.StdEncoding.EncodeToString(sealed)] = plain
	}
	return response, nil
}
