# `make` alone lists the targets.
.DEFAULT_GOAL := help
.PHONY: help demo build test lint check bench fmt divisions font secrets

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the whole product in one process, with sample data; needs nothing but Go
	go run ./cmd/channelrouter demo

build: ## the binary as it ships, in bin/
	CGO_ENABLED=0 go build -trimpath -o bin/ ./cmd/channelrouter

test: ## the tests on SQLite, the quick way
	go test ./...

lint: ## golangci-lint with the import rules
	./scripts/test --only lint

check: ## everything that must hold before a change goes in
	./scripts/test

bench: ## measure, on private MariaDB and Redis servers
	./scripts/bench

fmt: ## format the Go source
	gofmt -w $$(git ls-files -co --exclude-standard '*.go')

divisions: ## make internal/geo/divisions.csv and shapes.bin again (needs Node)
	cd scripts/divisions && npm ci && node make.mjs

font: ## make internal/font/regular.ttf.gz again (needs fonttools and two fonts)
	scripts/font/make.py

# The container reads its secrets as user 65532, so the files are open and the
# folder is not.
secrets: secrets/database_url secrets/mysql_root_password secrets/keyring_key ## random passwords for compose.yaml, once

secrets/mysql_password secrets/mysql_root_password:
	@install -d -m 0700 secrets
	@head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n' > $@
	@chmod 0444 $@

# Thirty-two bytes in hex: what unlocks the keyring.
secrets/keyring_key:
	@install -d -m 0700 secrets
	@head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' > $@
	@chmod 0444 $@

secrets/database_url: secrets/mysql_password
	@printf 'mysql://channelrouter:%s@tcp(mysql:3306)/channelrouter' "$$(cat $<)" > $@
	@chmod 0444 $@
