package contact_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/blob"
	"channelrouter/internal/db"
	"channelrouter/internal/kv"
	"channelrouter/model"
	"channelrouter/service/contact"
	"channelrouter/service/identity"
	"channelrouter/service/testkit"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	os.Exit(m.Run())
}

// censor is WeChat: what holds a risky word is risky.
type censor struct {
	mu     sync.Mutex
	fails  error
	texts  []string
	photos []string // addresses, by trace: trace-0 is the first
}

const (
	riskyWord  = "casino"
	reviewWord = "perhaps"
)

func (*censor) AppID(app string) string { return "wx-" + app }

func (c *censor) CheckText(ctx context.Context, app, openID, text string) (contact.Verdict, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if db.Inside(ctx) {
		return "", errors.New("a network call inside a transaction")
	}
	c.texts = append(c.texts, app+" "+openID+" "+text)
	switch {
	case c.fails != nil:
		return "", c.fails
	case strings.Contains(text, riskyWord):
		return contact.Risky, nil
	case strings.Contains(text, reviewWord):
		return contact.Review, nil
	}
	return contact.Pass, nil
}

func (c *censor) CheckPhoto(ctx context.Context, _, _, address string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if db.Inside(ctx) {
		return "", errors.New("a network call inside a transaction")
	}
	if c.fails != nil {
		return "", c.fails
	}
	c.photos = append(c.photos, address)
	return fmt.Sprint("trace-", len(c.photos)-1), nil
}

// desk is a channel whose people write to the brand: li buys, wang sells in the terminal
// T1, and zhou at the console answers.
type desk struct {
	*testkit.World
	*contact.Service
	censor *censor
	folder string
	blobs  *blob.Disk
	limits *kv.Memory
	t1     model.Org
	li     model.PersonID
	wang   model.PersonID
	zhou   model.UserID
	keys   int
}

func newDesk(t *testing.T, e testkit.Engine) *desk {
	d := &desk{World: testkit.New(t, e), censor: &censor{}, folder: t.TempDir()}
	d.t1 = d.Terminal("T1", d.Distributor("D1", "31"))
	d.li, d.wang = d.login("consumer", "li"), d.login("guide", "wang")
	d.must(d.Channel.Join(d.Ctx, d.wang, model.RoleGuide, d.t1.ID, testkit.Start.AddDate(-1, 0, 0)))
	d.zhou = d.user("zhou", model.UserChannelManager)
	var err error
	d.blobs, err = blob.OpenDisk(d.folder)
	d.must(err)
	d.limits = kv.NewMemory(d.Clock.Now)
	d.Service = d.replica()
	return d
}

// replica is the room as another process has it.
func (d *desk) replica() *contact.Service {
	return contact.New(d.DB, d.Clock, d.IDs, contact.Rooms{
		Catalog: d.Catalog, Channel: d.Channel, Code: d.Code, Identity: d.Identity, Message: d.Message,
		Risk: d.Risk, Scan: d.Rooms.Scan,
	}, contact.Outside{
		WeChat: d.censor, Blobs: d.blobs, Signer: blob.NewSigner([32]byte{1}), PublicURL: "https://brand.test",
		Limits: d.limits, Guesses: d.GuessLimit,
	})
}

func (d *desk) must(err error) {
	d.T.Helper()
	if err != nil {
		d.T.Fatal(err)
	}
}

func (d *desk) login(app, name string) model.PersonID {
	d.T.Helper()
	tokens, err := d.Identity.Login(d.Ctx, app, name)
	d.must(err)
	return tokens.Actor.PersonID
}

func (d *desk) user(name string, role model.UserRole) model.UserID {
	d.T.Helper()
	u, err := d.Identity.CreateUser(d.Ctx, identity.NewUser{Login: name, Name: name, Role: role, Password: "four good plain words"})
	d.must(err)
	return u.ID
}

// key is one that nobody has used.
func (d *desk) key() string {
	d.keys++
	return fmt.Sprint("key-", d.keys)
}

func (d *desk) draft(text string, photos ...model.PhotoID) contact.Draft {
	return contact.Draft{Person: d.li, Role: model.RoleConsumer, Text: text, Photos: photos, Key: d.key()}
}

// opens opens a thread of li's.
func (d *desk) opens(text string, photos ...model.PhotoID) (contact.Written, error) {
	return d.Open(d.Ctx, contact.NewThread{Draft: d.draft(text, photos...), Topic: model.TopicGoods})
}

func (d *desk) thread(text string, photos ...model.PhotoID) model.ThreadID {
	w, err := d.opens(text, photos...)
	So(err, ShouldBeNil)
	return w.Thread.ID
}

func (d *desk) answers(id model.ThreadID, text string) contact.Written {
	w, err := d.Reply(d.Ctx, contact.Answer{Thread: id, By: d.zhou, Text: text, Key: d.key()})
	So(err, ShouldBeNil)
	return w
}

func (d *desk) now(id model.ThreadID) contact.View {
	v, err := d.Get(d.Ctx, id, 0, 100)
	So(err, ShouldBeNil)
	return v
}

func (d *desk) count(table any) (n int64) {
	So(d.DB.Conn(d.Ctx).Model(table).Count(&n).Error, ShouldBeNil)
	return n
}

// picture is a PNG of so many pixels a side, each number another.
func picture(n int) []byte {
	m := image.NewGray(image.Rect(0, 0, 8, 8))
	m.SetGray(0, 0, color.Gray{Y: uint8(n)})
	m.SetGray(1, 0, color.Gray{Y: uint8(n >> 8)})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func (d *desk) photo(n int) contact.PhotoView {
	p, err := d.Upload(d.Ctx, d.li, model.RoleConsumer, bytes.NewReader(picture(n)))
	So(err, ShouldBeNil)
	return p
}

// files counts the contents that are kept.
func (d *desk) files() (n int) {
	So(filepath.WalkDir(d.folder, func(_ string, f os.DirEntry, err error) error {
		if err == nil && !f.IsDir() {
			n++
		}
		return err
	}), ShouldBeNil)
	return n
}

func (d *desk) inbox(person model.PersonID, role model.Role) []model.Message {
	messages, err := d.Message.Inbox(d.Ctx, person, role, false, 0, 100)
	So(err, ShouldBeNil)
	return messages
}

// age makes the contents look as if they were put two hours ago.
func (d *desk) age() {
	past := time.Now().Add(-2 * time.Hour)
	So(filepath.WalkDir(d.folder, func(path string, f os.DirEntry, err error) error {
		if err == nil && !f.IsDir() {
			err = os.Chtimes(path, past, past)
		}
		return err
	}), ShouldBeNil)
}
