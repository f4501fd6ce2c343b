package tax

import (
	"encoding/json"
	"strconv"

	"channelrouter/model"
)

// owner is the place of what a person has entered.
func owner(person model.PersonID) string { return "taxpayer/" + strconv.FormatInt(int64(person), 10) }

func (s *Service) sealed(person model.PersonID, p Particulars) ([]byte, error) {
	plain, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	return s.seal.Seal(plain, owner(person)), nil
}

func (s *Service) opened(row model.Taxpayer) (p Particulars, err error) {
	plain, err := s.seal.Open(row.Sealed, owner(row.PersonID))
	if err != nil {
		return p, ErrSealBroken.With("person %d", row.PersonID)
	}
	return p, json.Unmarshal(plain, &p)
}
