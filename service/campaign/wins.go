package campaign

import (
	"context"
	"time"

	"channelrouter/internal/errs"
	"channelrouter/model"
)

// ErrBadWins: wins are not listed like this.
var ErrBadWins = errs.New(errs.Invalid, "campaign.bad_wins", "wins are not listed like this", "name the campaign whose prize you mean, and sort by at or -at")

// WinQuery narrows wins down; what is zero narrows nothing.
type WinQuery struct {
	Campaign model.CampaignID
	Prize    string // its code, in the campaign
	State    model.WinState
	From, To time.Time // won from one moment on, and before another
	Sort     string    // at or -at; "" is the newest first
}

// Won is a win with what it came of.
type Won struct {
	model.CampaignWin
	Campaign string       // its name
	Scan     model.ScanID // that it was drawn for
}

// Wins pages through what was won behind the last one of the page before (0: from the first). Each
// query has an index in the order of the page: what it costs does not grow with what was won.
// Errors: ErrBadWins, ErrUnknownWin where after is none.
func (s *Service) Wins(ctx context.Context, q WinQuery, after model.WinID, limit int) ([]Won, error) {
	if q.Prize != "" && q.Campaign == 0 {
		return nil, ErrBadWins.With("a prize %.16q of any campaign", q.Prize)
	}
	if q.Sort != "" && q.Sort != "at" && q.Sort != "-at" {
		return nil, ErrBadWins.With("sorted by %.40q", q.Sort)
	}
	var last *model.CampaignWin
	if after != 0 {
		var err error
		if last, err = s.store.win(ctx, after); err != nil {
			return nil, err
		}
		if last == nil {
			return nil, ErrUnknownWin.With("id %d", after)
		}
	}
	wins, err := s.store.listWins(ctx, q, last, limit)
	if err != nil {
		return nil, err
	}
	names, err := s.store.namesOf(ctx, wins)
	if err != nil {
		return nil, err
	}
	scans, err := s.store.scansOf(ctx, wins)
	if err != nil {
		return nil, err
	}
	won := make([]Won, len(wins))
	for i, w := range wins {
		won[i] = Won{CampaignWin: w, Campaign: names[w.CampaignID], Scan: scans[w.ID]}
	}
	return won, nil
}
