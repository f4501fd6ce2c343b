package campaign

import (
	"bytes"
	"encoding/json"
	"time"

	"channelrouter/internal/money"
)

// Terms is all that a campaign says, as it is published.
type Terms struct {
	Name        Text      `json:"name"`
	Rules       Text      `json:"rules"`
	Requirement string    `json:"requirement" enum:"consumer_claim" doc:"what entitles to a draw: a claimed unit to one"`
	SKUs        []string  `json:"skus,omitempty" maxItems:"1000" doc:"products that it is for; none: all"`
	StartsAt    time.Time `json:"starts_at"`
	EndsAt      time.Time `json:"ends_at" doc:"exclusive"`
	Tickets     int64     `json:"tickets,omitempty" minimum:"0" doc:"out of how many tickets the prizes' stocks are drawn; 0: by odds"`
	Prizes      []Prize   `json:"prizes" minItems:"1" maxItems:"50"`
	Consolation *Prize    `json:"consolation,omitempty" doc:"given in place of a prize that is used up"`
	BudgetFen   money.Fen `json:"budget_fen" minimum:"0" doc:"for cash, for the value of gifts, and for the tax on both that the brand bears"`
	CountsTax   bool      `json:"budget_counts_tax,omitempty" readOnly:"true" doc:"the budget counts that tax; it does not in campaigns that were published before it did"`
	Caps        Caps      `json:"caps"`
}

// Text is a text in both languages.
type Text struct {
	ZH string `json:"zh" maxLength:"20000"`
	EN string `json:"en" maxLength:"20000"`
}

// Prize is one kind of thing that can be won.
type Prize struct {
	Code     string    `json:"code" pattern:"^[a-z0-9-]{1,16}$"`
	Name     Text      `json:"name"`
	Kind     string    `json:"kind" enum:"cash,points,gift"`
	Amount   int64     `json:"amount,omitempty" minimum:"0" doc:"fen of cash before tax, or points"`
	ValueFen money.Fen `json:"value_fen,omitempty" minimum:"0" doc:"a gift's market value"`
	TaxFen   money.Fen `json:"tax_fen,omitempty" readOnly:"true" minimum:"0" doc:"the most tax on one that the brand bears, by the tax rules it is published under"`
	OddsPPM  int64     `json:"odds_ppm,omitempty" minimum:"0" maximum:"1000000" doc:"chances in a million; left out with tickets"`
	Stock    int64     `json:"stock" minimum:"1" doc:"how many there are"`
}

// Caps bound draws; 0 is no bound.
type Caps struct {
	Person    int64 `json:"person,omitempty" minimum:"0" doc:"of a person in all"`
	PersonDay int64 `json:"person_day,omitempty" minimum:"0" doc:"of a person on a day in Shanghai"`
	DeviceDay int64 `json:"device_day,omitempty" minimum:"0" doc:"on a device on a day; draws then need X-Device"`
	ShopDay   int64 `json:"shop_day,omitempty" minimum:"0" doc:"of goods sold at a terminal, where it is known, on a day"`
}

// RequirementClaim is the one requirement there is: a claimed unit is a draw.
const RequirementClaim = "consumer_claim"

// Kinds of prizes.
const (
	KindCash   = "cash"
	KindPoints = "points"
	KindGift   = "gift"
)

// million is what odds are parts of.
const million = 1_000_000

// canonical is the text of terms, the one that is committed to.
func (t Terms) canonical() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(t)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}

// normal brings times to UTC and whole seconds, so that they read as people write them.
func (t Terms) normal() Terms {
	t.StartsAt, t.EndsAt = t.StartsAt.UTC().Truncate(time.Second), t.EndsAt.UTC().Truncate(time.Second)
	return t
}

func parseTerms(text []byte) (t Terms, err error) {
	return t, json.Unmarshal(text, &t)
}

// tickets is how many numbers there are to draw.
func (t Terms) tickets() int64 {
	if t.Tickets > 0 {
		return t.Tickets
	}
	return million
}

// share is how many of the numbers win the prize.
func (t Terms) share(p Prize) int64 {
	if t.Tickets > 0 {
		return p.Stock
	}
	return p.OddsPPM
}

// prizeOf is the prize that a number draws, or nil.
func (t Terms) prizeOf(number int64) *Prize {
	for i, p := range t.Prizes {
		if share := t.share(p); number < share {
			return &t.Prizes[i]
		} else {
			number -= share
		}
	}
	return nil
}

// all are the prizes and the consolation.
func (t Terms) all() []Prize {
	if t.Consolation == nil {
		return t.Prizes
	}
	return append(t.Prizes[:len(t.Prizes):len(t.Prizes)], *t.Consolation)
}

// prize finds a prize, or the consolation, by its code.
func (t Terms) prize(code string) *Prize {
	for _, p := range t.all() {
		if p.Code == code {
			return &p
		}
	}
	return nil
}

// Cost is what the budget has to hold for a prize.
func (p Prize) Cost() money.Fen { return p.Worth() + p.TaxFen }

// Worth is what the law counts a prize as: cash, and a gift's market value.
func (p Prize) Worth() money.Fen {
	switch p.Kind {
	case KindCash:
		return money.Fen(p.Amount)
	case KindGift:
		return p.ValueFen
	}
	return 0
}

// worstCase is what the campaign costs when every prize is given, or something above any
// budget.
func (t Terms) worstCase() money.Fen {
	var sum money.Fen
	for _, p := range t.all() {
		if p.Cost() > mostBudget/money.Fen(p.Stock) {
			return mostBudget + 1
		}
		sum += p.Cost() * money.Fen(p.Stock)
	}
	return sum
}
