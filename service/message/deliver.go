package message

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

const (
	workBatch   = 100
	workersMost = 8
	// callFor is the longest that WeChat is waited for. A worker whose time is up before
	// that takes on nothing more.
	callFor = 5 * time.Second
	// claimFor is how long a worker has a delivery to itself.
	claimFor = 2 * time.Minute
	// newsFor is how long a message is news.
	newsFor = 24 * time.Hour
	// unseenPause is when a message is tried again of which nobody saw what became, and
	// mostUnseen how often that may happen.
	unseenPause = time.Minute
	mostUnseen  = 2
)

// Codes of deliveries that this room gave up by itself.
const (
	tooOld      = "too_old"
	unseen      = "unseen"
	noAccount   = "no_account"
	unfit       = "unfit"       // WeChat's keywords do not take the values
	noTemplate  = "no_template" // the policy has it no more
	personQuota = "person_quota"
	appQuota    = "app_quota"
)

// Work delivers what is due, and says how many deliveries it took a step on. Any number of
// workers may be at it.
func (s *Service) Work(ctx context.Context) (int, error) {
	taken := 0
	for ctx.Err() == nil {
		if !timeFor(ctx, callFor+time.Second) {
			return taken, nil
		}
		if err := s.recover(ctx); err != nil {
			return taken, err
		}
		due, err := s.store.due(ctx, s.clock.Now(), workBatch)
		if err != nil || len(due) == 0 {
			return taken, err
		}
		n, err := s.round(ctx, due)
		taken += n
		if err != nil || n == 0 { // others have taken them
			return taken, err
		}
	}
	return taken, ctx.Err()
}

// timeFor tells whether ctx gives so much time yet. A call that its end cuts off would be
// one whose answer nobody saw.
func timeFor(ctx context.Context, d time.Duration) bool {
	end, limited := ctx.Deadline()
	return ctx.Err() == nil && (!limited || time.Until(end) >= d)
}

// recover takes back deliveries whose worker did not come back from the sender.
func (s *Service) recover(ctx context.Context) error {
	now := s.clock.Now()
	lost, err := s.store.lost(ctx, now, workBatch)
	if err != nil {
		return err
	}
	for _, d := range lost {
		if err := s.settleUnseen(ctx, d, now); err != nil {
			return err
		}
	}
	return nil
}

// round decides what is to be done with each, and does it: few statements for those that
// wait or are given up, a call for each of the others, several at a time.
func (s *Service) round(ctx context.Context, due []model.MessageDelivery) (taken int, err error) {
	b, err := s.bundle(ctx, due)
	if err != nil {
		return 0, err
	}
	fates := map[fate][]model.MessageDelivery{}
	for _, d := range due {
		f := b.judge(d)
		fates[f] = append(fates[f], d)
	}
	send := fates[fate{}]
	delete(fates, fate{})
	for f, some := range fates {
		n, err := s.put(ctx, some, f, b.now)
		taken += int(n)
		if err != nil {
			return taken, err
		}
	}
	n, err := s.sendAll(ctx, b, send)
	return taken + n, err
}

// bundle is what deliveries are judged and sent by.
type bundle struct {
	now      time.Time
	policy   Policy
	rests    rests
	messages map[model.MessageID]model.Message
	quiet    map[model.PersonID]model.MessageQuietHours
	openIDs  map[string]map[model.PersonID]model.AppAccount // by app
}

func (s *Service) bundle(ctx context.Context, due []model.MessageDelivery) (b bundle, err error) {
	b.now = s.clock.Now()
	policy, err := s.Policies.At(ctx, b.now)
	if err != nil {
		return b, err
	}
	b.policy = policy.Body
	if b.rests, err = s.rests(ctx); err != nil {
		return b, err
	}
	ids := make([]model.MessageID, len(due))
	people := make([]model.PersonID, len(due))
	byApp := map[string][]model.PersonID{}
	for i, d := range due {
		ids[i], people[i] = d.MessageID, d.PersonID
		byApp[d.AppID] = append(byApp[d.AppID], d.PersonID)
	}
	if b.messages, err = s.store.messages(ctx, ids); err != nil {
		return b, err
	}
	if b.quiet, err = s.store.quietHours(ctx, people); err != nil {
		return b, err
	}
	b.openIDs = map[string]map[model.PersonID]model.AppAccount{}
	for app, who := range byApp {
		if b.openIDs[app], err = s.Identity.AccountsIn(ctx, app, who); err != nil {
			return b, err
		}
	}
	return b, nil
}

// fate is what becomes of a delivery without a call: it waits until a time, or ends with a
// state and code. The zero fate is that it is sent now.
type fate struct {
	until time.Time
	state model.DeliveryState
	code  string
}

// judge is pure.
func (b bundle) judge(d model.MessageDelivery) fate {
	w := way{d.AppID, d.TemplateID}
	from, _ := minutes(b.policy.QuietFrom)
	to, _ := minutes(b.policy.QuietTo)
	if own, set := b.quiet[d.PersonID]; set {
		from, to = own.From, own.To
	}
	end, quiet := quietUntil(b.now, from, to)
	switch {
	case b.now.Sub(d.At) > newsFor && d.Unseen > 0:
		return fate{state: model.DeliveryFailed, code: unseen}
	case b.now.Sub(d.At) > newsFor:
		return fate{state: model.DeliverySkipped, code: tooOld}
	case b.policy.template(d.Role, d.Event).TemplateID != d.TemplateID:
		return fate{state: model.DeliverySkipped, code: noTemplate}
	case b.openIDs[d.AppID][d.PersonID].OpenID == "":
		return fate{state: model.DeliverySkipped, code: noAccount}
	case !b.rests.until(w, b.now).IsZero():
		return fate{until: b.rests.until(w, b.now)}
	case quiet:
		return fate{until: end}
	}
	return fate{}
}

// letter is what is sent of a delivery; ok is false when WeChat would not take it.
func (b bundle) letter(d model.MessageDelivery) (l Letter, ok bool) {
	m := b.messages[d.MessageID]
	values := map[string]string{}
	if err := json.Unmarshal(m.Data, &values); err != nil {
		return Letter{}, false
	}
	values["title"], values["body"] = m.Title, m.Body
	l = Letter{
		Role: d.Role, OpenID: b.openIDs[d.AppID][d.PersonID].OpenID, TemplateID: d.TemplateID, Page: m.Page,
		Values: map[string]string{},
	}
	for keyword, written := range b.policy.template(d.Role, d.Event).Keywords {
		l.Values[keyword] = say(keyword, written, values)
		if !takes(keyword, l.Values[keyword]) {
			return l, false
		}
	}
	return l, true
}

// sendAll sends one of each template before the others, and several at a time. Once one
// was told to rest, no more is sent of its template or app: the next round lets the others
// wait.
func (s *Service) sendAll(ctx context.Context, b bundle, due []model.MessageDelivery) (taken int, err error) {
	var stopped stops
	leaders, others := lead(due)
	for _, some := range [][]model.MessageDelivery{leaders, others} {
		n, failed := s.sendSome(ctx, b, some, &stopped)
		taken, err = taken+n, errors.Join(err, failed)
	}
	return taken, err
}

// lead parts the first of each template from the others. Pure.
func lead(due []model.MessageDelivery) (leaders, others []model.MessageDelivery) {
	led := map[way]bool{}
	for _, d := range due {
		if w := (way{d.AppID, d.TemplateID}); !led[w] {
			led[w] = true
			leaders = append(leaders, d)
		} else {
			others = append(others, d)
		}
	}
	return leaders, others
}

func (s *Service) sendSome(ctx context.Context, b bundle, due []model.MessageDelivery, stopped *stops) (taken int, err error) {
	work := make(chan model.MessageDelivery)
	var (
		group sync.WaitGroup
		mu    sync.Mutex
	)
	for range min(workersMost, len(due)) {
		group.Go(func() {
			for d := range work {
				if stopped.has(d) {
					continue
				}
				took, failed := s.deliver(ctx, b, d, stopped)
				mu.Lock()
				if took {
					taken++
				}
				err = errors.Join(err, failed)
				mu.Unlock()
			}
		})
	}
	for _, d := range due {
		work <- d
	}
	close(work)
	group.Wait()
	return taken, err
}

// stops are the ways that no more is sent by in a round.
type stops struct{ sync.Map }

func (s *stops) add(w way) { s.Store(w, true) }

func (s *stops) has(d model.MessageDelivery) bool {
	_, app := s.Load(way{appID: d.AppID})
	_, template := s.Load(way{d.AppID, d.TemplateID})
	return app || template
}

// deliver claims one, has it sent, and settles the answer.
func (s *Service) deliver(ctx context.Context, b bundle, d model.MessageDelivery, stopped *stops) (took bool, err error) {
	if !timeFor(ctx, callFor+time.Second/2) {
		return false, ctx.Err()
	}
	l, ok := b.letter(d)
	if !ok {
		n, err := s.put(ctx, []model.MessageDelivery{d}, fate{state: model.DeliverySkipped, code: unfit}, b.now)
		return n == 1, err
	}
	claimed, f, err := s.claim(ctx, b, &d)
	if err != nil {
		return false, err
	}
	if f != (fate{}) {
		if f.code == appQuota {
			stopped.add(way{appID: d.AppID})
		}
		n, err := s.put(ctx, []model.MessageDelivery{d}, f, b.now)
		return n == 1, err
	}
	if !claimed {
		return false, nil
	}
	call, cancel := context.WithTimeout(ctx, callFor)
	defer cancel()
	reference, said := s.sender.Send(call, l)
	if w, rests := resting(d, said); rests {
		stopped.add(w)
	}
	if ctx.Err() != nil && said != nil {
		return true, ctx.Err() // the claim runs out, and another takes it for unseen
	}
	return true, s.settle(ctx, b, d, reference, said)
}

// short is why a claim was given up.
type short struct{ fate fate }

func (short) Error() string { return "message: short of consent or quota" }

// claim marks a delivery as sending, and takes an acceptance and the day's shares for it,
// unless it has them. Without them it says what becomes of the delivery instead.
func (s *Service) claim(ctx context.Context, b bundle, d *model.MessageDelivery) (claimed bool, f fate, err error) {
	now := s.clock.Now()
	next := *d
	next.State, next.NextAt, next.Attempts, next.Held, next.UpdatedAt = model.DeliverySending, now.Add(claimFor), d.Attempts+1, true, now
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if claimed, err = s.store.move(ctx, *d, next); err != nil || !claimed || d.Held {
			return err
		}
		return s.take(ctx, b.policy, next, now)
	})
	var lacking short
	if errors.As(err, &lacking) {
		return false, lacking.fate, nil
	}
	if err == nil && claimed {
		*d = next
	}
	return claimed, fate{}, err
}

// take takes what a message needs. The app's share comes last: all wait for its row.
func (s *Service) take(ctx context.Context, p Policy, d model.MessageDelivery, now time.Time) error {
	consent, err := s.store.takeConsent(ctx, d, now)
	if err != nil {
		return err
	}
	if !consent {
		return short{fate{state: model.DeliverySkipped, code: noConsent}}
	}
	today := clock.BizDate(now)
	person, err := s.store.takeShare(ctx, today, personShare(d), p.PersonDaily)
	if err != nil {
		return err
	}
	if !person {
		return short{fate{state: model.DeliverySkipped, code: personQuota}}
	}
	app, err := s.store.takeShare(ctx, today, appShare(d), p.AppDaily)
	if err != nil {
		return err
	}
	if !app {
		return short{fate{until: clock.NextDay(now), code: appQuota}}
	}
	return nil
}

// put makes deliveries wait, or ends them, where they still are as they were read.
func (s *Service) put(ctx context.Context, some []model.MessageDelivery, f fate, now time.Time) (n int64, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if f.code == appQuota { // the others of the app need not try
			if err := s.store.saveRest(ctx, model.MessageRest{AppID: some[0].AppID, Until: f.until, Code: appQuota, Refusals: 1, Since: now}); err != nil {
				return err
			}
		}
		n, err = s.store.putAll(ctx, some, f, now)
		return err
	})
	if err == nil && f.state == model.DeliveryFailed {
		slog.Warn("messages not delivered", "code", f.code, "messages", n)
	}
	return n, err
}
