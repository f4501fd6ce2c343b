package warehouse

import (
	"context"
	"strconv"
	"time"

	"channelrouter/internal/word"
	"channelrouter/model"
	"channelrouter/service/custody"
)

// tick is the least time between two events.
const tick = time.Microsecond

var transferStates = map[model.TransferState]string{
	model.TransferAsked: "asked", model.TransferApproved: "approved",
	model.TransferRefused: "refused", model.TransferWithdrawn: "withdrawn",
}

// TransferStateName is "asked", "approved", "refused" or "withdrawn".
func TransferStateName(s model.TransferState) string { return transferStates[s] }

// ParseTransferState reads what TransferStateName writes; what is none is 0.
func ParseTransferState(text string) model.TransferState { return word.KeyOf(transferStates, text) }

// personKey makes a key a person's own: two may choose the same.
func personKey(by model.PersonID, key string) string { return itoa(by) + "/" + key }

func itoa[N ~int64](n N) string { return strconv.FormatInt(int64(n), 10) }

// GetTransfer returns a transfer with its goods.
func (s *Service) GetTransfer(ctx context.Context, id model.GoodsTransferID) (Transfer, error) {
	row, err := s.store.transfer(ctx, id)
	if err != nil {
		return Transfer{}, err
	}
	if row == nil {
		return Transfer{}, ErrUnknownTransfer.With("id %d", id)
	}
	return s.withGoods(ctx, *row)
}

func (s *Service) withGoods(ctx context.Context, row model.GoodsTransfer) (Transfer, error) {
	goods, err := s.store.transferGoods(ctx, row.ID)
	return Transfer{GoodsTransfer: row, Goods: goods}, err
}

// TransferStanding is where the goods of a transfer are now, and why it cannot be approved;
// nil when it can.
func (s *Service) TransferStanding(ctx context.Context, t Transfer) (goods []custody.Standing, obstacle error, err error) {
	goods, err = s.Custody.Standing(ctx, t.Goods, s.clock.Now())
	if err != nil {
		return nil, nil, err
	}
	return goods, transferable(t.GoodsTransfer, goods), nil
}

// Transfers pages through transfers by id: in a state (0: any), and of an organisation
// (0: any) that gives or takes.
func (s *Service) Transfers(ctx context.Context, org model.OrgID, state model.TransferState, after model.GoodsTransferID, limit int) ([]model.GoodsTransfer, error) {
	return s.store.transfers(ctx, org, state, after, limit)
}
