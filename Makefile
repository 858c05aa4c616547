# The two commands most people need: make up, make test.
SYSTEM ?= stockindicator
STACK  ?= dev

GROUNDWORK := bin/groundwork
local = $(GROUNDWORK) local
target = --system $(SYSTEM) --stack $(STACK)

# Two packages at a time: more would compile the largest SDK packages together
# and need more memory than a runner of 8 GB has. Without the folder's path in what is
# compiled, all checkouts share Go's cache, as the commands that build here do.
export GOFLAGS ?= -p=2 -trimpath

.DEFAULT_GOAL := help
.PHONY: help up down preview refresh list build test kills reviews programs documents edits bases toggles toggles-all mutations mutations-all graph preflight gitea bench verify golden clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  SYSTEM=$(SYSTEM) STACK=$(STACK): choose another with make up STACK=prod"

up: build ## Bring a stack up in the local cloud
	$(local) up $(target)

down: build ## Destroy a stack in the local cloud; final snapshots stay
	$(local) destroy $(target) --unprotect

preview: build ## Show what an up would do
	$(local) preview $(target)

refresh: build ## Show what differs between the state and the local cloud
	$(local) refresh $(target) --preview-only

list: build ## List what the local cloud holds
	$(local) list

build: ## Build bin/groundwork and, once, the Pulumi CLI into .bin/
	@scripts/build

test: build ## Run the tests of every change
	@scripts/test

kills: build ## Kill both production stacks at every tenth change of their life
	GROUNDWORK_KILLS=1 go test -ldflags=-w ./tests -run BeingKilled -count=1 -timeout 20m

reviews: build ## Play reviews, drift, deployments on all systems and forges; make test on one
	GROUNDWORK_REVIEWS=1 go test -ldflags=-w ./tests -run 'PullRequest|DriftHas|EditIsCarriedOut|NewStack|SideBySide' -count=1 -timeout 20m
	GROUNDWORK_REVIEWS=1 go test -ldflags=-w ./tests/deployments -count=1 -timeout 20m

programs: build ## Run programs as people publish them; their SDKs take minutes to compile
	cd tests/programs && go vet ./... && go test -ldflags=-w -parallel 4 -count=1 -timeout 20m ./...

documents: build ## Run the commands that README and docs show
	GROUNDWORK_DOCUMENTS=1 go test ./tests/documents -count=1 -timeout 30m

edits: build ## Rehearse each edit of tests/edits/edits.yaml
	GROUNDWORK_EDITS=1 go test -ldflags=-w ./tests/edits -count=1 -timeout 40m

bases: build ## Rehearse this checkout on earlier commits; LAST=20 programs; goes on after a kill
	go run ./tests/bases -last $(or $(LAST),20)

toggles: build ## Change keys of all living stacks, and go back: a sample by SEED
	GROUNDWORK_TOGGLES=32 GROUNDWORK_TOGGLES_SEED=$(or $(SEED),$(shell git rev-parse HEAD)) go test -ldflags=-w ./tests/toggles -run TestToggles -count=1 -timeout 30m -v

toggles-all: build ## Change every key of all living stacks, and go back; goes on after a kill
	GROUNDWORK_TOGGLES=all go test -ldflags=-w ./tests/toggles -run TestToggles -count=1 -timeout 6h -v

mutations: build ## Hold the check against files made of ours: a sample by SEED
	GROUNDWORK_MUTATIONS=3000 GROUNDWORK_MUTATIONS_CHECKED=20000 GROUNDWORK_MUTATIONS_SEED=$(or $(SEED),$(shell git rev-parse HEAD)) go test -ldflags=-w ./tests/mutations -run TestMutations -count=1 -timeout 30m -v

mutations-all: build ## Plan 20,000 such files and check 100,000; goes on after a kill
	GROUNDWORK_MUTATIONS=20000 GROUNDWORK_MUTATIONS_CHECKED=80000 GROUNDWORK_MUTATIONS_SEED=$(SEED) go test -ldflags=-w ./tests/mutations -run TestMutations -count=1 -timeout 6h -v

graph: ## Record in tests/graphs what every stack registers; tell what changed
	@scripts/graph

preflight: ## Hold groundwork preflight against accounts on loopback; compiles AWS' SDK once
	GROUNDWORK_PREFLIGHT=1 go test -ldflags=-w ./tests/preflight -count=1 -timeout 20m
	cd tools/preflight && go vet ./... && go test ./...

gitea: ## Try comments and issues on a real Gitea, built once; needs a C compiler
	@scripts/gitea
	GROUNDWORK_GITEA=1 go test ./tests/gitea

bench: build ## Measure each operation, its growth and memory, and a cold build
	@scripts/bench

verify: ## Check formatting, vet, lint and generated files
	@scripts/verify

golden: ## Rewrite goldens, graphs, copied SDKs, the JSON Schema, the reference
	@scripts/golden

clean: ## Remove what was built; the local cloud stays
	rm -rf bin .bin
