package payout

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/risk"
)

// Request is a person's wish to have cash. The key makes a retry the same wish.
type Request struct {
	Person model.PersonID
	Wallet model.AccountKind
	Key    string
	Fen    money.Fen
}

func (r Request) hash() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%d", r.Wallet, r.Fen))
	return hex.EncodeToString(sum[:])
}

// Request holds the money back and stores the payout, which a worker then sends. Errors:
// ErrClosed, ErrAmount, ErrOverLimit, ErrNameNeeded, ErrDailyLimit, ErrNoMerchant,
// ErrNoAccount, ErrKeyReused, the ledger's ErrNotCovered, identity's ErrNotBound, and the
// risk room's.
func (s *Service) Request(ctx context.Context, r Request) (model.Payout, error) {
	till, set := s.tills[r.Wallet]
	if !set {
		return model.Payout{}, ErrNoMerchant
	}
	account, err := s.identity.AccountIn(ctx, r.Person, till.AppID) // whom WeChat pays
	if err != nil {
		return model.Payout{}, err
	}
	if account == nil {
		return model.Payout{}, ErrNoAccount
	}
	if err := s.trust(ctx, r); err != nil {
		return model.Payout{}, err
	}
	now := s.clock.Now()
	p := model.Payout{
		ID: model.PayoutID(s.ids.Next()), PersonID: r.Person, Key: r.Key, InputHash: r.hash(), Wallet: r.Wallet,
		Merchant: till.Merchant, AppID: account.AppID, OpenID: account.OpenID, Fen: r.Fen, State: model.PayoutOwed,
		NextAt: now, BizDate: clock.BizDate(now), CreatedAt: now, UpdatedAt: now,
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if earlier, err := s.earlier(ctx, r); err != nil || earlier != nil {
			if earlier != nil {
				p = *earlier
			}
			return err
		}
		return s.hold(ctx, &p, till)
	})
	if err == nil {
		return p, nil
	}
	// A retry at the same moment is refused for what its first took: it is that one.
	earlier, found := s.earlier(ctx, r)
	switch {
	case found != nil:
		return model.Payout{}, found
	case earlier != nil:
		return *earlier, nil
	}
	return model.Payout{}, err
}

// roles are whose wallet each is, and so whose app he asks in.
var roles = map[model.AccountKind]model.Role{
	model.WalletConsumer: model.RoleConsumer, model.WalletGuide: model.RoleGuide, model.WalletSalesperson: model.RoleSalesperson,
}

// trust asks how WeChat holds the person. A retry was trusted when it was new.
func (s *Service) trust(ctx context.Context, r Request) error {
	if s.risk == nil {
		return nil
	}
	if earlier, err := s.earlier(ctx, r); err != nil || earlier != nil {
		return err
	}
	return s.risk.Check(ctx, r.Person, roles[r.Wallet], risk.Payout)
}

// earlier is the payout that the request's key was used for, by the person or by one of
// those who turned out to be him.
func (s *Service) earlier(ctx context.Context, r Request) (*model.Payout, error) {
	selves, err := s.identity.Selves(ctx, r.Person)
	if err != nil {
		return nil, err
	}
	p, err := s.store.byKey(ctx, selves, r.Key)
	if err == nil && p != nil && p.InputHash != r.hash() {
		return nil, ErrKeyReused.With("key %q", r.Key)
	}
	return p, err
}

// hold moves the money out of the wallet before it counts the day's: that takes the
// wallet's row, so that two requests of a person follow each other, and each counts the
// other's.
func (s *Service) hold(ctx context.Context, p *model.Payout, till Till) error {
	policy, err := s.Policies.At(ctx, p.CreatedAt)
	if err != nil {
		return err
	}
	switch rules := policy.Body; {
	case !rules.Open:
		return ErrClosed
	case p.Fen < rules.LeastFen || p.Fen > rules.MostFen:
		return ErrAmount.With("%d fen, of %d to %d", p.Fen, rules.LeastFen, rules.MostFen)
	}
	if err := s.identity.RequireBound(ctx, p.PersonID); err != nil {
		return err
	}
	if err := s.withhold(ctx, p); err != nil {
		return err
	}
	if err := s.admit(ctx, p, till); err != nil {
		return err
	}
	posting := posting(*p, fmt.Sprintf("payout/%d/hold", p.ID), "payout.hold", p.CreatedAt, wallet(*p), inFlight(*p))
	posting.Covered = true
	ids, err := s.ledger.Post(ctx, posting)
	if err != nil {
		return err
	}
	p.HoldTxn, p.BillNo = ids[0], "CR"+strconv.FormatInt(int64(ids[0]), 10)
	bills, fen, err := s.store.ofDay(ctx, p.PersonID, p.BizDate)
	if err != nil {
		return err
	}
	if bills+1 > policy.Body.DailyBills || fen+p.Fen > policy.Body.DailyFen {
		return ErrDailyLimit.With("%d payouts of %d fen in all", bills, fen)
	}
	if err := s.store.insert(ctx, *p); err != nil {
		return err
	}
	return s.outbox.Add(ctx, event.PayoutAsked{PayoutID: p.ID})
}

// admit refuses what the merchant may not pay at once, and finds the name that a large
// payout has to carry. The name is kept with the payout, for a bill is sent again as it was.
func (s *Service) admit(ctx context.Context, p *model.Payout, till Till) (err error) {
	switch net := p.Net(); {
	case net < payerLeastFen:
		return ErrAmount.With("%d fen are left of %d", net, p.Fen)
	case till.MostFen > 0 && net > till.MostFen, till.DailyFen > 0 && net > till.DailyFen, net > payerMostFen:
		return ErrOverLimit.With("%d fen", net)
	case net < realNameFen:
		return nil
	}
	if p.Name, err = s.tax.SealedName(ctx, p.PersonID); err == nil && p.Name == nil {
		err = ErrNameNeeded
	}
	return err
}

func wallet(p model.Payout) model.Account {
	return model.Account{Kind: p.Wallet, Owner: int64(p.PersonID), Asset: model.CNY}
}

func inFlight(p model.Payout) model.Account {
	return model.Account{Kind: model.InFlight, Owner: int64(p.PersonID), Asset: model.CNY}
}

// MchID is the number of the merchant that pays a wallet: the app needs it to have a person
// accept what waits for him.
func (s *Service) MchID(wallet model.AccountKind) string { return s.tills[wallet].MchID }

// Get returns a person's payout.
func (s *Service) Get(ctx context.Context, person model.PersonID, id model.PayoutID) (model.Payout, error) {
	p, err := s.store.get(ctx, id)
	if err != nil {
		return model.Payout{}, err
	}
	if p == nil {
		return model.Payout{}, ErrUnknown.With("id %d", id)
	}
	if p.PersonID != person { // his, maybe, from before he was united
		owner, err := s.identity.Current(ctx, p.PersonID)
		if err != nil || owner != person {
			return model.Payout{}, ErrUnknown.With("id %d", id)
		}
	}
	return *p, nil
}

// Some returns the payouts of ids that exist.
func (s *Service) Some(ctx context.Context, ids []model.PayoutID) ([]model.Payout, error) {
	return s.store.some(ctx, ids)
}

// List pages through a person's payouts, those from before he was united among them, newest
// first, before an id (0: from the newest). Error: identity's ErrUnknownPerson.
func (s *Service) List(ctx context.Context, person model.PersonID, before model.PayoutID, limit int) ([]model.Payout, error) {
	selves, err := s.identity.Selves(ctx, person)
	if err != nil {
		return nil, err
	}
	return s.store.list(ctx, selves, before, limit)
}
