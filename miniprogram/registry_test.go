package miniprogram

import (
	"strings"
	"testing"
)

func app(role, appID, secret string) App {
	return App{Role: role, AppID: appID, Secret: NewSecret(secret)}
}

func TestRegistryFinds(t *testing.T) {
	registry, err := NewRegistry(app(RoleGuide, "wx2", "s2"), app(RoleConsumer, "wx1", "s1"))
	if err != nil {
		t.Fatal(err)
	}
	if found, ok := registry.Find(RoleGuide); !ok || found.AppID != "wx2" || found.Secret.Reveal() != "s2" {
		t.Errorf("Find(guide) = %v, %v", found, ok)
	}
	if found, _ := registry.Find(RoleGuide); found.EnvVersion != EnvRelease {
		t.Errorf("without a version the app opens as %q", found.EnvVersion)
	}
	if found, ok := registry.FindByAppID("wx1"); !ok || found.Role != RoleConsumer {
		t.Errorf("FindByAppID(wx1) = %v, %v", found, ok)
	}
	if _, ok := registry.Find(RoleTerminal); ok {
		t.Error("a role without an app was found")
	}
	if _, ok := registry.FindByAppID(""); ok {
		t.Error("an empty appid was found")
	}
	if apps := registry.Apps(); len(apps) != 2 || apps[0].Role != RoleConsumer {
		t.Errorf("Apps() = %v", apps)
	}
}

func TestRegistryRefuses(t *testing.T) {
	with := func(original, version string) App {
		a := app(RoleGuide, "wx1", "s")
		a.OriginalID, a.EnvVersion = original, version
		return a
	}
	cases := []struct {
		name string
		apps []App
		want []string
	}{
		{"an unknown role", []App{app("emperor", "wx1", "s")}, []string{`unknown role "emperor"`}},
		{"no appid", []App{app(RoleGuide, "", "s")}, []string{`"" is not an appid`}},
		{"an appid that would change the URL", []App{app(RoleGuide, "wx1&secret=x", "s")}, []string{"is not an appid"}},
		{"no secret", []App{{Role: RoleGuide, AppID: "wx1"}}, []string{"the secret is empty"}},
		{"a role twice", []App{app(RoleGuide, "wx1", "s"), app(RoleGuide, "wx2", "s")}, []string{"role guide has two mini-programs, wx1 and wx2"}},
		{"what is no original id", []App{with("wx1", "")}, []string{`"wx1" is not an original id`}},
		{"an unknown version", []App{with("gh_1", "beta")}, []string{`unknown version "beta"`}},
		{"an appid twice", []App{app(RoleGuide, "wx1", "s"), app(RoleConsumer, "wx1", "s")}, []string{"wx1 is given to two roles"}},
		{"all faults at once", []App{app("emperor", "wx1", "s"), app(RoleGuide, "wx2", "pass word")}, []string{"emperor", "guide"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			registry, err := NewRegistry(c.apps...)
			if err == nil || registry != nil {
				t.Fatalf("NewRegistry = %v, %v", registry, err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "pass word") {
				t.Errorf("%q quotes the secret", err)
			}
		})
	}
}
