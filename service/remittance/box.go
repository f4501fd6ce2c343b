package remittance

import (
	"fmt"

	"channelrouter/internal/seal"
	"channelrouter/model"
)

// accountBox keeps numbers of bank accounts.
type accountBox struct {
	box seal.Box
	key [32]byte
}

func newAccountBox(key [32]byte) accountBox { return accountBox{seal.New(key), key} }

// place is all that an account says but for its number: who changes any of it in the database
// cannot have money sent there.
func place(a model.BankAccount) string {
	return fmt.Sprintf("bank-account\n%d\n%d\n%q\n%q\n%q\n%q", a.ID, a.OrgID, a.Name, a.Bank, a.CNAPS, a.Tail)
}

func (b accountBox) seal(a model.BankAccount, number string) []byte {
	return b.box.Seal([]byte(number), place(a))
}

func (b accountBox) open(a model.BankAccount) (string, error) {
	number, err := b.box.Open(a.Sealed, place(a))
	if err != nil {
		return "", fmt.Errorf("remittance: bank account %d is not what was sealed: %w", a.ID, err)
	}
	return string(number), nil
}

// hash tells whether the same was asked. Numbers are so few that a plain hash would give them
// away.
func (b accountBox) hash(n NewAccount) string {
	return seal.Sign(b.key, fmt.Sprintf("asked\n%d\n%q\n%q\n%q\n%q", n.Org, n.Name, n.Number, n.Bank, n.CNAPS))
}
