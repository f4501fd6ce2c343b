package link

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// OSName is "ios" or "android".
func OSName(o model.DeviceOS) string { return osNames[o] }

var osNames = map[model.DeviceOS]string{model.IOS: "ios", model.Android: "android"}

// systems are those that a host is tested on, in order.
var systems = []model.DeviceOS{model.IOS, model.Android}

// NewTest is what an owner saw on a phone.
type NewTest struct {
	User          model.UserID
	Key           string // a retry has the same
	Host          string
	UpperCase     bool // the code read HTTPS://HOST/…
	OS            model.DeviceOS
	Device        string
	WeChatVersion string
	Passed        bool // the right app opened
	Note          string
}

func (n NewTest) hash() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %t %d %q %q %t %q", n.Host, n.UpperCase, n.OS, n.Device, n.WeChatVersion, n.Passed, n.Note))
	return hex.EncodeToString(sum[:])
}

// RecordTest keeps a test of a host with the app that it belongs to now. Errors:
// ErrUnknownHost, ErrKeyReused.
func (s *Service) RecordTest(ctx context.Context, n NewTest) (model.DeviceTest, error) {
	n.Host = strings.ToLower(n.Host)
	role, known := s.sites.byHost[n.Host]
	if !known {
		return model.DeviceTest{}, ErrUnknownHost.With("%.60q", n.Host)
	}
	t := model.DeviceTest{
		ID: model.DeviceTestID(s.ids.Next()), Host: n.Host, UpperCase: n.UpperCase, AppID: s.sites.Apps[role].ID, OS: n.OS,
		Device: n.Device, WeChatVersion: n.WeChatVersion, Passed: n.Passed, Note: n.Note,
		UserID: n.User, Key: n.Key, InputHash: n.hash(), At: s.clock.Now(),
	}
	err := s.db.Run(ctx, func(ctx context.Context) error {
		stored, err := s.store.insertTest(ctx, &t)
		if err != nil {
			return err
		}
		if !stored {
			earlier, err := s.store.testByKey(ctx, n.User, n.Key)
			if err != nil {
				return err
			}
			if earlier.InputHash != n.hash() {
				return ErrKeyReused.With("key %q", n.Key)
			}
			t = *earlier
		}
		db.Note(ctx, "test %d of %s on %s, passed %t", t.ID, ruleOf(t.Host, t.UpperCase), OSName(t.OS), t.Passed)
		return nil
	})
	return t, err
}

// newest are the newest tests of a host, by system: with the case that is printed, and of
// the app that the host belongs to. A host that is given to another app is untested.
func (s *Service) newest(ctx context.Context, host string) (map[model.DeviceOS]*model.DeviceTest, error) {
	found := map[model.DeviceOS]*model.DeviceTest{}
	for _, os := range systems {
		t, err := s.store.newestTest(ctx, host, s.sites.Printing.UpperCase, s.sites.Apps[s.sites.byHost[host]].ID, os)
		if err != nil {
			return nil, err
		}
		if t != nil {
			found[os] = t
		}
	}
	return found, nil
}

// Printable makes sure that codes of a face may be exported in numbers: the newest test
// of the host that would be printed, in its case, passed on both systems. Else it is
// ErrExportLocked, which names what lacks.
func (s *Service) Printable(ctx context.Context, face model.Face) error {
	host := s.sites.Printing.Host(face)
	tests, err := s.newest(ctx, host)
	if err != nil {
		return err
	}
	if lacking := lacking(tests); len(lacking) > 0 {
		return ErrExportLocked.With("%s is printed with %s: %s", face, s.sites.Printing.Prefix(face), strings.Join(lacking, "; "))
	}
	return nil
}

// lacking says which systems still want a test that passes.
func lacking(tests map[model.DeviceOS]*model.DeviceTest) (lacking []string) {
	for _, os := range systems {
		if t := tests[os]; t == nil || !t.Passed {
			lacking = append(lacking, OSName(os)+" "+shortcoming(t))
		}
	}
	return lacking
}

// shortcoming is why a test does not count: there is none, or it failed.
func shortcoming(t *model.DeviceTest) string {
	if t == nil {
		return "was not tested"
	}
	return "failed on " + t.At.Format("2006-01-02") + " (" + t.Device + ")"
}
