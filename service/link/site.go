package link

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"channelrouter/model"
)

// Roles that have an app, in the order they are listed in.
var Roles = []string{"consumer", "guide", "terminal", "salesperson", "distributor"}

// consumer's app is the one that codes open unless their host says otherwise.
const consumer = "consumer"

// envRelease is the version that everybody gets.
const envRelease = "release"

// App is a role's mini-program.
type App struct {
	ID         string // the appid; "" while none is configured
	EnvVersion string // release, trial or develop; "" means release
	Host       string // whose URLs WeChat opens in it; "" for none
}

// Printing says what stands before a code on the goods.
type Printing struct {
	// Hosts is the host printed on each face; faces that open another app have another.
	Hosts map[model.Face]string
	// DefaultHost is for faces without one of their own.
	DefaultHost string
	// UpperCase prints HTTPS://HOST/ so that the QR code stays in alphanumeric mode.
	UpperCase bool
}

// Host is what is printed on a face, in lower case.
func (p Printing) Host(face model.Face) string {
	if host := p.Hosts[face]; host != "" {
		return strings.ToLower(host)
	}
	return strings.ToLower(p.DefaultHost)
}

// Prefix is what stands before the code in the printed URL.
func (p Printing) Prefix(face model.Face) string { return ruleOf(p.Host(face), p.UpperCase) }

// ruleOf is the URL that all codes of a host begin with, as printed.
func ruleOf(host string, upperCase bool) string {
	url := "https://" + host + "/"
	if upperCase {
		return strings.ToUpper(url)
	}
	return url
}

// Settings are the room's part of the configuration.
type Settings struct {
	Apps     map[string]App // by role
	Printing Printing
	// VerifyFiles are what WeChat asks for at the root of each host: contents by name.
	VerifyFiles map[string]string
}

// sites knows which app a host belongs to.
type sites struct {
	Settings
	byHost map[string]string // the role, by host in lower case
}

const (
	maxHost       = 128
	maxVerifyFile = 4096
)

var (
	hostName   = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)
	verifyName = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}\.txt$`)
)

// newSites finds every fault of the settings at once. The printed host is the consumer's
// unless the settings give the consumer, or the host, to another.
func newSites(set Settings) (*sites, error) {
	s := &sites{Settings: set, byHost: map[string]string{}}
	s.Apps = maps.Clone(set.Apps)
	if s.Apps == nil {
		s.Apps = map[string]App{}
	}
	var faults []error
	for _, role := range Roles {
		faults = append(faults, s.give(role, strings.ToLower(s.Apps[role].Host)))
	}
	printed := strings.ToLower(set.Printing.DefaultHost)
	if _, taken := s.byHost[printed]; !taken && s.Apps[consumer].Host == "" {
		faults = append(faults, s.give(consumer, printed))
	}
	for _, host := range s.printed() {
		if _, known := s.byHost[host]; !known {
			faults = append(faults, fmt.Errorf("the printed host %q belongs to no app: set apps.ROLE.host", host))
		}
	}
	for name, content := range set.VerifyFiles {
		if !verifyName.MatchString(name) || content == "" || len(content) > maxVerifyFile {
			faults = append(faults, fmt.Errorf("wechat.verify_files: %q must be named NAME.txt and have a content of up to %d bytes", name, maxVerifyFile))
		}
	}
	return s, errors.Join(faults...)
}

// give has a host belong to a role's app.
func (s *sites) give(role, host string) error {
	if host == "" {
		return nil
	}
	if !hostName.MatchString(host) || len(host) > maxHost {
		return fmt.Errorf("apps.%s.host: %q is no host name", role, host)
	}
	if other, taken := s.byHost[host]; taken {
		return fmt.Errorf("apps.%s.host: %q belongs to the app of the %s, and a host opens one app", role, host, other)
	}
	s.byHost[host] = role
	return nil
}

// printed is every host on the goods, in order, each once.
func (s *sites) printed() []string {
	hosts := []string{strings.ToLower(s.Printing.DefaultHost)}
	for face := range s.Printing.Hosts {
		hosts = append(hosts, s.Printing.Host(face))
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// app is a role's mini-program, or ErrNoApp.
func (s *sites) app(role string) (App, error) {
	app := s.Apps[role]
	if app.ID == "" {
		return App{}, ErrNoApp.With("role %q", role)
	}
	if app.EnvVersion == "" {
		app.EnvVersion = envRelease
	}
	return app, nil
}

// Opens is an app that a host's codes open. ID is "" where none is configured.
type Opens struct{ Role, AppID, EnvVersion string }

// Hosts says for every host which app its codes open.
func (s *Service) Hosts() map[string]Opens {
	all := make(map[string]Opens, len(s.sites.byHost))
	for host, role := range s.sites.byHost {
		all[host] = s.Opens(role)
	}
	return all
}

// Opens is a role's app.
func (s *Service) Opens(role string) Opens {
	app, err := s.sites.app(role)
	if err != nil {
		return Opens{Role: role}
	}
	return Opens{Role: role, AppID: app.ID, EnvVersion: app.EnvVersion}
}

// VerifyFiles are what WeChat asks for at the root of each host: contents by name.
func (s *Service) VerifyFiles() map[string]string { return s.sites.VerifyFiles }
