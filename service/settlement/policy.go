package settlement

import "time"

// Policy is how the brand settles with its channel.
type Policy struct {
	Monthly     bool `json:"monthly" doc:"cut a period after the end of each month in Shanghai; of months that end while this is in force"`
	ConfirmDays int  `json:"confirm_days" minimum:"1" maximum:"90" doc:"how long organisations may dispute what they are presented; then silence counts as confirmed"`
	Review      bool `json:"review" doc:"have somebody of the brand look at a period before it is presented; else it is as soon as it is prepared"`
}

// DefaultPolicy is in force until the brand publishes one: periods are cut on demand.
var DefaultPolicy = Policy{ConfirmDays: 10}

func (p Policy) check() error {
	if p.ConfirmDays < 1 || p.ConfirmDays > 90 {
		return ErrBadPolicy.With("%d days", p.ConfirmDays)
	}
	return nil
}

// confirmBy is until when what is presented at a time may be disputed.
func (p Policy) confirmBy(at time.Time) time.Time {
	return at.Add(time.Duration(p.ConfirmDays) * 24 * time.Hour)
}
