package testkit

import (
	"context"
	"errors"
	"fmt"

	"channelrouter/model"
	"channelrouter/service/link"
)

// apps are five mini-programs; the guide's has a version for testers only.
func apps() map[string]link.App {
	all := map[string]link.App{}
	for _, role := range link.Roles {
		all[role] = link.App{ID: "wx-" + role}
	}
	all["guide"] = link.App{ID: "wx-guide", EnvVersion: "trial"}
	return all
}

// silent is a WeChat that does not answer. Tests of links talk to miniprogram/fake.
type silent struct{}

var errSilent = errors.New("WeChat does not answer")

func (silent) URLLink(context.Context, string, string, string, int) (string, error) {
	return "", errSilent
}

func (silent) URLScheme(context.Context, string, string, string, int) (string, error) {
	return "", errSilent
}

func (silent) Picture(context.Context, string, string, string) ([]byte, error) { return nil, errSilent }

// TestHosts has the world's owner scan each host that is printed, on an iPhone and on an
// Android phone, and record that its app opened: codes may be exported from then on.
func (w *World) TestHosts() {
	w.T.Helper()
	sites, err := w.Link.Checklist(w.Ctx)
	w.must(err)
	for _, site := range sites {
		for _, os := range []model.DeviceOS{model.IOS, model.Android} {
			w.events++
			_, err := w.Link.RecordTest(w.Ctx, link.NewTest{
				User: 1, Key: fmt.Sprintf("test-%d", w.events), Host: site.Host, UpperCase: site.UpperCase, OS: os,
				Device: "a phone of the world", WeChatVersion: "8.0.60", Passed: true,
			})
			w.must(err)
		}
	}
}
