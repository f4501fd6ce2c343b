package scan

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"

	"channelrouter/model"
)

// pseudonym is a number in place of a device's name or an address, the same for the same: who
// has the database alone cannot tell what it was. It is 0 of nothing.
func (s *Service) pseudonym(text string) int64 {
	if text == "" {
		return 0
	}
	mac := hmac.New(sha256.New, s.secret[:])
	mac.Write([]byte(text))
	return int64(binary.BigEndian.Uint64(mac.Sum(nil)) >> 1) // #nosec G115 -- 63 bits
}

// Stream goes through the scans after one, up to and with another, in the order of their ids,
// each as it is judged now. What visit returns ends it. Ids grow with the time of recording,
// but a scan becomes visible when its transaction commits: who follows the stream keeps a
// distance from its end. While one page is visited the next is read, so it is not for a
// transaction.
func (s *Service) Stream(ctx context.Context, after, upTo model.ScanID, visit func(model.Scan) error) error {
	pages, enough := make(chan page), make(chan struct{})
	var reader sync.WaitGroup
	reader.Go(func() {
		defer close(pages)
		s.readAhead(ctx, after, upTo, pages, enough)
	})
	// A query at work is waited for: who cancels it loses its connection.
	defer reader.Wait()
	defer close(enough)
	for p := range pages {
		if p.err != nil {
			return p.err
		}
		for i := range p.scans {
			if err := visit(p.scans[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// page is scans that follow each other, or why they could not be read.
type page struct {
	scans []model.Scan
	err   error
}

// readAhead reads pages until one is not full, or somebody has had enough.
func (s *Service) readAhead(ctx context.Context, after, upTo model.ScanID, pages chan<- page, enough <-chan struct{}) {
	for after < upTo {
		scans, err := s.page(ctx, after, upTo)
		select {
		case pages <- page{scans, err}:
		case <-enough:
			return
		}
		if err != nil || len(scans) < streamPage {
			return
		}
		after = scans[len(scans)-1].ID
	}
}

// page reads the next scans after one, each as it is judged now.
func (s *Service) page(ctx context.Context, after, upTo model.ScanID) ([]model.Scan, error) {
	scans, err := s.store.streamed(ctx, after, upTo)
	if err != nil || len(scans) == 0 {
		return nil, err
	}
	return scans, s.asJudgedNow(ctx, scans, after, scans[len(scans)-1].ID)
}

// LastBefore finds the last scan that was recorded before a time; 0 where there is none. It
// takes some sixty seeks, however many scans there are.
func (s *Service) LastBefore(ctx context.Context, at time.Time) (model.ScanID, error) {
	from, to, err := s.store.ends(ctx)
	if err != nil || to == 0 {
		return 0, err
	}
	before := model.ScanID(0)
	for from <= to {
		middle := from + (to-from)/2
		id, recorded, err := s.store.next(ctx, middle)
		switch {
		case err != nil:
			return 0, err
		case id == 0 || !recorded.Before(at):
			to = middle - 1
		default:
			before, from = id, id+1
		}
	}
	return before, nil
}

// asJudgedNow puts the last judgement of each scan in the place of its first.
func (s *Service) asJudgedNow(ctx context.Context, scans []model.Scan, after, last model.ScanID) error {
	later, err := s.store.laterJudgements(ctx, after, last)
	if err != nil || len(later) == 0 {
		return err
	}
	for i := range scans {
		if judgement, again := later[scans[i].ID]; again {
			scans[i].Judgement = judgement
		}
	}
	return nil
}
