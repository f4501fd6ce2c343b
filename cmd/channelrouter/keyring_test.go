package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"channelrouter/configs"
	"channelrouter/miniprogram/fake"
)

func embeddedConfig(t *testing.T) configs.Config {
	t.Helper()
	return (demoCommand{Once: true}).configuration(t.TempDir(), fake.New())
}

func TestKeyringLife(t *testing.T) {
	ctx := context.Background()
	c := embeddedConfig(t)
	if err := (keyringInit{}).Run(c); err != nil {
		t.Fatal(err)
	}
	if err := (keyringInit{}).Run(c); err == nil {
		t.Error("a second init replaced the keyring")
	}
	if err := (keyringAddEpoch{}).Run(ctx, c); err != nil {
		t.Fatal(err)
	}
	h, err := build(ctx, c) // records both epochs
	if err != nil {
		t.Fatal(err)
	}
	h.close()
	if err := (keyringCheck{}).Run(ctx, c); err != nil {
		t.Error(err)
	}
	backup := filepath.Join(t.TempDir(), "keyring.backup")
	if err := (keyringBackup{File: backup, Secret: passphrase{Passphrase: "a long passphrase"}}).Run(c); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(c.Keyring.Path); err != nil {
		t.Fatal(err)
	}
	if err := (keyringRestore{File: backup, Secret: passphrase{Passphrase: "the wrong passphrase"}}).Run(c); err == nil {
		t.Error("a wrong passphrase opened the backup")
	}
	if err := (keyringRestore{File: backup, Secret: passphrase{Passphrase: "a long passphrase"}}).Run(c); err != nil {
		t.Fatal(err)
	}
	if err := (keyringCheck{}).Run(ctx, c); err != nil {
		t.Errorf("the restored keyring: %v", err)
	}
}

func TestMigrateUpStatusDown(t *testing.T) {
	ctx := context.Background()
	c := embeddedConfig(t)
	if err := (migrateUp{}).Run(ctx, c); err != nil {
		t.Fatal(err)
	}
	if err := (migrateStatus{}).Run(ctx, c); err != nil {
		t.Error(err)
	}
	if err := (migrateDown{}).Run(ctx, c); err == nil {
		t.Error("down without --yes dropped tables")
	}
	if err := (migrateDown{Yes: true}).Run(ctx, c); err != nil {
		t.Error(err)
	}
}
