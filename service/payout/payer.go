package payout

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"channelrouter/internal/money"
)

// Bill is what a payer is asked to pay. Its number names it for good.
type Bill struct {
	Merchant string // which of the brand's merchants pays
	Number   string // at most 32 letters and digits
	AppID    string
	OpenID   string
	Fen      money.Fen
	Name     string // the person's, where the payer compares it
	Words    Words
}

// Standing is where a bill stands at the payer.
type Standing uint8

const (
	Processing Standing = iota + 1 // the payer works on it
	Confirming                     // the person has to accept it
	Paid                           // final: the person has the money
	Failed                         // final: nothing was paid, nor will be
	Closing                        // the payer is taking it back, and may still fail to
)

// Result is what a payer says of a bill.
type Result struct {
	Standing  Standing
	Reference string    // the payer's own number
	Package   string    // what the app hands over so that the person can accept
	FailCode  string    // why it failed
	Fen       money.Fen // what was asked for
}

// Payer moves money to persons, as WeChat Pay's merchant transfer does. An error that is
// none of those below says nothing about the money: only asking again can.
type Payer interface {
	// Transfer hands a bill over. The same number is the same bill, however often.
	Transfer(ctx context.Context, b Bill) (Result, error)
	// Query tells what became of a bill.
	Query(ctx context.Context, merchant, number string) (Result, error)
	// Cancel asks that a bill be taken back that waits for its person. That it was asked
	// says nothing of what becomes of it. ErrTooLate when the bill is past that.
	Cancel(ctx context.Context, merchant, number string) (Result, error)
	// Statement yields what moved on a merchant's account on a day in Shanghai. An error
	// is the last thing yielded; what was yielded before it must not be used.
	// ErrNoStatement, ErrStatementLater.
	Statement(ctx context.Context, merchant string, day time.Time) iter.Seq2[Movement, error]
}

// Movement is a line of a merchant's statement.
type Movement struct {
	FlowNo   string // the payer's number of it, unique at the merchant
	BillNo   string
	Out      bool // out of the account, or back into it
	Fen      money.Fen
	Transfer bool // of a transfer to a person, and not of other business
}

var (
	// ErrBillUnknown: the payer has no bill of that number.
	ErrBillUnknown = errors.New("payout: the payer knows no such bill")
	// ErrPayLater: nothing has moved; a limit is reached, or the payer is short of money.
	ErrPayLater = errors.New("payout: the payer wants to be asked later")
	// errNotYet: the payer was not called, since its merchant's calls of this second are used up.
	errNotYet     = fmt.Errorf("%w: not called in this second", ErrPayLater)
	errNoTransfer = fmt.Errorf("%w to pay", errNotYet)
	errNoQuery    = fmt.Errorf("%w to be asked", errNotYet)
	// ErrNoStatement: nothing moved on the day, or it is too long ago.
	ErrNoStatement = errors.New("payout: the payer has no statement of the day")
	// ErrStatementLater: the statement is not made yet.
	ErrStatementLater = errors.New("payout: the statement is not there yet")
	// ErrTooLate: the bill waits for nobody any more.
	ErrTooLate = errors.New("payout: the bill cannot be taken back any more")
)

// Refusal is a payer's final no to a bill that it does not have: nothing has moved, and
// asking again changes nothing.
type Refusal struct{ Code, Message string }

func (r *Refusal) Error() string { return "payout: refused: " + r.Code + ": " + r.Message }
