package main

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/internal/lease"
	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/service"
	"channelrouter/service/code"
	"channelrouter/service/message"
)

const (
	postApp      = "wx0000000000000091"
	postTemplate = "t-cash"
	sendPath     = "/cgi-bin/message/subscribe/send"
)

// postRoom is a house that tells guides of their rewards through a stand-in for WeChat, by
// the client that serve uses.
type postRoom struct {
	*service.Rooms
	t      *testing.T
	clock  *clock.Manual
	kv     kv.Store
	wechat *fake.Server
	guides map[string]model.PersonID // by openid
}

func newPostRoom(t *testing.T) *postRoom {
	t.Helper()
	logger := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	t.Cleanup(func() { slog.SetDefault(logger) })
	const secret = "0123456789abcdef0123456789abcdef"
	hand := clock.NewManual(time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC))
	p := &postRoom{t: t, clock: hand, kv: kv.NewMemory(hand.Now), wechat: fake.NewAt(hand.Now), guides: map[string]model.PersonID{}}
	p.wechat.AddApp(postApp, secret)
	p.wechat.AddTemplate(postApp, postTemplate, "amount1", "thing2", "time3")
	p.must(p.wechat.Start())
	t.Cleanup(func() { _ = p.wechat.Close() })

	registry, err := miniprogram.NewRegistry(miniprogram.App{Role: miniprogram.RoleGuide, AppID: postApp, Secret: miniprogram.NewSecret(secret)})
	p.must(err)
	client, err := miniprogram.NewClient(registry, p.kv, miniprogram.Options{BaseURL: p.wechat.URL(), Timeout: 2 * time.Second, Now: hand.Now})
	p.must(err)
	database, err := db.Open(t.Context(), "sqlite://"+t.TempDir()+"/post.db")
	p.must(err)
	t.Cleanup(func() { _ = database.Close() })
	p.must(migration.Up(t.Context(), database))
	keyring, err := code.NewKeyring(hand.Now(), code.StandardFaces())
	p.must(err)
	p.Rooms, err = service.New(t.Context(), service.Ground{
		DB: database, KV: kv.NewMemory(hand.Now), Clock: hand, IDs: id.NewGenerator(1),
		Keeper: lease.NewKeeper(database, hand, "test"), Keyring: keyring, Printing: code.Printing{DefaultHost: "c.brand.test"},
		WeChat: wechat{client: client}, Guesses: 10,
		Messenger: wechat{client: client}, MessageApps: map[model.Role]message.App{model.RoleGuide: {ID: postApp}},
	})
	p.must(err)
	policy := message.DefaultPolicy
	policy.Templates = []message.Template{{
		Role: "guide", Event: message.Cash, TemplateID: postTemplate,
		Keywords: map[string]string{"amount1": "¥{amount}", "thing2": "{body}", "time3": "{time}"},
	}}
	_, err = p.Message.Policies.Publish(t.Context(), policy, hand.Now(), 1)
	p.must(err)
	return p
}

func (p *postRoom) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// tell has a guide log in, accept a message, and earn something.
func (p *postRoom) tell(name string) (openID string) {
	p.t.Helper()
	ctx := p.t.Context()
	p.wechat.AddPerson(name, "union-"+name)
	tokens, err := p.Identity.Login(ctx, "guide", p.wechat.IssueLoginCode(postApp, name))
	p.must(err)
	actor, err := p.Identity.Authenticate(ctx, "guide", tokens.Access)
	p.must(err)
	openID = p.wechat.OpenID(postApp, name)
	p.guides[openID] = actor.PersonID
	p.wechat.Accept(openID, postTemplate)
	accepted := []message.Consent{{TemplateID: postTemplate, Choice: model.ConsentAccepted}}
	p.must(p.Message.ReportConsents(ctx, actor.PersonID, model.RoleGuide, accepted, "popup"))
	p.must(p.Message.Send(ctx, message.Note{
		Person: actor.PersonID, Role: model.RoleGuide, Event: message.Cash, Key: "reward", Data: map[string]string{"amount": "2.00"},
	}))
	return openID
}

func (p *postRoom) work() {
	p.t.Helper()
	_, err := p.Message.Work(p.t.Context())
	p.must(err)
}

func (p *postRoom) fate(openID string) message.Fate {
	p.t.Helper()
	person := p.guides[openID]
	fates, err := p.Message.Fates(p.t.Context(), "reward", []model.PersonID{person})
	p.must(err)
	return fates[person]
}

// A message arrives as the policy words it, with Redis and without.
func TestMessagesThroughWeChat(t *testing.T) {
	p := newPostRoom(t)
	li := p.tell("li")
	p.work()
	sent := p.wechat.Sent()
	if len(sent) != 1 || sent[0].OpenID != li || sent[0].Data["amount1"] != "¥2.00" ||
		sent[0].Data["thing2"] != "您扫码获得的奖励2.00元已到账。" || sent[0].Data["time3"] != "2026-03-02 10:00" {
		t.Fatalf("WeChat has sent %+v", sent)
	}
	if f := p.fate(li); f.State != model.DeliverySent {
		t.Fatalf("the message's fate is %+v", f)
	}
	p.must(p.kv.Close()) // the store of tokens is lost
	wang := p.tell("wang")
	p.work()
	if f := p.fate(wang); f.State != model.DeliverySent {
		t.Fatalf("without the store of tokens, the message's fate is %+v", f)
	}
	p.must(p.Message.OnDelivered(t.Context(), postApp, wang, postTemplate, fmt.Sprint(p.wechat.Sent()[1].ID), 0, p.clock.Now()))
	if f := p.fate(wang); f.ArrivedAt == nil {
		t.Fatalf("WeChat has told that it arrived; its fate is %+v", f)
	}
}

// Each of WeChat's refusals has its consequence.
func TestMessagesRefusedByWeChat(t *testing.T) {
	for errcode, want := range map[int]message.Fate{
		43101: {State: model.DeliverySkipped, Code: "43101"},
		40003: {State: model.DeliveryFailed, Code: "40003"},
		40037: {State: model.DeliveryFailed, Code: "40037"},
		47003: {State: model.DeliveryFailed, Code: "47003"},
		45009: {State: model.DeliveryWaiting, Code: "45009"},
		43107: {State: model.DeliveryWaiting, Code: "43107"},
		40013: {State: model.DeliveryWaiting, Code: "40013"},
		-1:    {State: model.DeliveryWaiting, Code: "-1"},
	} {
		p := newPostRoom(t)
		li := p.tell("li")
		p.wechat.Fail(1, fake.Fault{Path: sendPath, Errcode: errcode})
		p.work()
		if f := p.fate(li); f.State != want.State || f.Code != want.Code {
			t.Errorf("errcode %d: the message's fate is %+v", errcode, f)
		}
	}
}

// While WeChat is down messages wait; when it is back they arrive, none twice. Those that
// were on their way may have been lost to the outage, a few.
func TestMessagesThroughAnOutage(t *testing.T) {
	for name, outage := range map[string]fake.Fault{
		"no token":          {Path: "/cgi-bin/stable_token", Status: 503},
		"busy":              {Path: sendPath, Errcode: -1},
		"a broken proxy":    {Path: sendPath, Status: 502},
		"connections break": {Path: sendPath, Drop: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPostRoom(t)
			const guides = 60
			for i := range guides {
				p.tell(fmt.Sprint("guide-", i))
			}
			p.wechat.Fail(1_000_000, outage)
			for range 30 {
				p.work()
				p.clock.Advance(time.Minute)
			}
			if n := len(p.wechat.Sent()); n != 0 {
				t.Fatalf("%d messages were sent during the outage", n)
			}
			p.wechat.Recover()
			for range 5 {
				p.clock.Advance(2 * time.Minute)
				p.work()
			}
			got := map[string]int{}
			for _, m := range p.wechat.Sent() {
				got[m.OpenID]++
			}
			lost := 0
			for openID := range p.guides {
				switch f := p.fate(openID); {
				case got[openID] > 1:
					t.Errorf("a guide got %d messages", got[openID])
				case f.State == model.DeliverySent && got[openID] == 1:
				case f.State == model.DeliveryFailed && f.Code == "unseen" && got[openID] == 0:
					lost++
				default:
					t.Errorf("a guide got %d messages, and the fate is %+v", got[openID], f)
				}
			}
			if lost > guides/3 {
				t.Errorf("the outage cost %d messages of %d", lost, guides)
			}
		})
	}
}
