// Package configs is the one configuration: defaults in code, over them a file, over
// that the environment. Nothing is needed to run embedded.
package configs

import "time"

// Secret is a text that is never printed.
type Secret string

func (Secret) String() string   { return "(secret)" }
func (Secret) GoString() string { return "(secret)" }

// Config is all settings. Environment variables are CHANNELROUTER_ and the key in upper
// case with dots as underscores; any may end in _FILE to be read from a file.
type Config struct {
	// Listen is the address to serve on.
	Listen string `koanf:"listen"`
	// Data is the folder of the embedded database and of the keyring.
	Data string `koanf:"data"`
	// DatabaseURL is sqlite://PATH or mysql://DSN; empty: SQLite in Data.
	DatabaseURL Secret `koanf:"database_url"`
	// RedisURL is redis:// or unix://; empty: the in-process store, for one replica.
	RedisURL Secret `koanf:"redis_url"`

	Keyring  Keyring        `koanf:"keyring"`
	Printing Printing       `koanf:"printing"`
	WeChat   WeChat         `koanf:"wechat"`
	Apps     map[string]App `koanf:"apps"`
	Official Official       `koanf:"official_account"`
	Pay      Pay            `koanf:"pay"`
	Media    Media          `koanf:"media"`
	Imports  Imports        `koanf:"imports"`
	HTTP     HTTP           `koanf:"http"`
	Console  Console        `koanf:"console"`
	Privacy  Privacy        `koanf:"privacy"`
	Kept     Kept           `koanf:"kept"`
	Log      Log            `koanf:"log"`
}

// Console is what its users have to do.
type Console struct {
	// SecondFactor are the roles that must have one: owner, channel_manager, finance, auditor,
	// operator. Others may.
	SecondFactor []string `koanf:"second_factor"`
}

// Privacy is how the brand deals with what people ask of their data.
type Privacy struct {
	// DueDays is how long a request may take, from the day on which it came.
	DueDays int `koanf:"due_days"`
	// TaxYears, EvidenceYears and ProofYears are for how long rows are kept that an erasure has to
	// keep, from the end of their year on: what was withheld, and from whom; what cases of diversion
	// rest on; that data were processed by right, from the erasure on.
	TaxYears      int `koanf:"tax_years"`
	EvidenceYears int `koanf:"evidence_years"`
	ProofYears    int `koanf:"proof_years"`
}

// Kept is for how long things are kept that nothing rests on.
type Kept struct {
	// MessageDays is for how long people have what they were told in their inboxes.
	MessageDays int `koanf:"message_days"`
	// LinkDays is for how long links and schemes are listed that have ended.
	LinkDays int `koanf:"link_days"`
}

// Keyring says where the codes' secrets are.
type Keyring struct {
	// Path of the keyring file; empty: keyring.json in Data.
	Path string `koanf:"path"`
	// Key unlocks it: 32 bytes in hex. Empty: keyring.key in Data, made on first use.
	Key Secret `koanf:"key"`
}

// Printing says what stands before a code on the goods.
type Printing struct {
	// Host is printed on every face; 11 characters keep the QR code at version 2-M.
	Host string `koanf:"host"`
	// Hosts overrides it by face: case_outer=w.brand.cn.
	Hosts map[string]string `koanf:"hosts"`
	// UpperCase prints HTTPS://HOST/ for the QR code's alphanumeric mode.
	UpperCase bool `koanf:"upper_case"`
}

// WeChat says where WeChat's API is.
type WeChat struct {
	// BaseURL replaces https://api.weixin.qq.com, for a stand-in.
	BaseURL string        `koanf:"base_url"`
	Timeout time.Duration `koanf:"timeout"`
	// VerifyFiles are served at the root of every host, for the rules of "ordinary links
	// open a mini-program": contents by name, NAME.txt.
	VerifyFiles map[string]string `koanf:"verify_files"`
}

// App is one role's mini-program.
type App struct {
	ID     string `koanf:"id"`
	Secret Secret `koanf:"secret"`
	// OriginalID is the account's gh_…, to which WeChat addresses its messages.
	OriginalID string `koanf:"original_id"`
	// Host is printed on the goods whose codes open this app; empty: the consumer's is
	// printing.host, and no other app has one.
	Host string `koanf:"host"`
	// Version that links, codes and messages open: release, trial or develop; empty: release.
	Version string `koanf:"version"`
	// PushToken and PushKey (the EncodingAESKey) are of the app's message push, in secure
	// mode, to https://HOST/callback/wechat/ROLE; empty: none is taken in.
	PushToken Secret `koanf:"push_token"`
	PushKey   Secret `koanf:"push_key"`
}

// Official is the brand's service account, bound to the same Open Platform account as the
// apps: it lets people claim on a page inside WeChat, and orders codes of one item one code.
type Official struct {
	ID     string `koanf:"id"`
	Secret Secret `koanf:"secret"`
	// Origin is where its pages are, https://HOST on its authorised domain; empty:
	// https:// and printing.host.
	Origin string `koanf:"origin"`
	// CodeKey opens downloaded codes: the 16 characters that WeChat sent when it granted
	// one item one code; empty: no codes are ordered.
	CodeKey Secret `koanf:"code_key"`
}

// Pay is how wallets are paid out through WeChat Pay. Prizes and commissions leave by
// merchants of their own, because WeChat and the tax office tell them apart.
type Pay struct {
	// BaseURL replaces https://api.mch.weixin.qq.com, for a stand-in.
	BaseURL string `koanf:"base_url"`
	// NotifyURL is where WeChat Pay reaches this server, https://HOST; empty: results are
	// asked for only.
	NotifyURL string `koanf:"notify_url"`
	// Merchants by what they pay: prize, commission.
	Merchants map[string]Merchant `koanf:"merchants"`
}

// Merchant is one merchant at WeChat Pay with its keys.
type Merchant struct {
	ID          string `koanf:"id"`
	Serial      string `koanf:"serial"`      // of the API certificate, hex
	PrivateKey  Secret `koanf:"private_key"` // of that certificate, PEM
	APIv3Key    Secret `koanf:"apiv3_key"`
	PublicKeyID string `koanf:"public_key_id"` // WeChat Pay's, PUB_KEY_ID_…
	PublicKey   string `koanf:"public_key"`    // WeChat Pay's, PEM
	// CapFen is the most that the scene allows at once; 0: WeChat's default.
	CapFen int64 `koanf:"cap_fen"`
	// DailyFen is the most that WeChat lets the merchant pay in a day; 0: WeChat's default.
	DailyFen int64 `koanf:"daily_fen"`
	// CallsPerSecond is what WeChat takes of the merchant; 0: WeChat's default.
	CallsPerSecond int64 `koanf:"calls_per_second"`
}

// Merchants that the product pays through.
var Merchants = []string{"prize", "commission"}

// Media is where the photos are that people send to the brand.
type Media struct {
	// Store is file for a folder, s3 for a bucket.
	Store string `koanf:"store"`
	// Path of their folder, which every replica has to see; empty: blobs in Data. Uploads are
	// below it whatever the store.
	Path string `koanf:"path"`
	S3   S3     `koanf:"s3"`
	// PublicURL is where WeChat fetches them from this server to check them, https://HOST;
	// empty: they are not checked.
	PublicURL string `koanf:"public_url"`
}

// S3 is a bucket of an S3-compatible service.
type S3 struct {
	Endpoint  string `koanf:"endpoint"` // https://HOST
	Bucket    string `koanf:"bucket"`
	Region    string `koanf:"region"` // empty lets the service say it
	Prefix    string `koanf:"prefix"` // of the names in the bucket
	AccessKey Secret `koanf:"access_key"`
	SecretKey Secret `koanf:"secret_key"`
	// Lookup is how the bucket is addressed: dns, path, or empty as the endpoint is known to
	// want it.
	Lookup string `koanf:"lookup"`
}

// Imports bounds the files that people hand in. They are in the folder uploads of media.path.
type Imports struct {
	// UploadBytes is how large a file may be.
	UploadBytes int64 `koanf:"upload_bytes"`
}

// HTTP bounds what a caller may cost.
type HTTP struct {
	BodyBytes      int64         `koanf:"body_bytes"`
	RequestTimeout time.Duration `koanf:"request_timeout"`
	DrainTimeout   time.Duration `koanf:"drain_timeout"` // for requests in flight at shutdown
	GuessesPerHour int64         `koanf:"guesses_per_hour"`
	// TrustedProxies may say who the client is; empty: nobody may.
	TrustedProxies []string `koanf:"trusted_proxies"`
}

// Log says how much is logged and in which form.
type Log struct {
	Level  string `koanf:"level"`  // debug, info, warn or error
	Format string `koanf:"format"` // text or json
}

// Roles that have an app.
var Roles = []string{"consumer", "guide", "terminal", "salesperson", "distributor"}

// Default is the embedded installation.
func Default() Config {
	c := Config{
		Listen:   "127.0.0.1:8080",
		Data:     "data",
		Printing: Printing{Host: "q.x.example", Hosts: map[string]string{}},
		WeChat:   WeChat{Timeout: 5 * time.Second, VerifyFiles: map[string]string{}},
		Apps:     map[string]App{},
		Pay:      Pay{Merchants: map[string]Merchant{}},
		Media:    Media{Store: "file"},
		Imports:  Imports{UploadBytes: 2 << 30},
		HTTP: HTTP{
			BodyBytes: 1 << 20, RequestTimeout: 30 * time.Second, DrainTimeout: 20 * time.Second, GuessesPerHour: 30,
		},
		Kept:    Kept{MessageDays: 730, LinkDays: 90},
		Privacy: Privacy{DueDays: 15, TaxYears: 10, EvidenceYears: 5, ProofYears: 3},
		Log:     Log{Level: "info", Format: "text"},
	}
	for _, role := range Roles {
		c.Apps[role] = App{}
	}
	for _, merchant := range Merchants {
		c.Pay.Merchants[merchant] = Merchant{}
	}
	return c
}
