package campaign

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"strconv"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
)

// formatOf names the form of an archive: JSON lines, a head, a line for each draw in
// order of items, a tail. Where the budget counts the tax that the brand bears, the form
// is the second, whose draws and tail have it.
func formatOf(t Terms) string {
	if t.CountsTax {
		return "channelrouter campaign archive 2"
	}
	return "channelrouter campaign archive 1"
}

// archiveHead is the first line. Terms is the text that the commitment covers.
type archiveHead struct {
	Format      string    `json:"format"`
	Campaign    string    `json:"campaign"`
	State       string    `json:"state"`
	PublishedAt time.Time `json:"published_at"`
	OverAt      time.Time `json:"over_at"`
	Commitment  string    `json:"commitment"`
	Seed        string    `json:"seed"`
	Terms       string    `json:"terms"`
}

// archiveDraw is a line of the middle. Of the winner it has the win's number only.
type archiveDraw struct {
	Item   string    `json:"item"`
	At     time.Time `json:"at"`
	Number int64     `json:"number"`
	Drawn  string    `json:"drawn,omitempty"`
	Given  string    `json:"given,omitempty"`
	Reason string    `json:"reason,omitempty"`
	Win    string    `json:"win,omitempty"`
	TaxFen int64     `json:"tax_fen,omitempty"` // that the brand bears on what was given
}

// archiveTail is the last line. SHA256 covers every byte before it.
type archiveTail struct {
	Draws    int64            `json:"draws"`
	Given    map[string]int64 `json:"given"`
	SpentFen int64            `json:"spent_fen"` // of the budget, TaxFen included
	TaxFen   int64            `json:"tax_fen,omitempty"`
	SHA256   string           `json:"sha256"`
}

// counted is what an archive adds up to.
type counted struct {
	draws, spent, tax int64
	given             map[string]int64
}

func (c *counted) add(t Terms, d archiveDraw) {
	c.draws++
	if p := t.prize(d.Given); p != nil {
		c.given[p.Code]++
		c.spent += int64(p.Worth()) + d.TaxFen
		c.tax += d.TaxFen
	}
}

func (c *counted) tail(h hash.Hash) archiveTail {
	return archiveTail{Draws: c.draws, Given: c.given, SpentFen: c.spent, TaxFen: c.tax, SHA256: hex.EncodeToString(h.Sum(nil))}
}

// Archivable returns a campaign whose draws are all there. Errors: ErrUnknown, ErrNotOver.
func (s *Service) Archivable(ctx context.Context, id model.CampaignID) (model.Campaign, error) {
	c, err := s.GetPublic(ctx, id)
	if err == nil && !s.Over(c) {
		err = ErrNotOver.With("campaign %d", id)
	}
	return c, err
}

const archivePage = 1000

// Archive streams the archive of a campaign that is over, however many have drawn.
func (s *Service) Archive(ctx context.Context, w io.Writer, c model.Campaign) error {
	if !s.Over(c) || c.PublishedAt == nil {
		return ErrNotOver.With("campaign %d", c.ID)
	}
	p, err := s.pool(ctx, c.ID)
	if err != nil {
		return err
	}
	out, sum := bufio.NewWriter(w), sha256.New()
	lines := json.NewEncoder(io.MultiWriter(out, sum))
	err = lines.Encode(archiveHead{
		Format: formatOf(p.terms), Campaign: decimal(c.ID), State: StateName(c.State), PublishedAt: *c.PublishedAt, OverAt: *c.OverAt,
		Commitment: c.Commitment, Seed: p.seed.String(), Terms: string(c.Terms),
	})
	if err != nil {
		return err
	}
	total := counted{given: map[string]int64{}}
	for after := model.ItemID(-1); ; {
		page, err := s.store.draws(ctx, c.ID, after, archivePage)
		if err != nil {
			return err
		}
		taxes, err := s.taxes(ctx, p.terms, page)
		if err != nil {
			return err
		}
		for _, d := range page {
			line := newArchiveDraw(d, taxes[d.WinID])
			total.add(p.terms, line)
			if err := lines.Encode(line); err != nil {
				return err
			}
			after = d.Item
		}
		if len(page) < archivePage {
			break
		}
	}
	if err := json.NewEncoder(out).Encode(total.tail(sum)); err != nil {
		return err
	}
	return out.Flush()
}

// taxes are what the brand bears on the wins of a page of draws, as far as it counts.
func (s *Service) taxes(ctx context.Context, t Terms, page []model.CampaignDraw) (map[model.WinID]money.Fen, error) {
	var won []model.WinID
	for _, d := range page {
		if d.WinID != 0 && t.CountsTax {
			won = append(won, d.WinID)
		}
	}
	if len(won) == 0 {
		return nil, nil
	}
	wins, err := s.store.winsByID(ctx, won)
	taxes := make(map[model.WinID]money.Fen, len(wins))
	for _, w := range wins {
		taxes[w.ID] = taxBorne(w)
	}
	return taxes, err
}

func newArchiveDraw(d model.CampaignDraw, tax money.Fen) archiveDraw {
	line := archiveDraw{
		Item: decimal(d.Item), At: d.At, Number: d.Number, Drawn: d.Drawn, Given: d.Given, Reason: ReasonName(d.Reason), TaxFen: int64(tax),
	}
	if d.WinID != 0 {
		line.Win = decimal(d.WinID)
	}
	return line
}

func decimal[N ~int64](n N) string { return strconv.FormatInt(int64(n), 10) }
