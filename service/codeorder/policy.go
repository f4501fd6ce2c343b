package codeorder

// Policy is what the brand's owner decides about orders of codes.
type Policy struct {
	SamePersonMayApprove bool `json:"same_person_may_approve" doc:"whether who asked for codes may approve them himself; else four eyes see an order"`
	Downloads            int  `json:"downloads" minimum:"1" maximum:"100" doc:"how many times over the bytes of a file may go out; going on after a break counts only what is sent"`
	LinkHours            int  `json:"link_hours" minimum:"1" maximum:"720" doc:"how long a link to an export's files is good"`
}

// DefaultPolicy is in force until an owner publishes one.
var DefaultPolicy = Policy{Downloads: 3, LinkHours: 24}

func (p Policy) check() error {
	if p.Downloads < 1 || p.Downloads > 100 || p.LinkHours < 1 || p.LinkHours > 720 {
		return ErrBadPolicy.With("%d downloads, %d hours", p.Downloads, p.LinkHours)
	}
	return nil
}
