package configs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestDefaultsNeedNothing(t *testing.T) {
	c, err := Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:8080" || c.DatabaseURL != "sqlite://data/channelrouter.db" {
		t.Errorf("got %q, %q", c.Listen, string(c.DatabaseURL))
	}
}

func TestExampleFileIsTheDefaults(t *testing.T) {
	fromFile, err := Load("channelrouter.example.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if fromFile.HTTP.BodyBytes != plain.HTTP.BodyBytes || fromFile.WeChat.Timeout != plain.WeChat.Timeout ||
		fromFile.Printing.Host != plain.Printing.Host || len(fromFile.Apps) != len(plain.Apps) {
		t.Errorf("the example says %+v, the defaults are %+v", fromFile, plain)
	}
}

func TestEnvironmentWinsOverFileOverDefaults(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("mysql://u:p@tcp(db:3306)/x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(file, []byte("listen: 127.0.0.1:1\nlog: {level: warn}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(file, []string{
		"CHANNELROUTER_LISTEN=127.0.0.1:2", "CHANNELROUTER_DATABASE_URL_FILE=" + secret,
		"CHANNELROUTER_APPS_GUIDE_SECRET=s3cret", "CHANNELROUTER_HTTP_REQUEST_TIMEOUT=7s", "PATH=/bin",
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:2" || c.Log.Level != "warn" || c.DatabaseURL != "mysql://u:p@tcp(db:3306)/x" ||
		c.Apps["guide"].Secret != "s3cret" || c.HTTP.RequestTimeout != 7*time.Second {
		t.Errorf("got %+v", c)
	}
}

// A backup's passphrase belongs to one call: it is no setting, and no fault either.
func TestThePassphraseIsNoFault(t *testing.T) {
	for _, name := range []string{"CHANNELROUTER_PASSPHRASE", "CHANNELROUTER_PASSPHRASE_FILE"} {
		if _, err := Load("", []string{name + "=x"}); err != nil {
			t.Error(err)
		}
	}
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	_, err := Load("", []string{
		"CHANNELROUTER_LISTEN=nowhere", "CHANNELROUTER_LOG_LEVEL=loud", "CHANNELROUTER_LISTNE=x",
		"CHANNELROUTER_DATABASE_URL=postgres://x", "CHANNELROUTER_OFFICIAL_ACCOUNT_ORIGIN=https://q.brand.test/pages", "CHANNELROUTER_OFFICIAL_ACCOUNT_CODE_KEY=key",
		"CHANNELROUTER_MEDIA_STORE=s3", "CHANNELROUTER_MEDIA_S3_SECRET_KEY=hush",
	})
	if err == nil {
		t.Fatal("no fault")
	}
	for _, want := range []string{"listen", "log.level", "CHANNELROUTER_LISTNE", "database_url", "official_account.origin", "official_account.id", "media.s3"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in: %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "postgres://x") || strings.Contains(err.Error(), "hush") {
		t.Error("a secret setting is shown")
	}
}

// Names of files have a dot, which is no way down into the settings.
func TestVerifyFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.yaml")
	content := `
wechat: {verify_files: {WXabc_1.txt: 0123456789abcdef, "b.txt": "12"}}
apps: {guide: {host: g.brand.cn}}
printing: {host: q.brand.cn, hosts: {unit_outer: g.brand.cn}}
`
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(file, []string{"CHANNELROUTER_APPS_CONSUMER_HOST=q.brand.cn"})
	if err != nil {
		t.Fatal(err)
	}
	if f := c.WeChat.VerifyFiles; len(f) != 2 || f["WXabc_1.txt"] != "0123456789abcdef" || f["b.txt"] != "12" {
		t.Errorf("got %v", f)
	}
	if c.Apps["guide"].Host != "g.brand.cn" || c.Apps["consumer"].Host != "q.brand.cn" || c.WeChat.Timeout != 5*time.Second {
		t.Errorf("got %+v", c)
	}
}
