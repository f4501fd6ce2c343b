package history

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
)

// days is how long a history is: a quarter.
const days = 90

// Stage is what a history is made on. Rooms are those that will serve afterwards: their ground is
// used, and their clock ends it.
type Stage struct {
	Rooms    *service.Rooms
	Size     Size
	Seed     uint64
	Password string                             // of all console users
	Prefix   string                             // of their logins, which are unique; "" for none
	AppID    func(app string) string            // of a role's mini-program
	Bank     *Bank                              // nil: nobody is paid
	Progress func(what string, done, total int) // nil: tells nobody
	Warn     func(format string, args ...any)   // nil: tells nobody
}

// world is a history under way.
type world struct {
	*service.Rooms // upon a clock that goes by days
	Stage
	Clock   *clock.Manual
	begin   time.Time
	end     time.Time
	length  time.Duration
	run     string
	earlier bool // there are batches of an earlier history

	users        []user
	brand        model.Org
	products     []model.Product
	land         []city
	distributors []distributor
	terminals    []terminal
	busy         weights // of terminals
	consumers    []consumer
	near         map[int][]int // consumers by city
	inspectors   []model.PersonID
	waves        []wave
	stock        [][]*load // by distributor
	plans        []planned
	cases        map[model.CaseID]*followed
	months       []month
	runs         []model.BankRunID
	campaign     model.CampaignID
	desk         draw
	report       Report
}

// Report is what was made. Of the same seed, size and day it is the same.
type Report struct {
	Organisations int
	People        int
	Scans         int
	Refused       int            // scans that were
	Cases         int            // that were opened
	States        map[string]int // cases by state
	Alerts        int
	Settled       int      // periods that are closed
	Open          int      // and that are not
	Logins        []string // of the console, the owner's first
}

// LastPart is what Progress is told of last.
const LastPart = "days"

// There tells whether a house has a history.
func There(ctx context.Context, rooms *service.Rooms) (bool, error) {
	_, err := rooms.Channel.GetOrgByCode(ctx, firstCode)
	if errors.Is(err, channel.ErrUnknownOrg) {
		return false, nil
	}
	return err == nil, err
}

// Make makes a quarter that ends now. It is done when nothing waits for delivery.
func Make(ctx context.Context, stage Stage) (Report, error) {
	w, err := newWorld(ctx, stage)
	if err != nil {
		return Report{}, err
	}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"users", w.hire}, {"channel", w.register}, {"people", w.populate}, {"policies", w.decree},
	} {
		w.told(step.name, 0, 1)
		if err := step.do(ctx); err != nil {
			return w.report, fmt.Errorf("history: %s: %w", step.name, err)
		}
	}
	w.planGoods()
	w.planSales()
	if err := w.live(ctx); err != nil {
		return w.report, err
	}
	return w.report, w.count(ctx)
}

func newWorld(ctx context.Context, stage Stage) (*world, error) {
	now := clock.Normal(stage.Rooms.Clock.Now())
	w := &world{Stage: stage, end: now, desk: newDraw(stage.Seed, partDesk), cases: map[model.CaseID]*followed{}}
	w.begin = clock.StartOf(clock.BizDate(now)).AddDate(0, 0, -days)
	w.length = now.Sub(w.begin)
	w.Clock = clock.NewManual(w.begin)
	var random [4]byte
	_, _ = rand.Read(random[:])
	w.run = hex.EncodeToString(random[:])
	for _, u := range []user{
		{Login: "owner", Name: "陈雅琴", Role: model.UserOwner}, {Login: "manager", Name: "李建国", Role: model.UserChannelManager},
		{Login: "finance", Name: "周敏", Role: model.UserFinance}, {Login: "auditor", Name: "吴志远", Role: model.UserAuditor},
		{Login: "operator", Name: "孙晓梅", Role: model.UserOperator},
	} {
		u.Login = stage.Prefix + u.Login
		w.users = append(w.users, u)
		w.report.Logins = append(w.report.Logins, u.Login)
	}
	ground := stage.Rooms.Ground
	ground.Clock, ground.WeChat = w.Clock, believing{stage.AppID}
	var err error
	if w.Rooms, err = service.New(ctx, ground); err != nil {
		return nil, err
	}
	w.products, err = w.Catalog.Load(ctx, catalog.Sample())
	if err != nil {
		return nil, err
	}
	w.products = w.products[:min(6, len(w.products))]
	batches, err := w.Code.Batches(ctx, code.BatchQuery{}, 0, 1)
	w.earlier = len(batches) > 0
	return w, err
}

// told tells how far the making has come.
func (w *world) told(what string, done, total int) {
	if w.Progress != nil {
		w.Progress(what, done, total)
	}
}

// key is an idempotency key of this history.
func (w *world) key(what ...any) string { return "history-" + w.run + "-" + fmt.Sprint(what...) }
