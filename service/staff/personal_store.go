package staff

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: whom they invited, and what was offered to their
// number. An offer that lost its number must be nobody's, not anybody's.
func (s *Service) Personal() personal.Part {
	offered := func(p personal.Subject) (string, []any) {
		return "phone_index = ? AND phone_index <> ''", []any{p.PhoneIndex}
	}
	return personal.Part{Name: "invitations", Tables: []personal.Table{
		{
			Model: &model.Invitation{}, Where: offered, Fate: personal.Anonymised, Why: personal.Channel,
			Blank: map[string]any{"phone_index": "erased", "phone_mask": ""},
		},
		{Model: &model.Invitation{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Channel},
		{Model: &model.InvitationUse{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Channel},
	}}
}
