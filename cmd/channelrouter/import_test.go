package main

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"testing"

	"channelrouter/internal/db"
	"channelrouter/model"
)

const catalogueHeader = "sku,gtin,name,pack,points_earned,points_to_redeem\n"

func TestCatalogImport(t *testing.T) {
	s := newShell(t)
	file := s.file("catalogue.csv", catalogueHeader+"P01,06900000000014,One,tin,1,2\nP02,06900000000021,Two,tin,1,2\n")
	s.says(s.run("catalog", "import", file), "line 2  P01  created", "2 created, 0 updated, 0 unchanged")
	s.says(s.run("catalog", "import", file), "0 created, 0 updated, 2 unchanged")
	bad := s.file("bad.csv", catalogueHeader+"P01,06900000000014,Other,tin,1,2\nP02,06900000000022,Two,tin,1,2\n")
	s.refused([]string{"catalog", "import", bad}, "line 3", "check digit", "nothing was imported")
	s.says(s.run("catalog", "import", file), "2 unchanged")
}

func TestImportForeign(t *testing.T) {
	s := newShell(t)
	var numbers strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&numbers, "880000%08d\n", i)
	}
	old := s.file("old.txt", "\ufeff"+numbers.String()+"\n")
	args := []string{"code", "import-foreign", old, "--shape", "digits:14:88", "--product", "P01", "--batch", "OLD-1"}
	s.refused(args, "no such product", "catalog import")
	s.run("catalog", "import", s.file("catalogue.csv", catalogueHeader+"P01,06900000000014,One,tin,1,2\n"))
	s.says(s.run(args...), "row 2500 of 2500", "2500 codes imported on cases of P01 as batch OLD-1")
	s.refused(args, "code.batch_exists")
	for shape, words := range map[string]string{"digits": "CHARSET:LENGTH", "digits:x": "no length", "letters:14": "digits, hex or alnum", "digits:13": "intake.bad_heading"} {
		s.refused([]string{"code", "import-foreign", old, "--shape", shape, "--product", "P01", "--batch", "OLD-2"}, words)
	}
	again := []string{"code", "import-foreign", s.file("more.txt", "88000000000001\n99000000000001\n"), "--shape", "digits:14", "--product", "P01", "--batch", "OLD-2"}
	s.refused(again, "1 of 2 rows", "1,88000000000001,code.foreign_taken", "imported before", "intake.rows_rejected")
	report := filepath.Join(s.dir, "report.csv")
	s.says(s.run(append(again, "--skip-bad", "--report", report)...), "1 codes imported")
	if content, err := os.ReadFile(report); err != nil || strings.Count(string(content), "\n") != 2 {
		t.Errorf("%s, %v", content, err)
	}
	s.refused([]string{"code", "import-foreign", s.file("none.txt", "\n\n"), "--shape", "digits:14", "--product", "P01", "--batch", "OLD-3"}, "holds no rows")
}

// Who writes from the command line stands in the audit log as the system, with the name
// that the system knows.
func TestCommandsAreAudited(t *testing.T) {
	s := newShell(t)
	s.run("keyring", "init")
	s.input = "four good plain words\n"
	s.run("user", "add", "li")
	s.run("catalog", "import", s.file("catalogue.csv", catalogueHeader+"P01,06900000000014,One,tin,1,2\n"))
	s.run("channel", "import", s.file("channel.csv", "kind,code,name,adcode\nbrand,B,Brand,310115\n"))
	s.run("code", "import-foreign", s.file("old.txt", "88000000000001\n"), "--shape", "digits:14", "--product", "P01", "--batch", "OLD")
	s.run("keyring", "add-epoch")
	s.refused([]string{"user", "add", "li"}, "identity.login_taken") // leaves none

	who := "unknown"
	if u, err := user.Current(); err == nil {
		who = u.Username
	}
	entries := auditEntries(t, filepath.Join(s.dir, "data/channelrouter.db"))
	want := [][2]string{
		{"user add", "owner li, user "}, {"catalog import", "catalogue.csv, 1 products created, 0 updated, 0 unchanged: P01"},
		{"channel import", "channel.csv, 1 organisations in lines 2 to 2"}, {"code import-foreign", "old.txt"},
		{"keyring add-epoch", "epoch 2"},
	}
	if len(entries) != len(want) {
		t.Fatalf("%d entries: %+v", len(entries), entries)
	}
	for i, e := range entries {
		if e.UserID != 0 || e.RequestID != "system:"+who || e.Action != "channelrouter "+want[i][0] || !strings.HasPrefix(e.Target, want[i][1]) {
			t.Errorf("want %v: %+v", want[i], e)
		}
	}
}

func auditEntries(t *testing.T, path string) []model.AuditEntry {
	t.Helper()
	d, err := db.Open(t.Context(), "sqlite://"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var entries []model.AuditEntry
	if err := d.Conn(t.Context()).Order("id").Find(&entries).Error; err != nil {
		t.Fatal(err)
	}
	return entries
}
