package warehouse

import (
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// NewReceipt is what the receiver of a delivery has got: all that is on its way of it, the
// goods of some codes, or both, and which things of it are damaged.
type NewReceipt struct {
	Key      string                `json:"-"` // the hand's own, at most 40 characters
	By       Hand                  `json:"by"`
	Delivery model.GoodsDeliveryID `json:"delivery"`
	All      bool                  `json:"all,omitempty"`
	Codes    []string              `json:"codes,omitempty"`
	Damaged  []Damaged             `json:"damaged,omitempty"`
}

// Damaged is a thing that arrived damaged. It is received like any other.
type Damaged struct {
	Code   string `json:"code"`
	Remark string `json:"remark"` // at most 200 characters
}

// codes are all that the receiver has in hand, those of damaged things last.
func (n NewReceipt) codes() []string {
	codes := slices.Clone(n.Codes)
	for _, d := range n.Damaged {
		codes = append(codes, d.Code)
	}
	return codes
}

// Receipt is what became of it.
type Receipt struct {
	model.GoodsReceipt
	Event    model.CustodyEvent // its ID is 0 when nothing was new
	Delivery Delivery           // as it stands now
	Codes    []ReceivedCode     // in the order of the codes, those of damaged things last
	Goods    []ReceivedGoods
	Damaged  []model.GoodsDamage
}

// ReceivedCode is a code with what became of its goods.
type ReceivedCode struct {
	Code    string
	Outcome model.ReceiptOutcome
}

// ReceivedGoods is a run of goods with what became of them.
type ReceivedGoods struct {
	Items   model.ItemRange
	Outcome model.ReceiptOutcome
}

// receiptTries is how often goods are judged again that somebody else moved meanwhile.
const receiptTries = 5

// ReceiveDelivery takes goods of a delivery in. Goods that it does not name are received as
// well, as far as custody lets them be, and answered as surplus; what the receiver has
// already stays as it is. A retry with the same key gets the first answer. Errors:
// ErrNothingComing when all is to be received and nothing is on its way, ErrNotTheReceiver,
// those of custody.ItemsOf.
func (s *Service) ReceiveDelivery(ctx context.Context, n NewReceipt) (r Receipt, err error) {
	if err := n.check(); err != nil {
		return r, err
	}
	for range receiptTries {
		err = s.db.Run(ctx, func(ctx context.Context) error {
			r, err = s.receive(ctx, n)
			return err
		})
		if !errors.Is(err, ErrGoodsMoving) {
			break
		}
	}
	return r, err
}

func (n NewReceipt) check() error {
	if !n.All && len(n.Codes)+len(n.Damaged) == 0 {
		return ErrBadDelivery.With("a receipt of nothing")
	}
	for _, d := range n.Damaged {
		if utf8.RuneCountInString(d.Remark) > maxReason {
			return ErrBadDelivery.With("a remark of more than %d characters", maxReason)
		}
	}
	return nil
}

// receive records a receipt. ErrGoodsMoving: somebody moved the goods while they were judged.
func (s *Service) receive(ctx context.Context, n NewReceipt) (Receipt, error) {
	row, err := s.receiver(ctx, n)
	if err != nil {
		return Receipt{}, err
	}
	r := model.GoodsReceipt{
		ID: model.GoodsReceiptID(s.ids.Next()), Key: n.By.key(n.Key), DeliveryID: row.ID,
		ReceivedAt: s.clock.Now(), ReceivedBy: n.By.Person, ReceivedUser: n.By.User,
	}
	if r.InputHash, err = id.Hash(n); err != nil {
		return Receipt{}, err
	}
	first, err := s.store.insertReceipt(ctx, r)
	if err != nil {
		return Receipt{}, err
	}
	if !first {
		return s.receivedBefore(ctx, n, r)
	}
	db.Note(ctx, "delivery %d, receipt %d", row.ID, r.ID)
	if row, err = s.store.holdDelivery(ctx, row.ID); err != nil { // its receipts follow each other
		return Receipt{}, err
	}
	items, err := s.Custody.ItemsOf(ctx, n.codes(), recalled)
	if err != nil {
		return Receipt{}, err
	}
	if r.EventID, err = s.takeIn(ctx, row, n.All, items, r.ID); err != nil {
		return Receipt{}, err
	}
	if err := s.store.keepReceipt(ctx, r, damages(r.ID, n.Damaged, items)); err != nil {
		return Receipt{}, err
	}
	if err := s.settle(ctx, row, r.ID); err != nil {
		return Receipt{}, err
	}
	return s.receipt(ctx, n, r)
}

// recalled: what the brand calls back arrives all the same.
func recalled(err error) bool { return errors.Is(err, code.ErrRecalled) }

// receiver is the delivery of a receipt, if it goes to the hand's organisation or, at the
// console, to the brand.
func (s *Service) receiver(ctx context.Context, n NewReceipt) (model.GoodsDelivery, error) {
	row, err := s.ownRow(ctx, n.Delivery, n.By)
	if err != nil {
		return row, err
	}
	if n.By.Org != 0 {
		if row.ToOrg != n.By.Org {
			err = ErrNotTheReceiver.With("delivery %s", row.Number)
		}
		return row, err
	}
	to, err := s.Channel.GetOrg(ctx, row.ToOrg)
	if err == nil && to.Kind != model.OrgBrand {
		err = ErrNotTheReceiver.With("delivery %s to %s", row.Number, to.Code)
	}
	return row, err
}

// takeIn judges items, has custody receive what is to be received, and keeps what became of
// all. The event is 0 when nothing is new.
func (s *Service) takeIn(ctx context.Context, row model.GoodsDelivery, all bool, items []model.ItemID, id model.GoodsReceiptID) (model.EventID, error) {
	coming, err := s.Custody.Coming(ctx, shipmentOf(row))
	if err != nil {
		return 0, err
	}
	if all && len(coming) == 0 {
		return 0, ErrNothingComing.With("delivery %s", row.Number)
	}
	j, err := s.judge(ctx, row, items, coming, all)
	if err != nil {
		return 0, err
	}
	if err := s.store.insertReceiptLines(ctx, s.receiptLines(id, j, coming, all)); err != nil || len(j.received) == 0 {
		return 0, err
	}
	e, err := s.Custody.Record(ctx, custody.Command{
		Key: "receipt/" + itoa(id), Kind: model.Receive, Goods: commandGoods(j.received), To: row.ToOrg,
	})
	if err != nil {
		return 0, err
	}
	still, err := s.stillSo(ctx, j, items, e)
	if err == nil && still && all {
		still, err = s.stillComing(ctx, row, coming, e)
	}
	if err == nil && !still {
		err = ErrGoodsMoving.With("delivery %s", row.Number)
	}
	return e.ID, err
}

// shipmentOf names a delivery's event of custody.
func shipmentOf(row model.GoodsDelivery) model.CustodyEvent {
	return model.CustodyEvent{ID: row.EventID, ToOrg: row.ToOrg}
}

// receiptLines is what became of goods, neighbours of one batch together.
func (s *Service) receiptLines(id model.GoodsReceiptID, j judged, coming []model.ItemRange, all bool) (lines []model.GoodsReceiptLine) {
	byOutcome := map[model.ReceiptOutcome][]model.ItemRange{}
	if all {
		byOutcome[model.ReceiptExpected] = slices.Clone(coming)
	}
	for item, outcome := range j.outcomes {
		byOutcome[outcome] = append(byOutcome[outcome], model.One(item))
	}
	for outcome := model.ReceiptExpected; outcome <= model.ReceiptRefused; outcome++ {
		for _, r := range s.Code.ByBatch(model.MergeRanges(byOutcome[outcome])) {
			lines = append(lines, model.GoodsReceiptLine{ReceiptID: id, N: len(lines) + 1, FromItem: r.From, ToItem: r.To, Outcome: outcome})
		}
	}
	return lines
}

// damages are the damaged things of a receipt, whose items come last; one that is named twice
// keeps what was said first.
func damages(id model.GoodsReceiptID, damaged []Damaged, items []model.ItemID) (rows []model.GoodsDamage) {
	items = items[len(items)-len(damaged):]
	for i, d := range damaged {
		if !slices.Contains(items[:i], items[i]) {
			rows = append(rows, model.GoodsDamage{ReceiptID: id, Item: items[i], Remark: d.Remark})
		}
	}
	return rows
}

// settle has a delivery's state follow a receipt. Containers of which all contents came
// alone have come with the last of them.
func (s *Service) settle(ctx context.Context, row model.GoodsDelivery, id model.GoodsReceiptID) error {
	d, err := s.withLines(ctx, row)
	if err != nil {
		return err
	}
	if len(d.emptied) > 0 && d.State == model.ShipmentReceived {
		_, err := s.Custody.Record(ctx, custody.Command{
			Key: "receipt/" + itoa(id) + "/emptied", Kind: model.Receive, Goods: commandGoods(d.emptied), To: row.ToOrg,
		})
		if err != nil {
			return err
		}
	}
	if d.State == row.State {
		return nil
	}
	_, err = s.store.moveDelivery(ctx, row.ID, row.State, d.State)
	return err
}
