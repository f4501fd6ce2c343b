package custody

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// part is one of the three tables of spans.
type part int

const (
	linkPart part = iota
	holderPart
	assignmentPart
)

// tables are the parts' names and what their spans say, as three columns.
var tables = [...]struct{ name, says string }{
	linkPart:       {"link_spans", "parent, base, per_parent"},
	holderPart:     {"holder_spans", "org, in_transit, lost"},
	assignmentPart: {"assignment_spans", "org, designation, event_id"},
}

// question asks a part for the span that covers a point.
type question struct {
	part part
	Point
}

// questions is a set of them, in order.
type questions struct {
	asked map[question]bool
	list  []question
}

func newQuestions() *questions { return &questions{asked: map[question]bool{}} }

func (q *questions) add(p part, at Point) {
	if one := (question{p, at}); !q.asked[one] {
		q.asked[one] = true
		q.list = append(q.list, one)
	}
}

// assigned is whom goods are meant for, and the event by which they are.
type assigned struct {
	intent
	by model.EventID
}

// answers are what the spans say that were found.
type answers struct {
	links       map[Point]link
	holders     map[Point]holding
	assignments map[Point]assigned
}

// seekChunk bounds a statement; each question is an index seek or two in it.
const seekChunk = 200

func newAnswers() answers {
	return answers{map[Point]link{}, map[Point]holding{}, map[Point]assigned{}}
}

// seek finds the spans that cover points. What other goods did, or how often, costs
// nothing, nor how often these did.
func (s store) seek(ctx context.Context, q *questions, found answers) error {
	earlier, err := s.ask(ctx, latestSpan, q.list, found)
	if err == nil && len(earlier) > 0 {
		_, err = s.ask(ctx, spanThen, earlier, found)
	}
	return err
}

// ask puts questions in one way. It returns those whose item is in the run that was
// found, at an earlier time than the span that was found.
func (s store) ask(ctx context.Context, way way, list []question, found answers) (earlier []question, err error) {
	for chunk := range slices.Chunk(list, seekChunk) {
		statement := strings.Builder{}
		arguments := make([]any, 0, 3*len(chunk))
		for i, one := range chunk {
			if i > 0 {
				statement.WriteString(" UNION ALL ")
			}
			statement.WriteString(way.statements[s.db.Engine][one.part])
			arguments = append(arguments, i, one.Item)
			if way.timed {
				arguments = append(arguments, clock.Normal(one.At))
			}
		}
		rows, err := s.db.Conn(ctx).Raw(statement.String(), arguments...).Rows()
		if err != nil {
			return nil, err
		}
		passed, err := found.take(rows, chunk)
		if err != nil {
			return nil, err
		}
		earlier = append(earlier, passed...)
	}
	return earlier, nil
}

// way is how a question is put.
type way struct {
	statements map[string][]string // by engine and part
	timed      bool                // the moment is an argument
}

var (
	// latestSpan finds the run of items that a point's is in, or the one before it, and
	// the last span of that, which covers most points.
	latestSpan = newWay(false, func(string) string {
		return "from_item <= ? ORDER BY from_item DESC, time_from DESC LIMIT 1"
	})
	// spanThen finds the last span of the run that began by then.
	spanThen = newWay(true, func(table string) string {
		return "from_item = (SELECT MAX(from_item) FROM " + table + " WHERE from_item <= ?)" +
			" AND time_from <= ? ORDER BY time_from DESC LIMIT 1"
	})
)

// newWay writes statements. A derived table for each question would cost MySQL more than
// its seek; SQLite takes no parentheses there, and has no such cost.
func newWay(timed bool, which func(table string) string) way {
	w := way{statements: map[string][]string{}, timed: timed}
	for engine, around := range map[string][2]string{"sqlite": {"SELECT * FROM (", ")"}, "mysql": {"(", ")"}} {
		for _, t := range tables {
			w.statements[engine] = append(w.statements[engine], around[0]+"SELECT ?, to_item, time_from, time_to, "+t.says+
				" FROM "+t.name+" WHERE "+which(t.name)+around[1])
		}
	}
	return w
}

// take reads spans and closes rows. It returns the questions that were asked of an
// earlier time than their span's.
func (a answers) take(rows *sql.Rows, asked []question) (earlier []question, err error) {
	defer rows.Close()
	for rows.Next() {
		var n int
		var end model.ItemID
		var from, to time.Time
		var v [3]int64
		if err := rows.Scan(&n, &end, &from, &to, &v[0], &v[1], &v[2]); err != nil {
			return nil, err
		}
		switch one := asked[n]; {
		case one.Item >= end: // the nearest run ends before the item
		case from.After(one.At):
			earlier = append(earlier, one)
		case to.After(one.At):
			a.put(one, v)
		}
	}
	return earlier, rows.Err()
}

func (a answers) put(q question, v [3]int64) {
	switch q.part {
	case linkPart:
		a.links[q.Point] = link{parent: model.ItemID(v[0]), base: model.ItemID(v[1]), perParent: v[2]}
	case holderPart:
		a.holders[q.Point] = holding{org: model.OrgID(v[0]), inTransit: model.OrgID(v[1]), lost: model.Loss(v[2])} // #nosec G115 -- as it was stored
	case assignmentPart:
		meant := intent{org: model.OrgID(v[0]), use: model.Designation(v[1])} // #nosec G115 -- as it was stored
		a.assignments[q.Point] = assigned{meant, model.EventID(v[2])}
	}
}
