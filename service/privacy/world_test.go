package privacy_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/code"
	"channelrouter/service/contact"
	"channelrouter/service/identity"
	"channelrouter/service/ledger"
	"channelrouter/service/message"
	"channelrouter/service/privacy"
	"channelrouter/service/testkit"
)

// The brand's people of these tests: anna records, bert decides.
const (
	anna model.UserID = 11
	bert model.UserID = 12

	number = "13812345678"
	name   = "欧阳静怡"
	openID = "jing@consumer"
	many   = 20
)

// registry is a house in which jing has done what a consumer does: she has scanned, won, written,
// given her number and her name.
type registry struct {
	*testkit.World
	jing, other model.PersonID
	shop        model.Org
	batch       *code.Batch
}

func newRegistry(t testing.TB, e testkit.Engine, with ...func(*service.Ground)) *registry {
	w := &registry{World: testkit.New(t, e, with...)}
	w.shop = w.Terminal("T1", w.Distributor("D1", "32"))
	w.batch = w.Batch("B1", 1)
	w.Commission(w.batch)
	w.jing, w.other = w.Enter("consumer", "jing"), w.Enter("consumer", "other")
	for n := range int64(3) {
		_, err := w.Scan(w.jing, model.RoleConsumer, model.FaceUnitInner, testkit.Item(w.batch, model.LevelUnit, n))
		w.must(err)
	}
	w.phone(w.jing, number)
	w.phone(w.other, "13900001111")
	w.must(w.Identity.Consent(w.Ctx, "consumer", w.jing, model.ConsentMarketing, "v1"))
	for who, text := range map[model.PersonID]string{w.jing: "我是" + name + "，电话" + number, w.other: "您好"} {
		_, err := w.Contact.Open(w.Ctx, contact.NewThread{
			Draft: contact.Draft{Person: who, Role: model.RoleConsumer, Key: "k", Text: text}, Topic: model.TopicOther,
		})
		w.must(err)
		note := message.Note{Person: who, Role: model.RoleConsumer, Key: "hello", Event: message.Announcement, Title: "您好", Body: text}
		w.must(w.DB.Run(w.Ctx, func(ctx context.Context) error { return w.Message.Send(ctx, note) }))
	}
	w.Settle()
	return w
}

func (w *registry) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *registry) phone(who model.PersonID, text string) {
	w.T.Helper()
	p, err := identity.ParsePhone(text)
	w.must(err)
	_, err = w.Identity.BindPhone(w.Ctx, "consumer", who, p, "v1")
	w.must(err)
}

func (w *registry) record(kind model.DataRequestKind) model.DataRequest {
	w.T.Helper()
	r, err := w.Privacy.Record(w.Ctx, privacy.NewRequest{Person: w.jing, Kind: kind, Source: model.DataByPhone, By: anna, Proof: name + " rang from " + number, GivesUp: true})
	w.must(err)
	return r
}

// approved is a request that bert has approved.
func (w *registry) approved(kind model.DataRequestKind) model.DataRequest {
	w.T.Helper()
	r := w.record(kind)
	w.work()
	r, err := w.Privacy.Approve(w.Ctx, r.ID, privacy.Decision{By: bert, Note: name})
	w.must(err)
	return r
}

func (w *registry) work() {
	w.T.Helper()
	_, err := w.Privacy.Work(w.Ctx)
	w.must(err)
}

// finish works until a request is done.
func (w *registry) finish(r model.DataRequest) privacy.View {
	w.T.Helper()
	for range 5 {
		w.work()
		v, err := w.Privacy.Look(w.Ctx, r.ID)
		w.must(err)
		if v.State == model.DataDone {
			return v
		}
		w.Tick(time.Minute)
	}
	w.T.Fatal("it is not done")
	return privacy.View{}
}

// earn puts cash into jing's wallet.
func (w *registry) earn(fen int64) {
	w.T.Helper()
	_, err := w.Ledger.Post(w.Ctx, ledger.Move(fmt.Sprint("earned/", fen), "reward", w.Clock.Now(),
		model.Account{Kind: model.BrandReward, Asset: model.CNY}, model.Account{Kind: model.WalletConsumer, Owner: int64(w.jing), Asset: model.CNY}, fen))
	w.must(err)
}

// copyOf reads a request's file: contents by name.
func (w *registry) copyOf(r model.DataRequest) map[string]string {
	w.T.Helper()
	f, err := w.Privacy.OpenFile(w.Ctx, r.ID)
	w.must(err)
	var out bytes.Buffer
	w.must(f.Write(w.Ctx, &out))
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	w.must(err)
	files := map[string]string{}
	for _, file := range z.File {
		content, err := file.Open()
		w.must(err)
		text, err := io.ReadAll(content)
		w.must(err)
		files[file.Name] = string(text)
	}
	return files
}

// hits looks for texts in every column of every table, and says where they are.
func (w *registry) hits(texts ...string) (places []string) {
	w.T.Helper()
	db := w.DB.Conn(w.Ctx)
	tables, err := db.Migrator().GetTables()
	w.must(err)
	for _, table := range tables {
		var rows []map[string]any
		w.must(db.Table(table).Find(&rows).Error)
		for _, row := range rows {
			for column, value := range row {
				if b, is := value.([]byte); is {
					value = string(b)
				}
				for _, text := range texts {
					if said := fmt.Sprint(value); strings.Contains(said, text) {
						places = append(places, fmt.Sprintf("%s.%s: %.60s", table, column, said))
					}
				}
			}
		}
	}
	return places
}
