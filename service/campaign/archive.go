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

	"channelrouter/model"
)

// archiveFormat names the form of an archive: JSON lines, a head, a line for each draw in
// order of items, a tail.
const archiveFormat = "channelrouter campaign archive 1"

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
}

// archiveTail is the last line. SHA256 covers every byte before it.
type archiveTail struct {
	Draws    int64            `json:"draws"`
	Given    map[string]int64 `json:"given"`
	SpentFen int64            `json:"spent_fen"`
	SHA256   string           `json:"sha256"`
}

// counted is what an archive adds up to.
type counted struct {
	draws, spent int64
	given        map[string]int64
}

func (c *counted) add(t Terms, d archiveDraw) {
	c.draws++
	if p := t.prize(d.Given); p != nil {
		c.given[p.Code]++
		c.spent += int64(p.Cost())
	}
}

func (c *counted) tail(h hash.Hash) archiveTail {
	return archiveTail{Draws: c.draws, Given: c.given, SpentFen: c.spent, SHA256: hex.EncodeToString(h.Sum(nil))}
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
		Format: archiveFormat, Campaign: decimal(c.ID), State: StateName(c.State), PublishedAt: *c.PublishedAt, OverAt: *c.OverAt,
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
		for _, d := range page {
			line := newArchiveDraw(d)
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

func newArchiveDraw(d model.CampaignDraw) archiveDraw {
	line := archiveDraw{
		Item: decimal(d.Item), At: d.At, Number: d.Number, Drawn: d.Drawn, Given: d.Given, Reason: ReasonName(d.Reason),
	}
	if d.WinID != 0 {
		line.Win = decimal(d.WinID)
	}
	return line
}

func decimal[N ~int64](n N) string { return strconv.FormatInt(int64(n), 10) }
