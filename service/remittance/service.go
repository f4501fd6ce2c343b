package remittance

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/ledger"
	"channelrouter/service/settlement"
)

// Service pays organisations.
type Service struct {
	db         *db.DB
	store      store
	clock      clock.Clock
	ids        *id.Generator
	box        accountBox
	channel    *channel.Service
	ledger     *ledger.Service
	settlement *settlement.Service
	lines      int // of a run that are listed, posted, written or read at once
}

// Rooms are the rooms that remittance stands on.
type Rooms struct {
	Channel    *channel.Service
	Ledger     *ledger.Service
	Settlement *settlement.Service
}

// New makes the room. The key seals the numbers of bank accounts.
func New(d *db.DB, c clock.Clock, ids *id.Generator, key [32]byte, r Rooms) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, box: newAccountBox(key), lines: 500,
		channel: r.Channel, ledger: r.Ledger, settlement: r.Settlement,
	}
}

// fourEyes refuses that who has asked for something approves it. Error: ErrFourEyes. Pure.
func fourEyes(asked, approves model.UserID) error {
	if asked == approves {
		return ErrFourEyes.With("user %d", asked)
	}
	return nil
}

// Decision is what somebody says to what was asked for.
type Decision struct {
	By   model.UserID
	Note string
}
