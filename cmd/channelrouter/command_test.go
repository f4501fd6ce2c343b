package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// childCommand makes this test's binary the command itself, so that command lines and
// the environment are read as users give them.
const childCommand = "CHILD_COMMAND"

// shell runs commands in one folder, embedded, with the environment that it names.
type shell struct {
	t           *testing.T
	dir         string
	environment []string
	input       string
}

func newShell(t *testing.T) *shell {
	t.Helper()
	return &shell{t: t, dir: t.TempDir()}
}

// try runs a command and returns what it printed, on both outputs, and whether it ended
// well.
func (s *shell) try(args ...string) (printed string, ok bool) {
	s.t.Helper()
	binary, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	command := exec.Command(binary, args...)
	command.Dir = s.dir
	command.Env = slices.Concat([]string{childCommand + "=1", "HOME=" + s.dir, "PATH=" + os.Getenv("PATH")}, s.environment)
	command.Stdin = strings.NewReader(s.input)
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	err = command.Run()
	return out.String(), err == nil
}

// run is try for commands that must end well.
func (s *shell) run(args ...string) string {
	s.t.Helper()
	printed, ok := s.try(args...)
	if !ok {
		s.t.Fatalf("%v: %s", args, printed)
	}
	return printed
}

// refused is try for commands that must fail, saying each of the words.
func (s *shell) refused(args []string, words ...string) {
	s.t.Helper()
	printed, ok := s.try(args...)
	if ok {
		s.t.Errorf("%v ended well: %s", args, printed)
	}
	s.says(printed, words...)
}

func (s *shell) says(printed string, words ...string) {
	s.t.Helper()
	for _, word := range words {
		if !strings.Contains(printed, word) {
			s.t.Errorf("%q is missing in: %s", word, printed)
		}
	}
}

// file writes a file into the folder and returns its name.
func (s *shell) file(name, content string) string {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return name
}

func (s *shell) exists(name string) bool {
	_, err := os.Stat(filepath.Join(s.dir, name))
	return err == nil
}

// The lines of the README: the passphrase comes by environment, or from a file.
func TestBackupAndRestoreAsTheReadmeSays(t *testing.T) {
	s := newShell(t)
	s.run("keyring", "init")
	s.refused([]string{"keyring", "backup", "keyring.backup"}, "CHANNELROUTER_PASSPHRASE")
	s.environment = []string{"CHANNELROUTER_PASSPHRASE=four good plain words"}
	s.run("keyring", "backup", "keyring.backup")
	s.refused([]string{"keyring", "backup", "keyring.backup"}, "keyring.backup exists", "another name")
	if err := os.Remove(filepath.Join(s.dir, "data/keyring.json")); err != nil {
		t.Fatal(err)
	}
	s.environment = []string{"CHANNELROUTER_PASSPHRASE_FILE=" + s.file("secret", "four good plain words\n")}
	s.run("keyring", "restore", "keyring.backup")
	s.run("keyring", "check")
	s.environment = append(s.environment, "CHANNELROUTER_PASSPHRASE=four good plain words")
	s.refused([]string{"keyring", "backup", "again.backup"}, "not both")
}
