package message

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// How long a template or an app rests after it was refused; each refusal in a row doubles
// it, up to the longest.
const (
	firstTemplateRest   = 10 * time.Minute
	longestTemplateRest = 6 * time.Hour
	firstAppRest        = time.Minute
	longestAppRest      = time.Hour
	firstDownRest       = time.Second
	longestDownRest     = 2 * time.Minute
	firstQuotaRest      = time.Minute // limits a minute pass by then; else it was the day's
)

// down is the code of an app's rest while WeChat does not work.
const down = "down"

// restUntil says until when something rests that was refused so many times in a row. Pure.
func restUntil(why Why, refusals int, now time.Time) time.Time {
	double := func(first, longest time.Duration) time.Time {
		return now.Add(clock.Pause(first, longest, refusals))
	}
	switch {
	case why == BadTemplate:
		return double(firstTemplateRest, longestTemplateRest)
	case why == BadApp:
		return double(firstAppRest, longestAppRest)
	case why == Quota && refusals > 1:
		return clock.NextDay(now)
	case why == Quota:
		return now.Add(firstQuotaRest)
	}
	return double(firstDownRest, longestDownRest)
}

// rests are what rests, or has rested since it last worked.
type rests map[way]model.MessageRest

// until is when a way may be tried again; zero for now.
func (r rests) until(w way, now time.Time) time.Time {
	until := r[w].Until
	if app := r[way{appID: w.appID}].Until; app.After(until) {
		until = app
	}
	if until.After(now) {
		return until
	}
	return time.Time{}
}

func (s *Service) rests(ctx context.Context) (rests, error) {
	rows, err := s.store.rests(ctx)
	all := make(rests, len(rows))
	for _, r := range rows {
		all[way{r.AppID, r.TemplateID}] = r
	}
	return all, err
}

// rest makes a template or an app rest. Those who were refused at the same time count as
// one: what rests already is left alone.
func (s *Service) rest(ctx context.Context, w way, why Why, code string, now time.Time) (until time.Time, err error) {
	if why == Down {
		code = down // however it shows
	}
	earlier, err := s.store.restOf(ctx, w)
	if err != nil {
		return time.Time{}, err
	}
	next := model.MessageRest{AppID: w.appID, TemplateID: w.templateID, Refusals: 1, Since: now, Code: code}
	if earlier != nil {
		if earlier.Until.After(now) {
			return earlier.Until, nil
		}
		next.Refusals, next.Since = earlier.Refusals+1, earlier.Since
		if earlier.Code != code {
			next.Refusals = 1
		}
	}
	next.Until = restUntil(why, next.Refusals, now)
	return next.Until, s.store.saveRest(ctx, next)
}

// Rests lists the templates and apps that WeChat has refused and that have not worked since.
func (s *Service) Rests(ctx context.Context) ([]model.MessageRest, error) { return s.store.rests(ctx) }
