package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"channelrouter/configs"
	"channelrouter/service/code"
)

// passphrase is the flags that name a backup's passphrase.
type passphrase struct {
	Passphrase     string `env:"CHANNELROUTER_PASSPHRASE" help:"Passphrase of the backup, at least 12 characters. Better by environment than on the command line."`
	PassphraseFile string `env:"CHANNELROUTER_PASSPHRASE_FILE" type:"existingfile" help:"File that holds the passphrase; its last line end does not count." placeholder:"FILE"`
}

// text is the passphrase, wherever it was given. It fails when none was, and when both
// were, because one of them would be ignored.
func (p passphrase) text() (string, error) {
	switch {
	case p.Passphrase != "" && p.PassphraseFile != "":
		return "", errors.New("give the passphrase or the file that holds it, not both")
	case p.PassphraseFile != "":
		content, err := os.ReadFile(p.PassphraseFile)
		return strings.TrimRight(string(content), "\r\n"), err
	case p.Passphrase != "":
		return p.Passphrase, nil
	}
	return "", errors.New("a passphrase is needed: set CHANNELROUTER_PASSPHRASE, or CHANNELROUTER_PASSPHRASE_FILE to the file that holds it")
}

type keyringBackup struct {
	File   string     `arg:"" help:"File to write; it must not exist."`
	Secret passphrase `embed:""`
}

// Run writes a backup that needs nothing but its passphrase.
func (b keyringBackup) Run(c configs.Config) error {
	secret, err := b.Secret.text()
	if err != nil {
		return err
	}
	k, _, err := loadKeyring(c)
	if err != nil {
		return err
	}
	file, err := newFile(b.File)
	if err != nil {
		return err
	}
	if err := errors.Join(code.Backup(file, k, secret), file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(b.File))
	}
	fmt.Printf("wrote %s; keep it and its passphrase apart\n", b.File)
	return nil
}

type keyringRestore struct {
	File   string     `arg:"" type:"existingfile" help:"Backup to read."`
	Secret passphrase `embed:""`
}

// Run puts a backup in place. It never replaces a keyring.
func (r keyringRestore) Run(c configs.Config) error {
	if _, err := os.Stat(c.Keyring.Path); err == nil {
		return fmt.Errorf("%s exists; move it away first", c.Keyring.Path)
	}
	secret, err := r.Secret.text()
	if err != nil {
		return err
	}
	file, err := os.Open(r.File)
	if err != nil {
		return err
	}
	defer file.Close()
	k, err := code.Restore(file, secret)
	if err != nil {
		return err
	}
	key, err := keyringKey(c)
	if err != nil {
		return err
	}
	if err := code.Save(c.Keyring.Path, k, key); err != nil {
		return err
	}
	fmt.Printf("restored %s with %d epochs; now: channelrouter keyring check\n", c.Keyring.Path, len(k.Epochs))
	return nil
}

// newFile creates a file that only its owner reads, and says what to do where there is
// one of that name.
func newFile(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%s exists and is not written over; move it away, or give another name", path)
	}
	return file, err
}
