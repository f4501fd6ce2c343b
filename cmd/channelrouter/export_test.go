package main

import (
	"fmt"
	"os/user"
	"path/filepath"
	"strings"
	"testing"

	"channelrouter/configs"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/identity"
	"channelrouter/service/link"
)

// inside does something in the shell's house while no command runs.
func (s *shell) inside(do func(h *house) error) {
	s.t.Helper()
	c := configs.Default()
	c.Data = filepath.Join(s.dir, "data")
	c.DatabaseURL = configs.Secret("sqlite://" + filepath.Join(c.Data, "channelrouter.db"))
	c.Keyring.Path = filepath.Join(c.Data, "keyring.json")
	h, err := build(s.t.Context(), c)
	if err != nil {
		s.t.Fatal(err)
	}
	defer h.close()
	if err := do(h); err != nil {
		s.t.Fatal(err)
	}
}

// The command's export is locked like the console's, and stands in the audit log.
func TestExportCommand(t *testing.T) {
	s := newShell(t)
	s.run("keyring", "init")
	s.run("catalog", "import", s.file("catalogue.csv", catalogueHeader+"P01,06900000000014,One,tin,1,2\n"))
	s.inside(func(h *house) error {
		all, err := h.Catalog.All(t.Context())
		if err != nil {
			return err
		}
		_, err = h.Code.IssueBatch(t.Context(), code.NewBatch{
			Ref: "B1", ProductID: all[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.PreLinked, Count: 2,
		})
		return err
	})
	args := []string{"code", "export", "--batch", "B1", "--face", "pallet", "--out", "codes.csv"}
	s.refused(args, "code.export_locked", "https://q.x.example/: ios was not tested; android was not tested", "/console/links/tests")
	if s.exists("codes.csv") {
		t.Error("a locked export has made a file")
	}
	s.inside(func(h *house) error {
		for _, os := range []model.DeviceOS{model.IOS, model.Android} {
			_, err := h.Link.RecordTest(t.Context(), link.NewTest{User: 1, Key: fmt.Sprint(os), Host: "q.x.example", OS: os, Device: "a phone", Passed: true})
			if err != nil {
				return err
			}
		}
		return nil
	})
	s.says(s.run(args...), "2 codes")
	s.environment = []string{"CHANNELROUTER_PRINTING_UPPER_CASE=true"}
	s.refused([]string{"code", "export", "--batch", "B1", "--face", "pallet"}, "code.export_locked", "HTTPS://Q.X.EXAMPLE/")
	s.environment = []string{"CHANNELROUTER_PRINTING_HOST=p.x.example"}
	s.refused([]string{"code", "export", "--batch", "B1", "--face", "pallet"}, "code.export_locked", "https://p.x.example/")

	who, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	s.inside(func(h *house) error {
		log, err := h.Identity.ListAudit(t.Context(), identity.AuditFilter{}, 0, 10)
		exports := 0
		for _, e := range log {
			if e.Action != "channelrouter code export" {
				continue
			}
			exports++
			if e.Target != "codes.csv, 2 codes of pallet from 0, batch B1" || !strings.HasSuffix(e.RequestID, who.Username) {
				t.Errorf("audited as %+v", e)
			}
		}
		if exports != 1 {
			t.Errorf("%d exports were audited", exports)
		}
		return err
	})
}

// A host that belongs to no app, or to two, is refused at start.
func TestHostsAreCheckedAtStart(t *testing.T) {
	s := newShell(t)
	s.run("keyring", "init")
	export := []string{"code", "export", "--batch", "B1", "--face", "pallet"}
	s.environment = []string{"CHANNELROUTER_APPS_CONSUMER_HOST=c.x.example"}
	s.refused(export, `the printed host "q.x.example" belongs to no app`)
	s.environment = []string{"CHANNELROUTER_APPS_GUIDE_HOST=g.x.example", "CHANNELROUTER_APPS_TERMINAL_HOST=G.X.example"}
	s.refused(export, `"g.x.example" belongs to the app of the guide`)
}
