package contact

import (
	"context"
	"errors"
	"fmt"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/scan"
)

// about finds the goods that a thread is about. A code that does not exist counts as a
// guess, as when it is scanned: writing must not be a way to try codes out. Of goods that
// were withdrawn or called back one may well write.
func (s *Service) about(ctx context.Context, n NewThread, t *model.Thread) error {
	if n.Code == "" {
		return nil
	}
	subjects := []string{fmt.Sprintf("person/%d", n.Person)}
	if n.IP != "" {
		subjects = append(subjects, "ip/"+n.IP)
	}
	blocked, err := s.out.Guesses.Blocked(ctx, subjects...)
	if err != nil {
		return err
	}
	if blocked {
		return scan.ErrTooManyGuesses
	}
	text := code.FromPrinted(n.Code)
	resolved, err := s.rooms.Code.ResolveCurrent(ctx, text)
	if code.Withdrawn(err) {
		if decoded, failed := s.rooms.Code.Codec().Decode(text); failed == nil {
			t.Face, t.Item, err = decoded.Face, decoded.Item(), nil
			if batch := s.rooms.Code.BatchOf(t.Item); batch != nil {
				t.ProductID = batch.ProductID
			}
		}
		return err
	}
	if err = code.Public(err); errors.Is(err, code.ErrForged) {
		if _, failed := s.out.Guesses.Count(ctx, subjects...); failed != nil {
			return failed
		}
	}
	if err == nil {
		t.Face, t.Item, t.ProductID = resolved.Face, resolved.Item, resolved.Batch.ProductID
	}
	return err
}
