package warehouse

import (
	"context"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
)

// Hand is who acts: a person for his organisation or, at the brand's console, a user.
type Hand struct {
	Org    model.OrgID    `json:"org,omitempty"` // 0 at the console
	Person model.PersonID `json:"person,omitempty"`
	User   model.UserID   `json:"user,omitempty"`
}

// key makes a key the hand's own: two may choose the same.
func (h Hand) key(key string) string {
	if h.Org == 0 {
		return "console/" + itoa(h.User) + "/" + key
	}
	return personKey(h.Person, key)
}

// NewDelivery is a shipment with its paper.
type NewDelivery struct {
	Key    string   `json:"-"` // the hand's own, at most 40 characters
	By     Hand     `json:"by"`
	Number string   `json:"number"`         // the sender's own, 1 to 40 characters
	From   string   `json:"from,omitempty"` // at the console: the code of the brand, or of a site of it
	To     string   `json:"to"`             // code
	Codes  []string `json:"codes"`
}

// Delivery is the paper of a shipment with what stands in custody of it.
type Delivery struct {
	model.GoodsDelivery
	Lines []DeliveryLine // by batch, then from the unit up

	emptied []model.ItemRange // on their way by the book, and all that was in them came alone
	sealed  bool              // containers are on their way of which nobody has told what is in them
}

// DeliveryLine is how many items of a level of a batch were shipped, and became what.
type DeliveryLine struct {
	model.GoodsDeliveryLine
	BatchRef string
	Product  model.ProductID
	Coming   int64 // still on their way
}

// Arrived is how many are on their way no more. What was packed into a container may be told
// after it was shipped, and counts only then.
func (l DeliveryLine) Arrived() int64 { return max(0, l.Shipped-l.Short-l.Coming) }

const maxNumber = 40

// ShipDelivery sends goods and keeps the paper of it, both or neither. A retry with the same
// key gets the first answer. Errors are those of custody.RecordCodes, of
// channel.OwnReceiver, ErrBadDelivery, ErrNumberTaken.
func (s *Service) ShipDelivery(ctx context.Context, n NewDelivery) (d Delivery, err error) {
	hash, err := id.Hash(n)
	if err != nil {
		return d, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		row, err := s.planDelivery(ctx, n)
		if err != nil {
			return err
		}
		row.InputHash = hash
		first, err := s.store.insertDelivery(ctx, row)
		if err != nil {
			return err
		}
		if !first {
			d, err = s.shippedBefore(ctx, row)
			return err
		}
		db.Note(ctx, "delivery %d", row.ID)
		e, err := s.Custody.RecordCodes(ctx, custody.CodesCommand{
			Key: "delivery/" + itoa(row.ID), Kind: model.Ship, Codes: n.Codes, From: row.FromOrg, To: row.ToOrg,
		})
		if err != nil {
			return err
		}
		if err := s.keepShipped(ctx, row.ID, e); err != nil {
			return err
		}
		d, err = s.GetDelivery(ctx, row.ID)
		return err
	})
	return d, err
}

// shippedBefore is the delivery that has taken a key; or else the number is taken.
func (s *Service) shippedBefore(ctx context.Context, row model.GoodsDelivery) (Delivery, error) {
	earlier, err := s.store.deliveryByKey(ctx, row.Key)
	if err != nil {
		return Delivery{}, err
	}
	if earlier == nil {
		return Delivery{}, ErrNumberTaken.With("number %q", row.Number)
	}
	if earlier.InputHash != row.InputHash {
		return Delivery{}, ErrKeyReused.With("key %q", row.Key)
	}
	return s.withLines(ctx, *earlier)
}

// planDelivery checks what is asked for, and finds who gives and who takes.
func (s *Service) planDelivery(ctx context.Context, n NewDelivery) (model.GoodsDelivery, error) {
	row := model.GoodsDelivery{
		ID: model.GoodsDeliveryID(s.ids.Next()), Key: n.By.key(n.Key), Number: n.Number, State: model.ShipmentInTransit,
		MadeBy: n.By.Person, MadeByUser: n.By.User, FromOrg: n.By.Org, ShippedAt: s.clock.Now(),
	}
	if n.Number == "" || utf8.RuneCountInString(n.Number) > maxNumber || len(n.Codes) == 0 {
		return row, ErrBadDelivery.With("number %q, %d codes", n.Number, len(n.Codes))
	}
	var err error
	if n.By.Org != 0 {
		row.ToOrg, err = s.Channel.OwnReceiver(ctx, n.By.Org, n.To)
	} else {
		row.FromOrg, row.ToOrg, err = s.brandAnd(ctx, n.From, n.To)
	}
	if err == nil && row.FromOrg == row.ToOrg {
		err = ErrBadDelivery.With("%s delivers to itself", n.To)
	}
	return row, err
}

// brandAnd finds the brand, or a site of it, and whom it delivers to.
func (s *Service) brandAnd(ctx context.Context, from, to string) (brand, receiver model.OrgID, err error) {
	giver, err := s.Channel.GetOrgByCode(ctx, from)
	if err != nil {
		return 0, 0, err
	}
	if giver.Kind != model.OrgBrand {
		return 0, 0, ErrBadDelivery.With("%s is a %s, which makes its own", from, channel.KindName(giver.Kind))
	}
	taker, err := s.Channel.GetOrgByCode(ctx, to)
	if err == nil {
		err = channel.CheckOpen(taker)
	}
	return giver.ID, taker.ID, err
}

// keepShipped writes what was shipped: the containers, and what they held then.
func (s *Service) keepShipped(ctx context.Context, id model.GoodsDeliveryID, e model.CustodyEvent) error {
	goods, err := s.Custody.Shipped(ctx, e.ID)
	if err != nil {
		return err
	}
	counted, err := s.Custody.Tally(ctx, goods, e.EventTime)
	if err != nil {
		return err
	}
	lines := make([]model.GoodsDeliveryLine, len(counted))
	for i, c := range counted {
		lines[i] = model.GoodsDeliveryLine{DeliveryID: id, BatchID: c.Batch.ID, Level: c.Level, Shipped: c.Count}
	}
	return s.store.setShipped(ctx, id, e, lines)
}

// GetDelivery returns a delivery as it stands now.
func (s *Service) GetDelivery(ctx context.Context, id model.GoodsDeliveryID) (Delivery, error) {
	row, err := s.store.delivery(ctx, id)
	if err == nil && row == nil {
		err = ErrUnknownDelivery.With("id %d", id)
	}
	if err != nil {
		return Delivery{}, err
	}
	return s.withLines(ctx, *row)
}

// OwnDelivery returns a delivery that an organisation sends or is to receive; another's is
// not there.
func (s *Service) OwnDelivery(ctx context.Context, id model.GoodsDeliveryID, org model.OrgID) (Delivery, error) {
	row, err := s.ownRow(ctx, id, Hand{Org: org})
	if err != nil {
		return Delivery{}, err
	}
	return s.withLines(ctx, row)
}

// ownRow is a delivery as far as a hand may see it.
func (s *Service) ownRow(ctx context.Context, id model.GoodsDeliveryID, by Hand) (model.GoodsDelivery, error) {
	row, err := s.store.delivery(ctx, id)
	if err != nil {
		return model.GoodsDelivery{}, err
	}
	if row == nil || (by.Org != 0 && by.Org != row.FromOrg && by.Org != row.ToOrg) {
		return model.GoodsDelivery{}, ErrUnknownDelivery.With("id %d", id)
	}
	return *row, nil
}

// withLines adds to a delivery what is on its way of it, and has its state follow that.
func (s *Service) withLines(ctx context.Context, row model.GoodsDelivery) (Delivery, error) {
	lines, err := s.store.deliveryLines(ctx, row.ID)
	if err != nil {
		return Delivery{}, err
	}
	d := Delivery{GoodsDelivery: row, Lines: make([]DeliveryLine, len(lines))}
	goods, coming, err := s.coming(ctx, row)
	if err != nil {
		return d, err
	}
	for i, l := range lines {
		b, err := s.Code.Batch(ctx, l.BatchID)
		if err != nil {
			return d, err
		}
		d.Lines[i] = DeliveryLine{GoodsDeliveryLine: l, BatchRef: b.Ref, Product: b.ProductID, Coming: coming[lineKey{l.BatchID, l.Level}]}
	}
	if d.Units().Coming == 0 {
		err = s.lookInside(ctx, &d, goods)
	}
	d.State = d.follows()
	return d, err
}

// lookInside sorts the containers that alone are on their way: what held something when it
// was shipped has been emptied since.
func (s *Service) lookInside(ctx context.Context, d *Delivery, containers []model.ItemRange) error {
	for _, r := range containers {
		for item := r.From; item < r.To; item++ {
			contents, err := s.Custody.Inside(ctx, item, 1, d.ShippedAt)
			if err != nil {
				return err
			}
			if len(contents) == 0 {
				d.sealed = true
				continue
			}
			d.emptied = append(d.emptied, model.One(item))
		}
	}
	d.emptied = s.Code.ByBatch(model.MergeRanges(d.emptied))
	return nil
}

// lineKey names a line of a delivery.
type lineKey struct {
	batch model.BatchID
	level model.Level
}

// asOfAll is the moment at which all that was recorded has happened, whatever the replicas'
// clocks say.
var asOfAll = model.Forever.Add(-tick)

// coming is what of a delivery is on its way by custody: runs in no container, and how many
// items they and what is inside them are.
func (s *Service) coming(ctx context.Context, row model.GoodsDelivery) ([]model.ItemRange, map[lineKey]int64, error) {
	goods, err := s.Custody.Coming(ctx, shipmentOf(row))
	if err != nil {
		return nil, nil, err
	}
	counted, err := s.Custody.Tally(ctx, goods, asOfAll)
	counts := make(map[lineKey]int64, len(counted))
	for _, c := range counted {
		counts[lineKey{c.Batch.ID, c.Level}] = c.Count
	}
	return goods, counts, err
}

// innermost are the lines of what is inside everything else: a batch's sellable units.
func (d Delivery) innermost() (lines []DeliveryLine) {
	for i, l := range d.Lines {
		if i == 0 || d.Lines[i-1].BatchID != l.BatchID {
			lines = append(lines, l)
		}
	}
	return lines
}

// Units are a delivery's sellable units: how many were shipped, and what became of them.
func (d Delivery) Units() (units DeliveryLine) {
	for _, l := range d.innermost() {
		units.Shipped, units.Short, units.Coming = units.Shipped+l.Shipped, units.Short+l.Short, units.Coming+l.Coming
	}
	return units
}

// follows is the state of a delivery that agrees with what is on its way. Emptied containers
// are not waited for. What is closed stays so. Pure.
func (d Delivery) follows() model.ShipmentState {
	units := d.Units()
	switch {
	case d.State == model.ShipmentClosed:
		return model.ShipmentClosed
	case units.Coming == 0 && !d.sealed:
		return model.ShipmentReceived
	case units.Coming >= units.Shipped:
		return model.ShipmentInTransit
	}
	return model.ShipmentPartlyReceived
}
