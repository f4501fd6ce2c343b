package main

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestMigrateSaysWhatItDid(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine does this: little for the race detector to find, which slows SQLite fiftyfold")
	}
	s := newShell(t)
	s.says(s.run("migrate", "down", "--yes"), "nothing to take back")
	s.says(s.run("migrate", "up"), "applied  0001_foundation")
	s.says(s.run("migrate", "up"), "nothing to apply")
	for _, line := range slices.Backward(strings.Split(strings.TrimSpace(s.run("migrate", "status")), "\n")) {
		step := strings.Fields(line)[1]
		s.says(s.run("migrate", "down", "--yes"), "taken back  "+step)
		s.says(s.run("migrate", "status"), "missing  "+step)
	}
	s.says(s.run("migrate", "down", "--yes"), "nothing to take back")
}

// Who only reads makes no key, which would unlock nothing and stand in the way of the
// right one.
func TestReadingWithoutAKeyringMakesNothing(t *testing.T) {
	s := newShell(t)
	for _, args := range [][]string{
		{"code", "decode", "C6R0RZJ75BVS31"}, {"code", "encode", "--epoch", "1", "--face", "pallet", "--slot", "0"},
		{"keyring", "check"}, {"keyring", "add-epoch"}, {"keyring", "backup", "--passphrase", "four good plain words", "b"},
	} {
		s.refused(args, "no keyring at data/keyring.json", "keyring init", "keyring restore")
	}
	if s.exists("data/keyring.key") {
		t.Error("a key was made")
	}
	s.run("keyring", "init")
	if err := os.Remove(filepath.Join(s.dir, "data/keyring.key")); err != nil {
		t.Fatal(err)
	}
	s.refused([]string{"code", "decode", "C6R0RZJ75BVS31"}, "CHANNELROUTER_KEYRING_KEY")
	if s.exists("data/keyring.key") {
		t.Error("another key was made")
	}
}

func TestKeyringCheckOfAFreshDatabase(t *testing.T) {
	s := newShell(t)
	s.run("keyring", "init")
	s.says(s.run("keyring", "check"), "seen no keyring")
}

func TestAnUnknownEpochIsNamed(t *testing.T) {
	s := newShell(t)
	s.run("keyring", "init")
	s.refused([]string{"code", "encode", "--epoch", "9", "--face", "pallet", "--slot", "0"}, "epoch 9; it has 1 to 1", "Name one")
	s.refused([]string{"code", "encode", "--epoch", "1", "--face", "box_outer", "--slot", "0"}, "code.no_key")
}

func TestABusyPortIsExplained(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	s := newShell(t)
	s.environment = []string{"CHANNELROUTER_LISTEN=" + listener.Addr().String()}
	s.refused([]string{"serve"}, "address already in use", "choose another address")
}

func TestChannelReportIsInSnakeCase(t *testing.T) {
	s := newShell(t)
	file := s.file("channel.csv", "kind,code,name,adcode\nbrand,B,Brand,310115\n")
	s.run("channel", "import", file, "--report", "report.json")
	content, err := os.ReadFile(filepath.Join(s.dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var report map[string]any
	want := map[string]any{
		"rows":    []any{map[string]any{"line": 2.0, "code": "B", "status": "created"}},
		"created": 1.0, "updated": 0.0, "unchanged": 0.0, "refused": 0.0, "imported": true,
	}
	if err := json.Unmarshal(content, &report); err != nil || !reflect.DeepEqual(report, want) {
		t.Errorf("%v, %s", err, content)
	}
}
