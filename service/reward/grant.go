package reward

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/ledger"
)

// Grant stores what wins are worth and posts what is due, for a set of wins of one
// moment. It joins the scan's transaction; a win is granted once because the scan room
// lets each (item, purpose) be won once.
func (s *Service) Grant(ctx context.Context, wins []Win, at time.Time) ([]model.Grant, error) {
	if len(wins) == 0 {
		return nil, nil
	}
	policy, err := s.Policies.At(ctx, at)
	if err != nil {
		return nil, err
	}
	grants := make([]model.Grant, len(wins))
	var postings []ledger.Posting
	var posted []int
	for i, w := range wins {
		grants[i] = decide(policy.Body, w)
		grants[i].PolicyVersion, grants[i].At = policy.Number, at
		if grants[i].State == model.GrantPosted {
			postings = append(postings, posting(grants[i]))
			posted = append(posted, i)
		}
	}
	ids, err := s.ledger.Post(ctx, postings...)
	if err != nil {
		return nil, err
	}
	for n, i := range posted {
		grants[i].TxnID = ids[n]
	}
	return grants, s.store.insertGrants(ctx, grants)
}

func posting(g model.Grant) ledger.Posting {
	key := fmt.Sprintf("grant/%d/%d", g.Item, g.Purpose)
	from := model.Account{Kind: model.BrandReward, Asset: g.Asset}
	to := model.Account{Kind: g.AccountKind, Owner: g.Owner, Asset: g.Asset}
	return ledger.Move(key, "reward", g.At, from, to, g.Amount)
}

// GrantOf reads which item the key of a posting of this room is about; ok is false where it is
// none. Pure.
func GrantOf(key string) (item model.ItemID, ok bool) {
	words := strings.Split(key, "/")
	if words[0] != "grant" || len(words) != 3 {
		return 0, false
	}
	id, err := strconv.ParseInt(words[1], 10, 64)
	return model.ItemID(id), err == nil
}

// Posted returns what has been posted to people for items.
func (s *Service) Posted(ctx context.Context, items []model.ItemID) ([]model.Grant, error) {
	return s.store.posted(ctx, items)
}

// Of returns what an item was worth to those who won by it, one grant for each purpose.
func (s *Service) Of(ctx context.Context, item model.ItemID) ([]model.Grant, error) {
	return s.store.of(ctx, item)
}

// OnScanRecorded posts guides' waiting rewards once consumers have claimed the units. It
// looks at both sides whichever event brought it here, because a claim and a guide's
// scan at the same instant do not see each other.
func (s *Service) OnScanRecorded(ctx context.Context, facts []event.ScanRecorded) error {
	var units []model.ItemID
	for _, f := range facts {
		if f.Purpose == model.PurposeConsumerClaim || f.Purpose == model.PurposeGuideReward {
			units = append(units, f.Item)
		}
	}
	return s.releaseClaimed(ctx, units)
}

// OnScanRejudged decides what staff get for goods of which it has become known whom they
// were meant for. What was decided once stays given.
func (s *Service) OnScanRejudged(ctx context.Context, facts []event.ScanRejudged) error {
	judged := map[model.ScanID]event.ScanRejudged{}
	var units []model.ItemID
	for _, f := range facts {
		if _, earlier := judged[f.ScanID]; !earlier && f.Origin != 0 {
			judged[f.ScanID] = f
			units = append(units, f.Item)
		}
	}
	unjudged, err := s.store.unjudged(ctx, units)
	if err != nil {
		return err
	}
	var due, rest []model.Grant
	for _, g := range unjudged {
		f, now := judged[g.ScanID]
		switch {
		case !now:
		case f.Verdict == model.VerdictDiverted:
			g.State = model.GrantNothing
			rest = append(rest, g)
		case g.State == model.GrantUnclaimed:
			g.State = model.GrantWaiting
			rest = append(rest, g)
		default:
			due = append(due, g)
		}
	}
	if err := s.store.save(ctx, rest); err != nil {
		return err
	}
	if err := s.release(ctx, due); err != nil {
		return err
	}
	return s.releaseClaimed(ctx, units)
}

// releaseClaimed posts the waiting rewards of guides whose units have been claimed.
func (s *Service) releaseClaimed(ctx context.Context, units []model.ItemID) error {
	due, err := s.store.due(ctx, units)
	if err != nil {
		return err
	}
	return s.release(ctx, due)
}

// release posts grants. Who comes second finds the same transactions: a grant's posting
// has one key.
func (s *Service) release(ctx context.Context, due []model.Grant) error {
	heirs, err := s.identity.CurrentOf(ctx, owners(due))
	if err != nil {
		return err
	}
	postings := make([]ledger.Posting, len(due))
	for i, g := range due {
		if heir, united := heirs[model.PersonID(g.Owner)]; united && g.AccountKind.OfPerson() {
			g.Owner = int64(heir)
		}
		postings[i] = posting(g)
	}
	ids, err := s.ledger.Post(ctx, postings...)
	if err != nil {
		return err
	}
	for i := range due {
		due[i].State, due[i].TxnID = model.GrantPosted, ids[i]
	}
	return s.store.save(ctx, due)
}

// owners are the persons among those whom grants are for.
func owners(grants []model.Grant) []model.PersonID {
	var people []model.PersonID
	for _, g := range grants {
		if g.AccountKind.OfPerson() {
			people = append(people, model.PersonID(g.Owner))
		}
	}
	return people
}
