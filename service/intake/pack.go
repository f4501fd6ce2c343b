package intake

import (
	"cmp"
	"context"

	"channelrouter/internal/table"
	"channelrouter/model"
	"channelrouter/service/custody"
)

// The columns of packs.
const (
	packItem = iota
	packInto
)

// packTask records what was packed into which container.
type packTask struct{ eventTask }

func (packTask) columns() []table.Column {
	return []table.Column{
		packItem: {Words: []string{"item", "code", "编码", "产品码", "单品码", "子码"}},
		packInto: {Words: []string{"container", "into", "箱码", "托盘码", "容器码", "父码"}},
	}
}

func newPackTask(s *Service, i model.Import, d Declaration) *packTask {
	at := d.At
	if at.IsZero() {
		at = i.CreatedAt
	}
	return &packTask{eventTask{
		s:    s,
		same: func(a, b row) bool { return a.values[packInto] == b.values[packInto] },
		command: func(_ context.Context, rows []row) (custody.CodesCommand, error) {
			into := rows[0].values[packInto]
			if into == "" {
				return custody.CodesCommand{}, ErrBadRow.With("no container")
			}
			return custody.CodesCommand{Kind: model.Pack, Into: into, From: d.Org, At: at, Offline: d.Offline}, nil
		},
	}}
}

// The columns of shipments.
const (
	shipCode = iota
	shipFrom
	shipTo
	shipAt
	shipDocument
)

// shipTask records what went from whom to whom.
type shipTask struct {
	eventTask
	orgs map[string]model.OrgID // by the brand's number
}

func (*shipTask) columns() []table.Column {
	return []table.Column{
		shipCode:     {Words: []string{"code", "编码", "箱码", "物流码"}},
		shipFrom:     {Words: []string{"from", "发货方", "发货方编码"}},
		shipTo:       {Words: []string{"to", "收货方", "收货方编码"}},
		shipAt:       {Words: []string{"time", "event_time", "发货时间", "时间"}},
		shipDocument: {Words: []string{"document", "document_no", "单据号", "单号"}, Optional: true},
	}
}

func newShipTask(s *Service, _ model.Import, d Declaration) *shipTask {
	t := &shipTask{orgs: map[string]model.OrgID{}}
	t.eventTask = eventTask{
		s: s,
		same: func(a, b row) bool {
			a.values[shipCode] = b.values[shipCode]
			return a.values == b.values
		},
		command: func(ctx context.Context, rows []row) (custody.CodesCommand, error) {
			v := rows[0].values
			at, ok := table.ParseTime(v[shipAt])
			var err error
			switch {
			case !ok:
				err = ErrBadRow.With("%.40q is no time YYYY-MM-DD HH:MM:SS", v[shipAt])
			case at.After(s.clock.Now()):
				err = ErrBadRow.With("%s is in the future", v[shipAt])
			}
			from, fromErr := t.org(ctx, v[shipFrom], "sender")
			to, toErr := t.org(ctx, v[shipTo], "receiver")
			return custody.CodesCommand{Kind: model.Ship, From: from, To: to, At: at, Offline: d.Offline}, cmp.Or(err, fromErr, toErr)
		},
	}
	return t
}

// org finds an organisation by the brand's number for it.
func (t *shipTask) org(ctx context.Context, number, what string) (model.OrgID, error) {
	if number == "" {
		return 0, ErrBadRow.With("no %s", what)
	}
	if id, known := t.orgs[number]; known {
		return id, nil
	}
	org, err := t.s.rooms.Channel.GetOrgByCode(ctx, number)
	if err == nil {
		t.orgs[number] = org.ID
	}
	return org.ID, err
}
