package configs

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/structs"
	"github.com/knadh/koanf/v2"

	"channelrouter/model"
)

const prefix = "CHANNELROUTER_"

// publicURL may be http for a stand-in on the loopback.
var publicURL = regexp.MustCompile(`^(https://[^/?#\s]+|http://127\.0\.0\.1(:[0-9]+)?)$`)

// flags are variables of our prefix that a command reads itself, because they are
// secrets of one call and no settings.
var flags = []string{prefix + "PASSPHRASE"}

// Load reads defaults, then path (none when empty), then environment ("NAME=value"
// lines, as os.Environ gives them), and reports every fault at once.
func Load(path string, environment []string) (Config, error) {
	k := koanf.New(".")
	if err := k.Load(structs.Provider(Default(), "koanf"), nil); err != nil {
		return Config{}, err
	}
	known := k.Keys()
	if path != "" {
		if err := k.Load(file.Provider(path), yaml.Parser()); err != nil {
			return Config{}, fmt.Errorf("configuration file %s: %w", path, err)
		}
	}
	var faults []error
	for _, key := range k.Keys() {
		if !slices.Contains(known, key) && !strings.HasPrefix(key, "printing.hosts.") && !strings.HasPrefix(key, "wechat.verify_files.") {
			faults = append(faults, fmt.Errorf("configuration file %s: %q is no setting", path, key))
		}
	}
	overrides, more := fromEnvironment(environment, known)
	faults = append(faults, more...)
	if err := k.Load(confmap.Provider(overrides, "."), nil); err != nil {
		return Config{}, err
	}
	var c Config
	if err := k.Unmarshal("", &c); err != nil {
		return Config{}, errors.Join(append(faults, err)...)
	}
	c.fill()
	return c, errors.Join(append(faults, c.check()...)...)
}

// fromEnvironment maps variables to keys; unknown ones of our prefix are faults, because
// a mistyped setting is a setting not made.
func fromEnvironment(environment, known []string) (map[string]any, []error) {
	names := map[string]string{}
	for _, key := range known {
		names[prefix+strings.ToUpper(strings.ReplaceAll(key, ".", "_"))] = key
	}
	found := map[string]any{}
	var faults []error
	for _, line := range environment {
		name, value, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		if key, ok := names[name]; ok {
			found[key] = setting(key, value)
			continue
		}
		if slices.Contains(flags, strings.TrimSuffix(name, "_FILE")) {
			continue
		}
		key, ok := names[strings.TrimSuffix(name, "_FILE")]
		if !ok {
			faults = append(faults, fmt.Errorf("environment: %s is no setting", name))
			continue
		}
		content, err := os.ReadFile(value)
		if err != nil {
			faults = append(faults, fmt.Errorf("environment: %s: %w", name, err))
			continue
		}
		found[key] = setting(key, strings.TrimSpace(string(content)))
	}
	return found, faults
}

// setting splits the settings that are lists.
func setting(key, value string) any {
	if key != "http.trusted_proxies" {
		return value
	}
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}

// fill derives what was left open.
func (c *Config) fill() {
	if c.DatabaseURL == "" {
		c.DatabaseURL = Secret("sqlite://" + filepath.Join(c.Data, "channelrouter.db"))
	}
	if c.Media.Path == "" {
		c.Media.Path = filepath.Join(c.Data, "blobs")
	}
	if c.Official.Origin == "" {
		c.Official.Origin = "https://" + c.Printing.Host
	}
	if c.Keyring.Path == "" {
		c.Keyring.Path = filepath.Join(c.Data, "keyring.json")
	}
}

func (c *Config) check() []error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		fault("listen: %w", err)
	}
	if target := string(c.DatabaseURL); !strings.HasPrefix(target, "sqlite://") && !strings.HasPrefix(target, "mysql://") {
		fault("database_url: must begin with sqlite:// or mysql://")
	}
	if c.Printing.Host == "" || strings.ContainsAny(c.Printing.Host, "/: ") {
		fault("printing.host: %q is no host name", c.Printing.Host)
	}
	if u, err := url.Parse(c.Official.Origin); err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || (u.Scheme != "https" && u.Scheme != "http") {
		fault("official_account.origin: %q is not https://HOST", c.Official.Origin)
	}
	if c.Official.ID == "" && (c.Official.Secret != "" || c.Official.CodeKey != "") {
		fault("official_account.id: is missing beside secret or code_key")
	}
	for face := range c.Printing.Hosts {
		if _, err := model.ParseFace(face); err != nil {
			fault("printing.hosts: %w", err)
		}
	}
	if u := c.Media.PublicURL; u != "" && !publicURL.MatchString(u) {
		fault("media.public_url: %q is not https://HOST, without a / at its end", u)
	}
	if c.Media.Store != "file" && c.Media.Store != "s3" {
		fault("media.store: %q is not file or s3", c.Media.Store)
	}
	if s := c.Media.S3; c.Media.Store == "s3" && (s.Endpoint == "" || s.Bucket == "" || s.AccessKey == "" || s.SecretKey == "") {
		fault("media.s3: endpoint, bucket, access_key and secret_key are needed where media.store is s3")
	}
	if c.Imports.UploadBytes < 1 {
		fault("imports.upload_bytes: %d is no size", c.Imports.UploadBytes)
	}
	if c.HTTP.BodyBytes < 1024 || c.HTTP.RequestTimeout <= 0 || c.HTTP.DrainTimeout <= 0 || c.HTTP.GuessesPerHour < 1 {
		fault("http: body_bytes, request_timeout, drain_timeout and guesses_per_hour must be positive")
	}
	for _, role := range c.Console.SecondFactor {
		if !slices.Contains(consoleRoles, role) {
			fault("console.second_factor: %q is no role; the roles are %s", role, strings.Join(consoleRoles, ", "))
		}
	}
	if c.Privacy.DueDays < 1 || c.Privacy.DueDays > 30 {
		fault("privacy.due_days: %d is not 1 to 30", c.Privacy.DueDays)
	}
	if c.Kept.MessageDays < 30 || c.Kept.LinkDays < 1 {
		fault("kept: message_days is 30 or more, and link_days 1 or more")
	}
	for _, years := range []struct {
		name       string
		set, least int // what law asks for
	}{{"tax_years", c.Privacy.TaxYears, 10}, {"evidence_years", c.Privacy.EvidenceYears, 3}, {"proof_years", c.Privacy.ProofYears, 3}} {
		if years.set < years.least || years.set > 100 {
			fault("privacy.%s: %d is not %d to 100", years.name, years.set, years.least)
		}
	}
	for name, m := range c.Pay.Merchants {
		if m.CapFen < 0 || m.DailyFen < 0 || m.CallsPerSecond < 0 {
			fault("pay.merchants.%s: cap_fen, daily_fen and calls_per_second must not be negative", name)
		}
	}
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, c.Log.Level) {
		fault("log.level: %q is not debug, info, warn or error", c.Log.Level)
	}
	if c.Log.Format != "text" && c.Log.Format != "json" {
		fault("log.format: %q is not text or json", c.Log.Format)
	}
	return faults
}

var consoleRoles = []string{"owner", "channel_manager", "finance", "auditor", "operator"}
