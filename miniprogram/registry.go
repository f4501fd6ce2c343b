package miniprogram

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// The roles that have a mini-program of their own.
const (
	RoleConsumer    = "consumer"
	RoleGuide       = "guide"
	RoleTerminal    = "terminal"
	RoleSalesperson = "salesperson"
	RoleDistributor = "distributor"
)

var roles = []string{RoleConsumer, RoleGuide, RoleTerminal, RoleSalesperson, RoleDistributor}

// The versions of an app that links and codes can open.
const (
	EnvRelease = "release" // what everybody gets
	EnvTrial   = "trial"   // what testers get
	EnvDevelop = "develop" // what the developer uploaded last
)

var envVersions = []string{EnvRelease, EnvTrial, EnvDevelop}

// App is one mini-program and its credentials from WeChat's console.
type App struct {
	Role       string
	AppID      string
	Secret     Secret
	OriginalID string // gh_…, which message pushes are addressed to; may be empty
	EnvVersion string // what links, codes and messages open; empty means EnvRelease
}

// credential is what an appid or a secret may look like. The library pastes both
// into URLs without escaping them.
var credential = regexp.MustCompile(`^[0-9A-Za-z_-]+$`)

var originalID = regexp.MustCompile(`^(gh_[0-9A-Za-z]+)?$`)

func (a App) check() error {
	switch {
	case !slices.Contains(roles, a.Role):
		return fmt.Errorf("mini-program %q: unknown role %q (want one of %q)", a.AppID, a.Role, roles)
	case !credential.MatchString(a.AppID):
		return fmt.Errorf("mini-program of the %s: %q is not an appid", a.Role, a.AppID)
	case !credential.MatchString(a.Secret.Reveal()):
		return fmt.Errorf("mini-program of the %s: the secret is empty or has characters that no secret has", a.Role)
	case !originalID.MatchString(a.OriginalID):
		return fmt.Errorf("mini-program of the %s: %q is not an original id (gh_…)", a.Role, a.OriginalID)
	case !slices.Contains(envVersions, a.EnvVersion):
		return fmt.Errorf("mini-program of the %s: unknown version %q (want one of %q)", a.Role, a.EnvVersion, envVersions)
	}
	return nil
}

// Registry knows which app serves which role. It never changes once made. A role
// without an app is allowed: deployments open one app after another.
type Registry struct {
	byRole  map[string]App
	byAppID map[string]App
}

// NewRegistry takes at most one app per role and one role per appid. The error
// names every fault at once and quotes no secret.
func NewRegistry(apps ...App) (*Registry, error) {
	r := &Registry{byRole: map[string]App{}, byAppID: map[string]App{}}
	var faults []error
	for _, app := range apps {
		app.EnvVersion = cmp.Or(app.EnvVersion, EnvRelease)
		if err := app.check(); err != nil {
			faults = append(faults, err)
			continue
		}
		if other, taken := r.byRole[app.Role]; taken {
			faults = append(faults, fmt.Errorf("role %s has two mini-programs, %s and %s", app.Role, other.AppID, app.AppID))
			continue
		}
		if other, taken := r.byAppID[app.AppID]; taken {
			faults = append(faults, fmt.Errorf("mini-program %s is given to two roles, %s and %s", app.AppID, other.Role, app.Role))
			continue
		}
		r.byRole[app.Role], r.byAppID[app.AppID] = app, app
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return r, nil
}

// Find returns the role's app.
func (r *Registry) Find(role string) (App, bool) {
	app, found := r.byRole[role]
	return app, found
}

// FindByAppID returns the app with this appid, as WeChat's callbacks name it.
func (r *Registry) FindByAppID(appID string) (App, bool) {
	app, found := r.byAppID[appID]
	return app, found
}

// Apps lists the configured apps in the order of their roles' declaration.
func (r *Registry) Apps() []App {
	var apps []App
	for _, role := range roles {
		if app, found := r.byRole[role]; found {
			apps = append(apps, app)
		}
	}
	return apps
}
