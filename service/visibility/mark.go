package visibility

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"channelrouter/internal/id"
)

// The two sources of events, in the order in which they are told of one moment.
const (
	fromOthers = iota // captured
	fromUs            // custody's
)

// mark is the place of an event among all that a query finds: by event time, source and number,
// and of a custody event, which is many, by part. The zero mark is the beginning.
type mark struct {
	at     time.Time
	source int
	id     int64
	place
}

// compare orders marks.
func (m mark) compare(o mark) int {
	return cmp.Or(m.at.Compare(o.at), cmp.Compare(m.source, o.source), cmp.Compare(m.id, o.id),
		cmp.Compare(m.run, o.run), cmp.Compare(m.part, o.part))
}

// in is the first place of a source, by time and number, that is not before a mark.
func (m mark) in(source int) (at time.Time, id int64) {
	switch {
	case source == m.source:
		return m.at, m.id
	case source > m.source || m.at.IsZero():
		return m.at, 0
	}
	return m.at.Add(time.Microsecond), 0
}

// token writes a mark for the page that begins with it, and the query that it is a page of.
func (m mark) token(q Query) (string, error) {
	q.Limit, q.Token = 0, ""
	hash, err := id.Hash(q)
	if err != nil {
		return "", ErrBadQuery.With("%v", err)
	}
	fields := make([]string, 0, 6)
	for _, n := range []int64{m.at.UnixMicro(), int64(m.source), m.id, int64(m.run), m.part} {
		fields = append(fields, strconv.FormatInt(n, 36))
	}
	text := strings.Join(fields, ".")
	return fmt.Sprintf("%s.%.8s", text, digest(text+hash)), nil
}

// from is the mark of the page that a query asks for. ErrBadQuery for a token that was not made
// for the query.
func (q Query) from() (m mark, err error) {
	if q.Token == "" {
		return m, nil
	}
	var n [5]int64
	fields := strings.Split(q.Token, ".")
	for i := range min(len(n), len(fields)) {
		if n[i], err = strconv.ParseInt(fields[i], 36, 64); err != nil {
			return m, ErrBadQuery.With("nextPageToken %q", q.Token)
		}
	}
	m = mark{time.UnixMicro(n[0]).UTC(), int(n[1]), n[2], place{int(n[3]), n[4]}}
	made, err := m.token(q)
	if err == nil && (made != q.Token || m.run < 0 || m.part < 0 || m.at.Year() < 1 || m.at.Year() > 9999) {
		err = ErrBadQuery.With("nextPageToken %q", q.Token)
	}
	return m, err
}
