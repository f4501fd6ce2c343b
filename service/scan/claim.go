package scan

import (
	"context"
	"encoding/json"
	"time"

	"channelrouter/model"
)

// Claim is a consumer's claim that was won: his scan was the first under the cap.
type Claim struct {
	Scan     model.ScanID
	Item     model.ItemID
	Product  model.ProductID
	Terminal model.OrgID // where the goods were sold, by the latest judgement; 0 unknown
	At       time.Time
}

// ClaimOf returns the claim that a person's scan won, maybe before he was united with who
// he is now. ErrNoClaim when the scan is another's, unknown, or won nothing.
func (s *Service) ClaimOf(ctx context.Context, person model.PersonID, id model.ScanID) (Claim, error) {
	stored, err := s.store.scans(ctx, []model.ScanID{id})
	if err != nil {
		return Claim{}, err
	}
	scan, found := stored[id]
	if !found || scan.Outcome != OutcomeClaimed {
		return Claim{}, ErrNoClaim.With("scan %d", id)
	}
	his, err := s.Identity.Same(ctx, scan.PersonID, person)
	if err == nil && !his {
		err = ErrNoClaim.With("scan %d", id)
	}
	if err != nil {
		return Claim{}, err
	}
	var answer Answer
	if err := json.Unmarshal(scan.Answer, &answer); err != nil {
		return Claim{}, err
	}
	later, err := s.store.judgement(ctx, id)
	if err != nil {
		return Claim{}, err
	}
	c := Claim{Scan: id, Item: scan.Item, Product: answer.Product, Terminal: scan.Terminal, At: scan.OccurredAt}
	verdict := scan.Judgement
	if later != nil {
		verdict = later.Judgement
	}
	if verdict.Verdict == model.VerdictExempt {
		return Claim{}, ErrNotForSale.With("scan %d: %s", id, verdict.Reasons)
	}
	c.Terminal = verdict.Terminal
	return c, nil
}
