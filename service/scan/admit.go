package scan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/code"
)

// visit is a scan on its way through the batch.
type visit struct {
	in       Input
	around   string // other districts that the scanner may be in
	hash     string
	resolved code.Resolved
	scan     model.Scan
	answer   Answer
	err      error
	replayed bool         // answered from what is stored; writes nothing
	winner   model.ScanID // whose answer a winner who asks again gets
}

// alive tells whether the visit is still to be written.
func (v *visit) alive() bool { return v.err == nil && !v.replayed }

// admit checks an input by itself and resolves its code: nothing is written, and only
// the limiter and the registry are asked; and the catalogue, where a link names a product.
func (s *Service) admit(ctx context.Context, in Input) *visit {
	now := s.clock.Now()
	in, err := s.readQ(in, now)
	v := &visit{in: in, err: err}
	if err == nil {
		v.in, v.around, v.err = locate(in)
	}
	if v.err != nil {
		return v // not counted: it says nothing of any code
	}
	if in.At.IsZero() {
		v.in.At = now
	}
	v.in.At = clock.Normal(v.in.At)
	v.hash = inputHash(v.in, in.At.IsZero())
	if v.err = s.checkInput(v.in, now); v.err != nil {
		return v
	}
	if v.in.At.After(now) {
		v.in.At = now // nobody has told us yet what happens to the goods until then
	}
	if v.err = s.checkGuesser(ctx, v.in); v.err != nil {
		return v
	}
	if v.resolved, v.err = s.resolve(ctx, v.in); v.err == nil {
		v.resolved, v.err = s.canonical(ctx, v.resolved)
	}
	if isGuess(v.err) {
		if err := s.countGuess(ctx, v.in); err != nil {
			v.err = err
		}
	}
	if v.err == nil && v.in.At.Before(v.resolved.Batch.CreatedAt) {
		v.err = ErrBadScan.With("at %s, before the code was made", v.in.At)
	}
	v.err = code.Public(v.err)
	return v
}

// resolve takes what was scanned to its goods. A ticket is WeChat's to know: it is asked
// here, before any transaction, as the scanner.
func (s *Service) resolve(ctx context.Context, in Input) (code.Resolved, error) {
	if in.Ticket == "" {
		return s.Resolve(ctx, code.ReadPrinted(in.Text))
	}
	original, err := s.Market.Exchange(ctx, in.Person, channel.RoleName(in.Role), in.Ticket)
	if err != nil {
		return code.Resolved{}, ticketError{err}
	}
	return s.Code.ResolveMarket(ctx, original)
}

// Resolve takes a code to its goods, and refuses it beside the GTIN of another product, as
// in a GS1 Digital Link that was put together by somebody else: the code is right then, and
// no guess. Leading zeros do not matter. Errors: ErrOtherProduct, and the code room's that
// are fit for strangers.
func (s *Service) Resolve(ctx context.Context, printed code.Printed) (code.Resolved, error) {
	resolved, err := s.Code.ResolveCurrent(ctx, printed.Code)
	if err != nil || printed.GTIN == "" {
		return resolved, code.Public(err)
	}
	product, err := s.Catalog.Get(ctx, resolved.Batch.ProductID)
	if err == nil && strings.TrimLeft(printed.GTIN, "0") != strings.TrimLeft(product.GTIN, "0") {
		err = ErrOtherProduct
	}
	return resolved, err
}

// canonical is the thing that a code stands on: a cap's is its bottle's, too, and withdrawn
// with it. The face stays the one that was scanned.
func (s *Service) canonical(ctx context.Context, r code.Resolved) (code.Resolved, error) {
	same, err := s.Custody.Canonical(ctx, []model.ItemID{r.Item})
	if err == nil && same[0] != r.Item {
		r.Item, r.Batch = same[0], s.Code.BatchOf(same[0])
		err = s.Code.Fate(r.Item)
	}
	return r, err
}

// ticketError is why a ticket was not exchanged.
type ticketError struct{ error }

func (e ticketError) Unwrap() error { return e.error }

// isGuess tells whether somebody tried what does not exist: a code, or a ticket that WeChat
// does not accept.
func isGuess(err error) bool {
	var ticket ticketError
	if errors.As(err, &ticket) {
		declared := errs.As(err)
		return declared != nil && declared.Kind == errs.Invalid
	}
	return errors.Is(err, code.ErrForged) || errors.Is(err, code.ErrNeverIssued) || errors.Is(err, code.ErrNotActivated)
}

// readQ finds the text in what WeChat gave the page, while the scan behind it is fresh: a
// page that is shared, or opened again from the list of recent ones, brings an old one.
func (s *Service) readQ(in Input, now time.Time) (Input, error) {
	if in.Q == "" {
		return in, nil
	}
	if in.Opened.Before(now.Add(-linkFresh)) || in.Opened.After(now.Add(clockSkew)) {
		return in, ErrStaleLink.With("scanned at %s", in.Opened.UTC().Format(time.RFC3339))
	}
	text, err := s.Link.Printed(in.Q)
	in.Text = text
	return in, err
}

const maxDeviceName = 200

func (s *Service) checkInput(in Input, now time.Time) error {
	if (in.Text == "") == (in.Ticket == "") || in.Person == 0 || in.At.After(now.Add(clockSkew)) || len(in.Key) > 64 || len(in.Device) > maxDeviceName {
		return ErrBadScan.With("code %q at %s", in.Text, in.At)
	}
	if in.At.Before(now.Add(-offlineFor)) {
		return ErrBadScan.With("at %s, more than %s ago", in.At, offlineFor)
	}
	if in.Adcode != "" {
		if _, known := geo.Find(in.Adcode); !known {
			return ErrBadScan.With("adcode %q", in.Adcode)
		}
	}
	return nil
}

// subjects are those whose guesses are counted.
func (in Input) subjects() []string {
	subjects := []string{fmt.Sprintf("person/%d", in.Person)}
	if in.Device != "" {
		subjects = append(subjects, "device/"+in.Device)
	}
	if in.IP != "" {
		subjects = append(subjects, "ip/"+in.IP)
	}
	return subjects
}

// checkGuesser refuses a blocked guesser before anyone knows whether the code is right.
func (s *Service) checkGuesser(ctx context.Context, in Input) error {
	blocked, err := s.guesses.Blocked(ctx, in.subjects()...)
	if err == nil && blocked {
		err = ErrTooManyGuesses
	}
	return err
}

func (s *Service) countGuess(ctx context.Context, in Input) error {
	_, err := s.guesses.Count(ctx, in.subjects()...)
	return err
}

// inputHash identifies what was asked. A time that the server chose is no part of it,
// nor is where the request came from.
func inputHash(in Input, serverTime bool) string {
	at := ""
	if !serverTime {
		at = in.At.String()
	}
	scanned := fmt.Appendf(nil, "%d\n%s\n%s\n%s", in.Role, in.Text, in.Adcode, at)
	if in.Ticket != "" {
		scanned = fmt.Appendf(scanned, "\nticket %s", in.Ticket)
	}
	sum := sha256.Sum256(scanned)
	return hex.EncodeToString(sum[:])
}
