package scan

import (
	"context"
	"encoding/json"
	"strconv"

	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/channel"
	"channelrouter/service/diversion"
	"channelrouter/service/reward"
)

// settle writes the set: who was first, what that is worth, which goods are out of
// place, the scans themselves, and the facts for the rooms above.
func (s *Service) settle(ctx context.Context, w *world) error {
	for _, v := range w.visits {
		if v.alive() {
			v.scan.ID = model.ScanID(s.ids.Next())
			if v.scan.Key == "" {
				v.scan.Key = "scan/" + strconv.FormatInt(int64(v.scan.ID), 10)
			}
		}
	}
	winners, err := s.claimOnce(ctx, w)
	if err != nil {
		return err
	}
	if err := s.reward(ctx, w, winners); err != nil {
		return err
	}
	if err := s.flag(ctx, w); err != nil {
		return err
	}
	return s.keep(ctx, w)
}

// reward grants what the winners' scans are worth.
func (s *Service) reward(ctx context.Context, w *world, winners []*visit) error {
	wins := make([]reward.Win, len(winners))
	places := placesOf(w, winners)
	barred, err := s.Channel.EarnsNothing(ctx, places)
	if err != nil {
		return err
	}
	for i, v := range winners {
		product := w.products[v.resolved.Batch.ProductID]
		unit := v.resolved.Batch.Level(model.LevelUnit)
		_, claimed := w.first(onceKey{v.resolved.Item, model.PurposeConsumerClaim})
		wins[i] = reward.Win{
			Scan: v.scan.ID, Item: v.resolved.Item, Face: v.resolved.Face, Purpose: purposes[v.scan.Action],
			Person: v.in.Person, Org: v.scan.OrgID, ProductPoints: product.PointsEarned,
			Diverted:   v.scan.Verdict == model.VerdictDiverted,
			Unjudged:   v.scan.Origin == 0,
			HiddenCode: w.caps[v.resolved.Item] != 0 || unit != nil && unit.Has(model.Inner), Claimed: claimed,
		}
		wins[i].NotForSale = w.trace(v).NotForSale()
		if barred[places[i]] {
			wins[i].Barred = channel.ReasonWithoutLogistics
		}
	}
	grants, err := s.Reward.Grant(ctx, wins, s.clock.Now())
	if err != nil {
		return err
	}
	for i, v := range winners {
		if wins[i].Purpose == model.PurposeConsumerClaim {
			v.answer.Outcome = OutcomeClaimed
		}
		if grants[i].State != model.GrantNothing {
			if v.answer.Outcome != OutcomeClaimed {
				v.answer.Outcome = OutcomeRewarded
			}
			v.answer.Won = &Prize{Asset: assetName(grants[i].Asset), Amount: grants[i].Amount, Waiting: grants[i].State != model.GrantPosted}
		}
	}
	return nil
}

// placesOf is where visits happened, for the channel graph.
func placesOf(w *world, visits []*visit) []channel.Place {
	places := make([]channel.Place, len(visits))
	for i, v := range visits {
		places[i] = channel.Place{Org: v.scan.OrgID, Line: w.products[v.resolved.Batch.ProductID].Line, At: v.in.At}
	}
	return places
}

func assetName(a model.Asset) string {
	if a == model.Points {
		return "points"
	}
	return "fen"
}

// flag hands diverted goods to diversion. A repeat tells nothing new of where they are.
func (s *Service) flag(ctx context.Context, w *world) error {
	var flags []diversion.Flag
	for _, v := range w.visits {
		if v.alive() && v.scan.Verdict == model.VerdictDiverted && v.answer.Outcome != OutcomeRepeat {
			flags = append(flags, flagOf(v.scan, v.resolved.Batch.ProductID, v.scan.Judgement))
		}
	}
	return s.Diversion.Flag(ctx, flags)
}

func flagOf(scan model.Scan, product model.ProductID, j model.Judgement) diversion.Flag {
	return diversion.Flag{
		Scan: scan.ID, Item: scan.Item, Product: product, Adcode: scan.Adcode, At: scan.OccurredAt, Judgement: j,
	}
}

// keep stores the scans with their answers, and the facts for the outbox.
func (s *Service) keep(ctx context.Context, w *world) error {
	var scans []model.Scan
	var facts []outbox.Event
	var seen event.ScansSeen
	answers := map[model.ScanID]Answer{}
	now := s.clock.Now()
	for _, v := range w.visits {
		if !v.alive() {
			continue
		}
		v.answer.ScanID = v.scan.ID
		answer, err := json.Marshal(v.answer)
		if err != nil {
			return err
		}
		v.scan.Outcome, v.scan.Answer, v.scan.RecordedAt = v.answer.Outcome, answer, now
		scans = append(scans, v.scan)
		answers[v.scan.ID] = v.answer
		if purpose, wins := purposes[v.scan.Action]; wins && v.answer.Outcome != OutcomeRepeat {
			facts = append(facts, event.ScanRecorded{
				ScanID: v.scan.ID, Item: v.scan.Item, CaseItem: w.trace(v).In(model.LevelCase),
				ProductID: v.resolved.Batch.ProductID, Purpose: purpose, Org: v.scan.OrgID, OccurredAt: v.in.At,
			})
		} else {
			seen.Scans = append(seen.Scans, event.SeenScan{ScanID: v.scan.ID, ProductID: v.resolved.Batch.ProductID})
		}
	}
	for _, v := range w.visits {
		if won, here := answers[v.winner]; here {
			v.answer = won // its winner was beside it
		}
	}
	if err := s.store.insertScans(ctx, scans); err != nil {
		return err
	}
	if len(seen.Scans) > 0 {
		facts = append(facts, seen)
	}
	return s.outbox.Add(ctx, facts...)
}
