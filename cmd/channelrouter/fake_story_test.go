package main

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/message"
	"channelrouter/service/staff"
)

// goods are a pallet that the brand has shipped to the distributor of the shop T1, which
// has entered the number of a guide's phone.
func (b *bench) goods(phone string) *code.Batch {
	b.t.Helper()
	h, ctx, orgs := b.house, b.t.Context(), map[string]model.Org{}
	for _, o := range []channel.NewOrg{
		{Code: "B", Kind: model.OrgBrand, Name: "B", Adcode: "310115"},
		{Code: "D1", Kind: model.OrgDistributor, Name: "D1", Adcode: "310115"},
		{Code: "T1", Kind: model.OrgTerminal, Name: "T1", Adcode: "310115"},
	} {
		made, err := h.Channel.CreateOrg(ctx, o)
		b.must(err)
		orgs[o.Code] = made
	}
	lastYear := time.Now().AddDate(-1, 0, 0)
	b.must(h.Channel.Link(ctx, orgs["D1"].ID, orgs["B"].ID, "", lastYear))
	b.must(h.Channel.Link(ctx, orgs["T1"].ID, orgs["D1"].ID, "", lastYear))
	_, _, err := h.Staff.Invite(ctx, staff.Sponsor{User: 1}, staff.NewInvitation{Org: orgs["T1"].ID, Role: model.RoleGuide, Phone: phone})
	b.must(err)

	products, err := h.Catalog.Load(ctx, catalog.Sample())
	b.must(err)
	batch, err := h.Code.IssueBatch(ctx, code.NewBatch{
		Ref: "FAKE", ProductID: products[0].ID, Linking: model.PreLinked, Profile: code.FiveInOne(6, 4), Count: 1,
	})
	b.must(err)
	b.must(h.Code.Activate(ctx, batch.ID, code.Interval{}))
	pallet := []custody.Goods{{Items: model.One(batch.Level(model.LevelPallet).From)}}
	for i, c := range []custody.Command{
		{Kind: model.Commission, To: orgs["B"].ID, Goods: pallet},
		{Kind: model.Ship, From: orgs["B"].ID, To: orgs["D1"].ID, Goods: pallet},
	} {
		c.Key, c.At = string(rune('a'+i)), time.Now()
		_, err := h.Custody.Record(ctx, c)
		b.must(err)
	}
	return batch
}

func (b *bench) print(batch *code.Batch, face model.Face, n int) string {
	b.t.Helper()
	text, err := b.house.Code.Print(face, batch.Level(model.LevelUnit).From+model.ItemID(n))
	b.must(err)
	return text
}

// A guide logs in, takes up his shop by his phone, accepts a message, scans what he sold, is
// told of his reward when its consumer claims, and is paid: with nothing but the settings
// that the stand-in prints and its paths.
func TestWorkingWithTheFake(t *testing.T) {
	b := newBench(t)
	batch, api := b.goods("+86 138-1234-5678"), b.base+"/api/v1"
	policy := message.DefaultPolicy
	policy.QuietFrom, policy.QuietTo = "00:00", "00:00"
	policy.Templates = []message.Template{{
		Role: "guide", Event: message.Cash, TemplateID: "t-cash", Keywords: map[string]string{"amount1": "¥{amount}", "thing2": "{body}"},
	}}
	_, err := b.house.Message.Policies.Publish(t.Context(), policy, time.Now(), 1)
	b.must(err)
	b.did("POST /fake/people/wang?unionid=none", "POST /fake/templates?role=guide&template=t-cash&keywords=amount1,thing2")

	wang := b.enter("guide", "wang")
	var phone struct{ Code string }
	b.do("GET /fake/phone-code?role=guide&person=wang&number=13812345678", &phone)
	var me answers
	b.call("POST", api+"/guide/me/phone", wang, map[string]string{"code": phone.Code, "consent": "2026-01"}, &me)
	if len(me.Joined) != 1 || me.Joined[0].Org != "T1" || me.Phone != "138****5678" {
		t.Fatalf("%+v", me)
	}
	b.did("POST /fake/popup?role=guide&person=wang&accept=t-cash")

	var scan struct{ Outcome, Verdict string }
	b.call("POST", api+"/guide/scans", wang, map[string]string{"code": b.print(batch, model.FaceUnitOuter, 0)}, &scan)
	if scan.Outcome != "rewarded" || scan.Verdict != "match" {
		t.Fatalf("%+v", scan)
	}
	b.call("POST", api+"/consumer/scans", b.enter("consumer", "li"), map[string]string{"code": b.print(batch, model.FaceUnitInner, 0)}, &scan)
	if scan.Outcome != "claimed" {
		t.Fatalf("%+v", scan)
	}
	var sent []messageView
	b.until("the message of his reward", func() bool {
		b.do("GET /fake/messages", &sent)
		return len(sent) == 1
	})
	if sent[0].Person != "wang" || sent[0].Role != "guide" || sent[0].Data["amount1"] != "¥2.00" {
		t.Errorf("%+v", sent)
	}
	b.did("POST /fake/messages/1/arrival")
	b.paysOut(wang)
}

// paysOut has a guide's reward of two yuan paid to him, as he accepts it.
func (b *bench) paysOut(token string) {
	b.t.Helper()
	var p struct{ ID, State, Package string }
	b.call("POST", b.base+"/api/v1/guide/payouts", token, map[string]int{"fen": 200}, &p)
	reach := func(state string) {
		b.t.Helper()
		b.until("a payout that is "+state, func() bool {
			b.call("GET", b.base+"/api/v1/guide/payouts/"+p.ID, token, nil, &p)
			return p.State == state
		})
	}
	reach("confirming")
	var bills []billView
	b.do("GET /fake/bills?merchant=commission", &bills)
	if len(bills) != 1 || bills[0].Person != "wang" || bills[0].State != "WAIT_USER_CONFIRM" || bills[0].Package != p.Package {
		b.t.Fatalf("%+v", bills)
	}
	b.did("POST /fake/accept?package=" + url.QueryEscape(p.Package))
	reach("paid") // long before anybody asks: it was notified
	var paid []paidView
	b.do("GET /fake/paid", &paid)
	if len(paid) != 1 || paid[0].Fen != 200 || paid[0].Merchant != "commission" || paid[0].Number != bills[0].Number {
		b.t.Errorf("%+v", paid)
	}
}

// phoneBrowser is WeChat's on somebody's phone: it keeps the server's cookies, follows no
// redirect by itself, and reads the page.
type phoneBrowser struct {
	b       *bench
	cookies map[string]string
}

func (p *phoneBrowser) open(method, address string, form url.Values) (location, page string) {
	p.b.t.Helper()
	request, err := http.NewRequestWithContext(p.b.t.Context(), method, address, strings.NewReader(form.Encode()))
	p.b.must(err)
	request.Header.Set("User-Agent", "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range p.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	p.b.must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	p.b.must(err)
	for _, c := range response.Cookies() {
		p.cookies[c.Name] = c.Value
	}
	target, err := request.URL.Parse(response.Header.Get("Location"))
	p.b.must(err)
	if response.Header.Get("Location") == "" {
		return "", string(body)
	}
	return target.String(), string(body)
}

// lands follows redirects, and chooses who he is where he is asked.
func (p *phoneBrowser) lands(method, address string, form url.Values, who string) (page string) {
	p.b.t.Helper()
	for range 10 {
		location, page := p.open(method, address, form)
		method, form = "GET", nil
		switch {
		case location != "":
			address = location
		case strings.Contains(page, "Who holds this phone?"):
			target, err := url.Parse(address)
			p.b.must(err)
			target, err = target.Parse(p.choice(page, who))
			p.b.must(err)
			address = target.String()
		default:
			return page
		}
	}
	p.b.t.Fatal("it leads nowhere")
	return ""
}

// taps the page's button.
func (p *phoneBrowser) taps(page, text, who string) string {
	p.b.t.Helper()
	_, form, found := strings.Cut(page, `name="form" value="`)
	if !found {
		p.b.t.Fatalf("no button on %s", page)
	}
	form, _, _ = strings.Cut(form, `"`)
	return p.lands("POST", p.b.base+"/h5/"+text, url.Values{"form": {form}}, who)
}

// choice is a link of the page that asks who somebody is.
func (p *phoneBrowser) choice(page, who string) string {
	p.b.t.Helper()
	before, _, found := strings.Cut(page, `">`+who+"</a>")
	if !found {
		p.b.t.Fatalf("nobody is %s on %s", who, page)
	}
	return html.UnescapeString(before[strings.LastIndex(before, `href="`)+len(`href="`):])
}

// A consumer claims on the page of a printed code: he chooses who he is where WeChat would
// know, and what he wins is his in the app.
func TestThePageWithTheFake(t *testing.T) {
	b := newBench(t)
	text := b.print(b.goods("13812345678"), model.FaceUnitInner, 3)
	b.did("POST /fake/people/wu")
	browser := &phoneBrowser{b, map[string]string{}}
	browser.taps(browser.lands("GET", b.base+"/"+text+"?h5=1", nil, "wu"), text, "wu")
	// WeChat has told his unionid now, and he is on the page again.
	page := browser.taps(browser.lands("GET", b.base+"/h5/"+text, nil, "wu"), text, "wu")
	var wallet struct{ Points int64 }
	b.call("GET", b.base+"/api/v1/consumer/wallet", b.enter("consumer", "wu"), nil, &wallet)
	if wallet.Points == 0 {
		t.Errorf("he won nothing; the page is %s", page)
	}
}
