package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"channelrouter/miniprogram/fake"
)

func (s *stand) faultDeeds() []deed {
	return []deed{
		{"GET /fake/faults", "", "/fake/faults",
			"The faults that are still to be played.", s.faults},
		{"DELETE /fake/faults", "", "/fake/faults",
			"All of them are forgotten, and WeChat's own limits hold again.", s.recover},
		{"POST /fake/faults/wechat", "[n] [path] [errcode] [status] [drop] [delay] [late] [expire_token]",
			"/fake/faults/wechat?n=3&path=/wxa/msg_sec_check&errcode=45009",
			"The next n calls of WeChat, of one path or of any, get an errcode, or a proxy's page with an HTTP status, or no answer (drop); " +
				"late: WeChat does as asked before; delay: it takes so long, such as 3s; expire_token: the access token that they bring ends.", s.failWeChat},
		{"POST /fake/faults/token", "role", "/fake/faults/token?role=guide",
			"Somebody else with the app's secret forces a new access token: the one that was given out ends.", s.forceToken},
		{"POST /fake/faults/limit", "path n [window]", "/fake/faults/limit?path=/wxa/generate_urllink&n=2&window=1m",
			"Every app may make n calls of the path in a window, a minute unless said; more get errcode 45009.", s.limit},
		{"POST /fake/faults/pay", "kind [n] [share] [status] [code] [hang]", "/fake/faults/pay?kind=cut-after&n=2",
			"The next n calls of WeChat Pay, or by chance a share of all, 0.1 being a tenth, meet " + strings.Join(payKinds(), ", ") +
				". refuse has a status and a code of its own; a cut may hang first, such as 3s. By chance several kinds may be named, with commas.", s.failPay},
		{"POST /fake/faults/notices", "kind [n] [share]", "/fake/faults/notices?kind=dropped&n=1",
			"The next n notifications of WeChat Pay, or a share of all, are " + strings.Join(noticeKinds(), ", ") + ". Late ones come after the next, or by POST /fake/notices.", s.failNotices},
		{"POST /fake/faults/statements", "n", "/fake/faults/statements?n=1",
			"The next n statements of WeChat Pay arrive damaged.", func(q *asked) (any, error) {
				n := q.times()
				if q.err == nil {
					s.wechat.Pay().BreakStatements(n)
				}
				return nil, q.err
			}},
	}
}

// payFaults are WeChat Pay's faults by the words that set them. The fault of refuse is
// made of its parameters.
var payFaults = map[string]fake.PayFault{
	"refused": fake.PayRefused, "rate-limited": fake.PayRateLimited, "cut-before": fake.PayCutBefore, "cut-after": fake.PayCutAfter,
	"error-after": fake.PayErrorAfter, "broken-signature": fake.PayBroken, "refuse": {},
}

var noticeFaults = map[string]fake.NoticeFault{
	"dropped": fake.NoticeDropped, "twice": fake.NoticeTwice, "late": fake.NoticeLate,
}

func payKinds() []string    { return slices.Sorted(maps.Keys(payFaults)) }
func noticeKinds() []string { return slices.Sorted(maps.Keys(noticeFaults)) }

// times is how often a fault is played.
func (q *asked) times() int { return int(q.number("n", 1, 1, 1_000_000)) }

// served is a path that the stand-in answers; "" where it is left out.
func (q *asked) served() string {
	path := q.text("path")
	if path != "" && !q.stand.wechat.Serves(path) {
		q.fail(bad("path %q is none of WeChat's calls that are played here, such as /wxa/msg_sec_check", path))
	}
	return path
}

func (s *stand) failWeChat(q *asked) (any, error) {
	n := q.times()
	f := fake.Fault{
		Path: q.served(), Errcode: int(q.number("errcode", 0, -1, 1<<31-1)), Status: int(q.number("status", 0, 400, 599)),
		Drop: q.yes("drop", false), Delay: q.wait("delay"), Late: q.yes("late", false), ExpireToken: q.yes("expire_token", false),
	}
	answered := f.Errcode != 0 || f.Status != 0 || f.Drop
	switch {
	case f.Late && !answered:
		q.fail(bad("late needs another answer: errcode, status or drop"))
	case !answered && f.Delay == 0 && !f.ExpireToken:
		q.fail(bad("no fault: say errcode, status, drop, delay or expire_token"))
	}
	if q.err == nil {
		s.wechat.Fail(n, f)
	}
	return nil, q.err
}

func (s *stand) forceToken(q *asked) (any, error) {
	app := q.app()
	if q.err == nil {
		s.wechat.ForceToken(app)
	}
	return nil, q.err
}

func (s *stand) limit(q *asked) (any, error) {
	path, n, window := q.served(), q.number("n", 0, 0, 1_000_000), time.Minute
	if q.has("window") {
		window = q.wait("window")
	}
	if q.err == nil {
		s.wechat.Limit(path, n, window)
	}
	return nil, q.err
}

// payFault is the fault of a kind with what its parameters add.
func (q *asked) payFault(kind string) fake.PayFault {
	f, known := payFaults[kind]
	if !known {
		q.fail(bad("kind is one of %s", strings.Join(payKinds(), ", ")))
	}
	if kind == "refuse" {
		f.Status, f.Code = int(q.number("status", http.StatusForbidden, 400, 599)), q.text("code")
		if f.Code == "" {
			q.fail(bad("refuse needs a code, such as NOT_ENOUGH"))
		}
	} else if q.has("status") || q.has("code") {
		q.fail(bad("only the kind refuse has a status and a code"))
	}
	f.Hang = q.wait("hang")
	if f.Hang > 0 && !f.CutBefore && !f.CutAfter {
		q.fail(bad("only the kinds cut-before and cut-after hang"))
	}
	return f
}

// chance is the share of calls that meet faults, 0 where their number is said instead.
func (q *asked) chance(kinds []string) float64 {
	share := q.share("share")
	switch {
	case len(kinds) == 0:
		q.fail(bad("kind names no fault"))
	case q.has("n") && q.has("share"):
		q.fail(bad("say n or share, not both"))
	case len(kinds) > 1 && share == 0:
		q.fail(bad("several kinds are by chance only: say share"))
	}
	return share
}

func (s *stand) failPay(q *asked) (any, error) {
	kinds, n := q.list("kind"), q.times()
	share := q.chance(kinds)
	var faults []fake.PayFault
	for _, kind := range kinds {
		faults = append(faults, q.payFault(kind))
	}
	switch {
	case q.err != nil:
		return nil, q.err
	case share > 0:
		s.wechat.Pay().Chance(share, faults...)
	default:
		s.wechat.Pay().Fail(n, faults[0])
	}
	return nil, nil
}

func (s *stand) failNotices(q *asked) (any, error) {
	kinds, n := q.list("kind"), q.times()
	share := q.chance(kinds)
	var faults []fake.NoticeFault
	for _, kind := range kinds {
		f, known := noticeFaults[kind]
		if !known {
			q.fail(bad("kind is one of %s", strings.Join(noticeKinds(), ", ")))
		}
		faults = append(faults, f)
	}
	switch {
	case q.err != nil:
		return nil, q.err
	case share > 0:
		s.wechat.Pay().ChanceNotices(share, faults...)
	default:
		s.wechat.Pay().FailNotices(n, faults[0])
	}
	return nil, nil
}

func (s *stand) recover(*asked) (any, error) {
	s.wechat.Recover()
	s.wechat.RestoreLimits()
	s.wechat.Pay().Recover()
	s.wechat.Pay().Limit(fake.PayLimits{})
	return nil, nil
}
