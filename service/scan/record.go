package scan

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
)

// clockSkew is how far ahead of ours a scanner's clock may be.
const clockSkew = 2 * time.Minute

// Record records one scan.
func (s *Service) Record(ctx context.Context, in Input) (Answer, error) {
	result := s.RecordBatch(ctx, []Input{in})[0]
	return result.Answer, result.Err
}

// RecordBatch records scans in one transaction: what one of them gets wrong is its own
// result, what the database gets wrong is everybody's. Results are in order of inputs.
func (s *Service) RecordBatch(ctx context.Context, inputs []Input) []Result {
	visits := make([]*visit, len(inputs))
	for i, in := range inputs {
		visits[i] = s.admit(ctx, in)
	}
	err := s.write(ctx, visits)
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		// Two retries of one scan at once: the second now finds what the first stored.
		err = s.write(ctx, visits)
	}
	results := make([]Result, len(visits))
	for i, v := range visits {
		if v.err == nil && err != nil {
			v.err = err
		}
		results[i] = Result{Answer: v.answer, Err: v.err}
	}
	return results
}

// write takes the admitted visits through load, decide, write.
func (s *Service) write(ctx context.Context, visits []*visit) error {
	var admitted []*visit
	for _, v := range visits {
		if v.err == nil {
			admitted = append(admitted, v)
		}
	}
	if len(admitted) == 0 {
		return nil
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		attempt := make([]*visit, len(admitted)) // a retried transaction starts afresh
		for i, v := range admitted {
			attempt[i] = &visit{in: v.in, hash: v.hash, resolved: v.resolved}
		}
		w, err := s.load(ctx, attempt)
		if err != nil {
			return err
		}
		if err := s.decide(ctx, w); err != nil {
			return err
		}
		if err := s.settle(ctx, w); err != nil {
			return err
		}
		for i, v := range attempt {
			*admitted[i] = *v
		}
		return nil
	})
}
