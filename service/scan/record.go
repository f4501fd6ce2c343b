package scan

import (
	"context"
	"errors"
	"time"

	"channelrouter/internal/db"
)

const (
	// clockSkew is how far ahead of ours a scanner's clock may be.
	clockSkew = 2 * time.Minute
	// linkFresh is how long a scan stands for the page that it opened.
	linkFresh = 10 * time.Minute
	// offlineFor is how long staff may keep a scan before they send it.
	offlineFor = 72 * time.Hour
	// attempts is how often a set is written that others were in the way of.
	attempts = 3
)

// Record records one scan.
func (s *Service) Record(ctx context.Context, in Input) (Answer, error) {
	result := s.RecordBatch(ctx, []Input{in})[0]
	return result.Answer, result.Err
}

// RecordBatch records scans in one transaction: what one of them gets wrong is its own
// result, what the database gets wrong is everybody's. Results are in order of inputs.
func (s *Service) RecordBatch(ctx context.Context, inputs []Input) []Result {
	visits := make([]*visit, len(inputs))
	var admitted []*visit
	for i, in := range inputs {
		visits[i] = s.admit(ctx, in)
		if visits[i].err == nil {
			admitted = append(admitted, visits[i])
		}
	}
	s.recordAdmitted(ctx, admitted)
	results := make([]Result, len(visits))
	for i, v := range visits {
		results[i] = Result{Answer: v.answer, Err: v.err}
	}
	return results
}

// recordAdmitted writes the first visit of each key. Its retries beside it share its
// result; another scan under its key finds out, afterwards, whether the key is taken.
func (s *Service) recordAdmitted(ctx context.Context, visits []*visit) {
	if len(visits) == 0 {
		return
	}
	first, retries := firstOfEachKey(visits)
	err := s.write(ctx, first)
	for again := 1; again < attempts && (db.IsTaken(err) || errors.Is(err, errPaired)); again++ {
		// Two retries of one scan at once: the second now finds what the first stored. So does
		// who scanned a cap while its pair was told.
		err = s.write(ctx, first)
	}
	for _, v := range first {
		if v.err == nil {
			v.err = err
		}
	}
	var others []*visit
	for _, v := range visits {
		switch f := retries[v]; {
		case f == nil:
		case v.hash == f.hash:
			v.answer, v.err = f.answer, f.err
		default:
			others = append(others, v)
		}
	}
	s.recordAdmitted(ctx, others)
}

// firstOfEachKey parts visits from those that retry one of them.
func firstOfEachKey(visits []*visit) (first []*visit, retries map[*visit]*visit) {
	retries = map[*visit]*visit{}
	byKey := map[retryKey]*visit{}
	for _, v := range visits {
		key := retryKey{v.in.Person, v.in.Key}
		if f := byKey[key]; f != nil && key.key != "" {
			retries[v] = f
			continue
		}
		byKey[key] = v
		first = append(first, v)
	}
	return first, retries
}

// write takes admitted visits through load, decide, write. They are what they were until
// that has committed.
func (s *Service) write(ctx context.Context, admitted []*visit) error {
	attempt := make([]*visit, len(admitted))
	err := s.db.Run(ctx, func(ctx context.Context) error {
		for i, v := range admitted { // a retried transaction starts afresh
			attempt[i] = &visit{in: v.in, around: v.around, hash: v.hash, resolved: v.resolved}
		}
		w, err := s.load(ctx, attempt)
		if err != nil {
			return err
		}
		if err := s.decide(ctx, w); err != nil {
			return err
		}
		return s.settle(ctx, w)
	})
	if err != nil {
		return err
	}
	for i, v := range attempt {
		*admitted[i] = *v
	}
	return nil
}
