package message

import (
	"strconv"

	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: their inboxes and what they want to be told.
func (s *Service) Personal() personal.Part {
	of := func(m any) personal.Table {
		return personal.Table{Model: m, Where: personal.Of("person_id"), Fate: personal.Erased}
	}
	counted := func(p personal.Subject) (string, []any) {
		names := make([]string, len(p.People))
		for i, id := range p.People {
			names[i] = "person/" + strconv.FormatInt(id, 10)
		}
		return "name IN ?", []any{names}
	}
	return personal.Part{Name: "messages", Tables: []personal.Table{
		of(&model.MessageDelivery{}), of(&model.Message{}), of(&model.MessageConsent{}), of(&model.MessageQuietHours{}),
		{Model: &model.MessageCounter{}, Where: counted, Fate: personal.Erased},
	}}
}
