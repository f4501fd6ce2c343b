package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"channelrouter/configs"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/code"
	"channelrouter/service/ledger"
)

// wire carries connections to a server, until it is cut.
type wire struct {
	listener net.Listener
	network  string
	target   string

	mu    sync.Mutex
	down  bool
	conns map[net.Conn]bool
}

func newWire(t *testing.T, network, target string) *wire {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: listener, network: network, target: target, conns: map[net.Conn]bool{}}
	t.Cleanup(func() {
		w.set(true)
		_ = listener.Close()
	})
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go w.carry(conn)
		}
	}()
	return w
}

func (w *wire) address() string { return w.listener.Addr().String() }

// set cuts all connections, and keeps new ones out while it is down.
func (w *wire) set(down bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = down
	for conn := range w.conns {
		_ = conn.Close()
	}
	clear(w.conns)
}

// keep takes a connection in, or refuses it while the wire is cut.
func (w *wire) keep(conn net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.down {
		_ = conn.Close()
		return false
	}
	w.conns[conn] = true
	return true
}

func (w *wire) carry(near net.Conn) {
	if !w.keep(near) {
		return
	}
	far, err := net.Dial(w.network, w.target)
	if err != nil || !w.keep(far) {
		_ = near.Close()
		return
	}
	go func() {
		_, _ = io.Copy(far, near)
		_ = far.Close()
	}()
	_, _ = io.Copy(near, far)
	_ = near.Close()
}

// outage is a house whose wires to WeChat and to Redis can be cut.
type outage struct {
	*served
	wire        *wire // to WeChat
	redis       *wire // nil without TEST_REDIS_URL
	goods       *code.Batch
	rewardsPaid int
}

func newOutage(t *testing.T) *outage {
	t.Helper()
	o := &outage{}
	o.served = serveWith(t, func(c *configs.Config, base string) {
		o.wire = newWire(t, "tcp", strings.TrimPrefix(c.WeChat.BaseURL, "http://"))
		c.WeChat.BaseURL, c.Pay.BaseURL, c.Pay.NotifyURL = "http://"+o.wire.address(), "http://"+o.wire.address(), base
		if socket, set := strings.CutPrefix(os.Getenv("TEST_REDIS_URL"), "unix://"); set {
			o.redis = newWire(t, "unix", socket)
			c.RedisURL = configs.Secret("redis://" + o.redis.address() + "/7")
		}
	})
	o.issue()
	return o
}

// issue prints a few hundred units and makes their codes live.
func (o *outage) issue() {
	o.t.Helper()
	products, err := o.Catalog.Load(o.t.Context(), catalog.Sample())
	o.must(err)
	o.goods, err = o.Code.IssueBatch(o.t.Context(), code.NewBatch{
		Ref: "OUTAGE", ProductID: products[0].ID, Linking: model.PreLinked, Profile: code.FiveInOne(6, 4), Count: 10,
	})
	o.must(err)
	o.must(o.Code.Activate(o.t.Context(), o.goods.ID, code.Interval{}))
}

// enter tries to log a person in, and returns the status and his access token.
func (o *outage) enter(app, name string) (status int, token string) {
	o.t.Helper()
	o.wechat.AddPerson(name, "union-"+name)
	status, token, _ = o.login(app, o.wechat.IssueLoginCode("wx-demo-"+app, name))
	return status, token
}

// claims has a consumer claim units, each his own.
func (o *outage) claims(token string, from, to int) {
	o.t.Helper()
	for n := from; n < to; n++ {
		text, err := o.Code.Print(model.FaceUnitInner, o.goods.Level(model.LevelUnit).From+model.ItemID(n))
		o.must(err)
		var answer struct {
			Outcome string `json:"outcome"`
			Code    string `json:"code"`
		}
		status := o.call("POST", "/consumer/scans", token, fmt.Sprint("claim-", n), map[string]string{"code": text}, &answer)
		if status != http.StatusOK || answer.Outcome != "claimed" {
			o.t.Errorf("claim %d: %d %+v", n, status, answer)
		}
	}
}

// earn puts money into a guide's wallet.
func (o *outage) earn(token string, fen int64) {
	o.t.Helper()
	actor, err := o.Identity.Authenticate(o.t.Context(), "guide", token)
	o.must(err)
	o.rewardsPaid++
	_, err = o.Ledger.Post(o.t.Context(), ledger.Move(fmt.Sprint("earned/", o.rewardsPaid), "reward", time.Now(),
		model.Account{Kind: model.BrandReward, Asset: model.CNY},
		model.Account{Kind: model.WalletGuide, Owner: int64(actor.PersonID), Asset: model.CNY}, fen))
	o.must(err)
}

type payoutAnswer struct {
	ID    string `json:"id"`
	State string `json:"state"`
	Code  string `json:"code"`
}

func (o *outage) payOut(token, key string, fen int64) (p payoutAnswer) {
	o.t.Helper()
	status := o.call("POST", "/guide/payouts", token, key, map[string]int64{"fen": fen}, &p)
	if status != http.StatusOK {
		o.t.Fatalf("payout: %d %s", status, p.Code)
	}
	return p
}

// becomes waits for a payout's state.
func (o *outage) becomes(token, id, state string) {
	o.t.Helper()
	var p payoutAnswer
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if o.call("GET", "/guide/payouts/"+id, token, "", nil, &p); p.State == state {
			return
		}
	}
	o.t.Errorf("the payout is %s, not %s", p.State, state)
}

// WeChat and Redis go away, together and one after the other: who is logged in scans and
// claims on, and what needs WeChat waits and catches up.
func TestOutages(t *testing.T) {
	o := newOutage(t)
	_, li := o.enter("consumer", "li")
	_, gu := o.enter("guide", "gu")
	o.earn(gu, 1000)
	o.claims(li, 0, 3)
	o.becomes(gu, o.payOut(gu, "before", 100).ID, "paid")

	cut := map[string][]*wire{"WeChat": {o.wire}}
	if o.redis != nil {
		cut["Redis"], cut["both"] = []*wire{o.redis}, []*wire{o.wire, o.redis}
	}
	claimed := 3
	for name, wires := range cut {
		for _, w := range wires {
			w.set(true)
		}
		o.claims(li, claimed, claimed+5)
		claimed += 5
		waiting := o.payOut(gu, "during-"+name, 100)
		if name != "Redis" {
			if status, _ := o.enter("consumer", "wu"); status != http.StatusServiceUnavailable {
				t.Errorf("without %s a login is answered %d", name, status)
			}
			time.Sleep(1500 * time.Millisecond) // a worker has tried by then
			var p payoutAnswer
			if o.call("GET", "/guide/payouts/"+waiting.ID, gu, "", nil, &p); p.State == "paid" || p.State == "returned" {
				t.Errorf("without %s the payout is %s", name, p.State)
			}
		}
		for _, w := range wires {
			w.set(false)
		}
		o.becomes(gu, waiting.ID, "paid")
		if status, _ := o.enter("consumer", "wu"); status != http.StatusOK {
			t.Errorf("after %s has come back, a login is answered %d", name, status)
		}
	}
	if paid, want := len(o.wechat.Pay().Paid()), 1+len(cut); paid != want {
		t.Errorf("%d bills were paid, of %d", paid, want)
	}
}
