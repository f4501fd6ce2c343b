package channel

import (
	"context"
	"strings"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// ExportHeads are the headings of an export, in English and in Chinese.
func ExportHeads(chinese bool) []string {
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i] = c.Words[0]
		if chinese {
			heads[i] = c.Words[1]
		}
	}
	return heads
}

// ColumnInChinese is a column's Chinese heading by the English one.
func ColumnInChinese(english string) string {
	for _, c := range columns {
		if c.Words[0] == english {
			return c.Words[1]
		}
	}
	return english
}

// exportPage is how many organisations are in memory at a time.
const exportPage = 2000

// Export hands the whole channel over as rows of the table that Import reads, by id, and takes
// memory for a page of it: a row for each organisation, and one more for each further product
// line of which something is said. Importing them again changes nothing. What is to change later
// is told as it will be in the end, from its day on.
func (s *Service) Export(ctx context.Context, each func(cells []string) error) error {
	for after := model.OrgID(0); ; {
		orgs, err := s.store.listOrgs(ctx, 0, after, exportPage)
		if err != nil || len(orgs) == 0 {
			return err
		}
		rows, err := s.exportRows(ctx, orgs)
		if err != nil {
			return err
		}
		for _, cells := range rows {
			if err := each(cells); err != nil {
				return err
			}
		}
		after = orgs[len(orgs)-1].ID
	}
}

// said is what is said of an organisation and a product line.
type said struct {
	parent    model.OrgID
	territory []string
	stable    time.Time // from when on nothing of it changes any more
}

type saidOf struct {
	org  model.OrgID
	line string
}

func (s *Service) exportRows(ctx context.Context, orgs []model.Org) ([][]string, error) {
	all, lines, err := s.everythingSaid(ctx, orgs)
	if err != nil {
		return nil, err
	}
	var parents []model.OrgID
	for _, a := range all {
		parents = append(parents, a.parent)
	}
	codes, err := s.Orgs(ctx, parents)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	var rows [][]string
	for _, o := range orgs {
		if len(lines[o.ID]) == 0 {
			lines[o.ID] = []string{""}
		}
		for _, line := range lines[o.ID] {
			a := all[saidOf{o.ID, line}]
			cells := make([]string, importColumns)
			cells[colKind], cells[colCode], cells[colName], cells[colAdcode] = KindName(o.Kind), o.Code, o.Name, o.Adcode
			cells[colLine] = line
			if a != nil {
				cells[colParent], cells[colTerritory] = codes[a.parent].Code, strings.Join(a.territory, ";")
				cells[colValidFrom] = firstDay(a.stable, now)
			}
			rows = append(rows, cells)
		}
	}
	return rows, nil
}

// everythingSaid gathers suppliers and territories that hold for ever, and the product lines of
// each organisation, the common one first.
func (s *Service) everythingSaid(ctx context.Context, orgs []model.Org) (map[saidOf]*said, map[model.OrgID][]string, error) {
	ids := make([]model.OrgID, len(orgs))
	for i, o := range orgs {
		ids[i] = o.ID
	}
	links, err := s.store.linksOf(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	territories, err := s.store.territoriesOf(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	all, lines := map[saidOf]*said{}, map[model.OrgID][]string{}
	of := func(org model.OrgID, line string, p model.Period) *said {
		key := saidOf{org, line}
		if all[key] == nil {
			all[key] = &said{}
			if line == "" {
				lines[org] = append([]string{""}, lines[org]...)
			} else {
				lines[org] = append(lines[org], line)
			}
		}
		all[key].stable = latest(all[key].stable, p.ValidFrom)
		if p.ValidTo.Before(model.Forever) {
			all[key].stable = latest(all[key].stable, p.ValidTo)
		}
		return all[key]
	}
	for _, l := range links {
		if a := of(l.ChildID, l.Line, l.Period); !l.ValidTo.Before(model.Forever) {
			a.parent = l.ParentID
		}
	}
	for _, t := range territories {
		if a := of(t.OrgID, t.Line, t.Period); !t.ValidTo.Before(model.Forever) {
			a.territory = append(a.territory, t.Prefix)
		}
	}
	return all, lines, nil
}

// firstDay is the first day in Shanghai on which all holds from its beginning; "" where that is
// none yet, though it holds by now: the table knows no hours.
func firstDay(stable, now time.Time) string {
	day := clock.BizDate(stable)
	begin, err := clock.ParseDay(clock.DayText(day))
	if err != nil {
		return ""
	}
	if begin.Before(stable) {
		begin = begin.AddDate(0, 0, 1)
	}
	if begin.After(now) && !stable.After(now) {
		return ""
	}
	return clock.DayText(clock.BizDate(begin))
}
