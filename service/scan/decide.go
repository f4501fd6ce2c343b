package scan

import (
	"context"
	"slices"
	"strings"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
)

// decide routes every visit, judges it, and says what it would win if it is first.
func (s *Service) decide(ctx context.Context, w *world) error {
	for _, v := range w.visits {
		if !v.alive() {
			continue
		}
		policy, err := s.Routing.At(ctx, v.in.At)
		if err != nil {
			return err
		}
		route(policy.Body, w, v)
	}
	if err := s.veil(ctx, w); err != nil {
		return err
	}
	return s.judge(ctx, w)
}

// veil takes out of the traces that staff are shown whatever names an organisation that
// does not stand below theirs: whose goods they are is for the brand to know.
func (s *Service) veil(ctx context.Context, w *world) error {
	var named []model.OrgID
	for _, v := range w.visits {
		if v.alive() && v.answer.Trace != nil {
			named = append(named, v.answer.Trace.Holder, v.answer.Trace.InTransit, v.answer.Trace.Assigned)
		}
	}
	if len(named) == 0 {
		return nil
	}
	above, err := s.Channel.Above(ctx, named, s.clock.Now())
	for _, v := range w.visits {
		if !v.alive() || v.answer.Trace == nil {
			continue
		}
		for _, org := range []*model.OrgID{&v.answer.Trace.Holder, &v.answer.Trace.InTransit, &v.answer.Trace.Assigned} {
			if !above[*org][v.scan.OrgID] {
				*org = 0
			}
		}
	}
	return err
}

// route sends one visit where its role lands, or refuses it. Pure.
func route(p RoutingPolicy, w *world, v *visit) {
	org := w.memberOrg(v)
	if v.in.Role != model.RoleConsumer && org == 0 {
		v.err = ErrWrongApp.With("no %s membership at the time of the scan", channel.RoleName(v.in.Role))
		return
	}
	landing, ok := p.route(v.resolved.Face, v.in.Role)
	if !ok {
		v.err = ErrNotRouted.With("%s on %s", channel.RoleName(v.in.Role), v.resolved.Face)
		return
	}
	v.answer = Answer{
		Face: v.resolved.Face.String(), Route: landing, Product: v.resolved.Batch.ProductID, Outcome: OutcomeTraced,
	}
	v.answer.Hops = hops(p, w, v)
	trace := w.trace(v)
	v.scan = model.Scan{
		PersonID: v.in.Person, Key: v.in.Key, InputHash: v.hash, Item: v.resolved.Item, Face: v.resolved.Face,
		Role: v.in.Role, OrgID: org, Action: landing.Action, Adcode: v.in.Adcode, OccurredAt: v.in.At,
		CaseItem: trace.In(model.LevelCase), AssignedBy: trace.By,
		Around: v.around, Device: w.pseudonym(v.in.Device), Address: w.pseudonym(v.in.IP),
	}
	if seesTrace(v.in.Role) {
		v.answer.Trace = &trace
	}
}

// hops are the pages of the scanner's other roles at the time, the one that he chose in
// this app first. Pure.
func hops(p RoutingPolicy, w *world, v *visit) (list []Route) {
	chosen := channel.ChoiceIn(w.choices[v.in.Person], v.in.Role).Role
	seen := map[model.Role]bool{v.in.Role: true}
	for _, m := range w.memberships[v.in.Person] {
		hop, ok := p.route(v.resolved.Face, m.Role)
		if !ok || seen[m.Role] || channel.MemberAt([]model.Membership{m}, m.Role, v.in.At) == 0 {
			continue
		}
		seen[m.Role] = true
		if hop.Chosen = m.Role == chosen; hop.Chosen {
			list = slices.Insert(list, 0, hop)
			continue
		}
		list = append(list, hop)
	}
	return list
}

// judge asks diversion about the set.
func (s *Service) judge(ctx context.Context, w *world) error {
	var judged []*visit
	var sightings []diversion.Sighting
	for _, v := range w.visits {
		if v.alive() {
			judged = append(judged, v)
			sightings = append(sightings, sightingOf(v.scan, w.products[v.resolved.Batch.ProductID].Line, w.trace(v), w.once))
		}
	}
	judgements, err := s.Diversion.Check(ctx, sightings)
	if err != nil {
		return err
	}
	for i, v := range judged {
		v.scan.Judgement = judgements[i]
		v.answer.Verdict = VerdictName(judgements[i].Verdict)
		v.answer.Reasons = strings.Split(judgements[i].Reasons, ",")
	}
	return nil
}

// sightingOf is what a scan tells about the goods' place: a guide's or terminal's own
// shop; for a consumer's scan the guide's, else that which opened the case, else the
// consumer's district. Pure: the same facts make the same sighting whenever they come.
func sightingOf(scan model.Scan, line string, t custody.Trace, once map[onceKey]model.ScanOnce) diversion.Sighting {
	g := diversion.Sighting{
		Item: scan.Item, Line: line, At: scan.OccurredAt, Shipped: t.Known, Assigned: t.Assigned, NotForSale: t.NotForSale(), Adcode: scan.Adcode,
		Opener: once[onceKey{t.In(model.LevelCase), model.PurposeCaseOpen}].OrgID,
	}
	switch scan.Role {
	case model.RoleGuide, model.RoleTerminal:
		g.Terminal = scan.OrgID
	case model.RoleConsumer:
		g.Terminal = g.Opener
		if guided, known := once[onceKey{scan.Item, model.PurposeGuideReward}]; known {
			g.Terminal = guided.OrgID
		}
	default:
		g.Staff = true
	}
	return g
}

// VerdictName is "match", "diverted", "unknown" or "exempt".
func VerdictName(v model.Verdict) string {
	return [...]string{"", "unknown", "match", "diverted", "exempt"}[v]
}
