package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
	"channelrouter/service/identity"
	"channelrouter/service/link"
)

// issued is a shell whose house has a batch of two pallets.
func issued(t *testing.T) *shell {
	t.Helper()
	s := newShell(t)
	s.run("keyring", "init")
	s.run("catalog", "import", s.file("catalogue.csv", catalogueHeader+"P01,06900000000014,One,tin,1,2\n"))
	s.inside(func(h *house) error {
		all, err := h.Catalog.All(t.Context())
		if err != nil {
			return err
		}
		_, err = h.Code.IssueBatch(t.Context(), code.NewBatch{
			Ref: "26/11", ProductID: all[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.PreLinked, Count: 2,
		})
		return err
	})
	return s
}

// Files in a folder are what their manifest says; one code is drawn before any is unlocked.
func TestCodeFilesCommand(t *testing.T) {
	s := issued(t)
	s.run("code", "label", "--batch", "26/11", "--face", "unit_inner", "--out", "sample.svg")
	s.run("code", "label", "--batch", "26/11", "--face", "unit_inner", "--out", "sample.png")
	s.refused([]string{"code", "label", "--batch", "26/11", "--face", "unit_inner", "--out", "sample.gif"}, ".svg")
	files := func(args ...string) []string {
		return append([]string{"code", "export", "--batch", "26/11", "--face", "unit_outer"}, args...)
	}
	s.refused(files("--folder", "out"), "code.export_locked")
	s.inside(func(h *house) error {
		for _, os := range []model.DeviceOS{model.IOS, model.Android} {
			_, err := h.Link.RecordTest(t.Context(), link.NewTest{User: 1, Key: fmt.Sprint(os), Host: "q.x.example", OS: os, Device: "a phone", Passed: true})
			if err != nil {
				return err
			}
		}
		return nil
	})
	for folder, flags := range map[string][]string{
		"lines": {"--format", "csv.zst"}, "pairs": {"--pair"}, "labels": {"--format", "pdf", "--sheet-columns", "4"},
	} {
		s.says(s.run(files(append(flags, "--folder", folder, "--shard-codes", "20")...)...), "48 codes in 3 files")
		s.checkManifest(folder)
	}
	s.inside(func(h *house) error {
		log, err := h.Identity.ListAudit(t.Context(), identity.AuditFilter{}, 0, 100)
		exports := 0
		for _, e := range log {
			if e.Action == "channelrouter code export" {
				exports++
			}
		}
		if exports != 3 {
			t.Errorf("%d exports are in the audit log, not 3: %+v", exports, log)
		}
		return err
	})
	s.refused(files("--folder", "labels", "--format", "pdf", "--shard-codes", "20"), "exists")
	s.refused(files("--folder", "small", "--format", "pdf", "--sheet-columns", "40"), "codeorder.bad_export")
	s.refused(files("--pair"), "--folder")
}

// checkManifest holds a folder's files against its manifest.
func (s *shell) checkManifest(folder string) {
	s.t.Helper()
	found, err := filepath.Glob(filepath.Join(s.dir, folder, "*-manifest.json"))
	if err != nil || len(found) != 1 {
		s.t.Fatal(found, err)
	}
	content, err := os.ReadFile(found[0])
	if err != nil {
		s.t.Fatal(err)
	}
	var m codeorder.Manifest
	if err := json.Unmarshal(content, &m); err != nil || len(m.Files) != 3 {
		s.t.Fatal(string(content), err)
	}
	for _, f := range m.Files {
		file, err := os.ReadFile(filepath.Join(s.dir, folder, f.Name))
		sum := sha256.Sum256(file)
		if err != nil || int64(len(file)) != f.Size || hex.EncodeToString(sum[:]) != f.SHA256 {
			s.t.Errorf("%s: %v, %d bytes", f.Name, err, len(file))
		}
	}
}
