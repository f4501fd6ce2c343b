package message

import (
	"regexp"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// What people are told of. Names are persisted, and are the policy's words.
const (
	Points                 = "reward_points"           // points from a scan
	Cash                   = "reward_cash"             // money from a scan
	RebateStatement        = "rebate_statement"        // what an organisation earned on a day
	StatementPresented     = "statement_presented"     // what it is owed for a period, to be confirmed
	DiversionConfirmed     = "diversion_confirmed"     // a case was decided against an organisation
	DiversionReversed      = "diversion_reversed"      // and was taken back
	DiversionWarned        = "diversion_warned"        // was, and costs it nothing this time
	DiversionNotice        = "diversion_notice"        // an organisation is told what is alleged
	DiversionDismissed     = "diversion_dismissed"     // and that it came to nothing
	DiversionUpheld        = "diversion_upheld"        // its appeal was turned down
	DiversionLowered       = "diversion_lowered"       // its penalty counts a case less
	DiversionCompensated   = "diversion_compensated"   // goods of others were sold in its part of the channel
	DiversionRecompensated = "diversion_recompensated" // which is worth less, since the penalty is lower
	DiversionUncompensated = "diversion_uncompensated" // which turned out not to be so
	PayoutPaid             = "payout_paid"
	PayoutReturned         = "payout_returned"
	Prize                  = "prize"        // a prize in a campaign
	Order                  = "order"        // of the rooms to come
	Reply                  = "reply"        // the brand answers what a person wrote
	Announcement           = "announcement" // the brand addresses many
	Recall                 = "recall"       // the brand calls goods back that a person has
)

// kind is what a value is, which decides where WeChat takes it.
type kind uint8

const (
	text   kind = iota + 1
	number      // digits, perhaps with decimals and a sign
	amount      // yuan with two decimals
	moment      // a day with a time, in Shanghai
	day
	code // letters, digits and signs, without blanks
)

// subject is what an event is told about: its values by name, and who may be told.
// Every event has the value "time", when it happened, and in WeChat's templates the
// inbox's own "title" and "body".
type subject struct {
	values map[string]kind
	roles  []model.Role
}

var (
	staff    = []model.Role{model.RoleGuide, model.RoleTerminal, model.RoleSalesperson, model.RoleDistributor}
	everyone = append([]model.Role{model.RoleConsumer}, staff...)
	paid     = []model.Role{model.RoleConsumer, model.RoleGuide, model.RoleSalesperson}
)

var subjects = map[string]subject{
	Points:             {map[string]kind{"points": number}, []model.Role{model.RoleConsumer}},
	Cash:               {map[string]kind{"amount": amount}, paid},
	RebateStatement:    {map[string]kind{"date": day, "organisation": text, "amount": amount, "units": number}, []model.Role{model.RoleTerminal, model.RoleDistributor}},
	StatementPresented: {map[string]kind{"organisation": text, "number": code, "amount": amount, "until": moment}, []model.Role{model.RoleTerminal, model.RoleDistributor}},
	DiversionConfirmed: {map[string]kind{"case": code, "organisation": text, "amount": amount, "units": number}, []model.Role{model.RoleDistributor}},
	DiversionReversed:  {map[string]kind{"case": code, "organisation": text, "amount": amount, "units": number}, []model.Role{model.RoleDistributor}},
	DiversionNotice: {map[string]kind{
		"case": code, "organisation": text, "product": text, "units": number, "period": text, "place": text, "until": moment,
	}, []model.Role{model.RoleDistributor}},
	DiversionWarned:        {map[string]kind{"case": code, "organisation": text, "units": number}, []model.Role{model.RoleDistributor}},
	DiversionDismissed:     {map[string]kind{"case": code, "organisation": text, "units": number}, []model.Role{model.RoleDistributor}},
	DiversionUpheld:        {map[string]kind{"case": code, "organisation": text, "amount": amount, "units": number}, []model.Role{model.RoleDistributor}},
	DiversionLowered:       {map[string]kind{"case": code, "organisation": text, "amount": amount, "units": number}, []model.Role{model.RoleDistributor}},
	DiversionCompensated:   {map[string]kind{"case": code, "organisation": text, "amount": amount, "units": number}, []model.Role{model.RoleDistributor}},
	DiversionRecompensated: {map[string]kind{"case": code, "organisation": text, "amount": amount, "units": number}, []model.Role{model.RoleDistributor}},
	DiversionUncompensated: {map[string]kind{"case": code, "organisation": text, "amount": amount, "units": number}, []model.Role{model.RoleDistributor}},
	PayoutPaid:             {map[string]kind{"amount": amount}, paid},
	PayoutReturned:         {map[string]kind{"amount": amount}, paid},
	Prize:                  {map[string]kind{"prize": text, "campaign": text}, []model.Role{model.RoleConsumer}},
	Order:                  {map[string]kind{"order": code, "state": text, "amount": amount}, staff},
	Reply:                  {map[string]kind{"topic": text}, everyone},
	Announcement:           {map[string]kind{}, everyone},
	Recall:                 {map[string]kind{"product": text, "batch": text, "reason": text}, everyone},
}

// kindOf is the kind of an event's value; ok is false when it has none of that name.
func (s subject) kindOf(name string) (k kind, ok bool) {
	if name == "time" {
		return moment, true
	}
	k, ok = s.values[name]
	return k, ok
}

func (s subject) told(r model.Role) bool { return slices.Contains(s.roles, r) }

// forms are what values of a kind look like; a text may be anything.
var forms = map[kind]*regexp.Regexp{
	number: regexp.MustCompile(`^-?[0-9]{1,31}(\.[0-9]{1,6})?$`),
	amount: regexp.MustCompile(`^-?[0-9]{1,10}\.[0-9]{2}$`),
	moment: regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$`),
	day:    regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`),
	code:   regexp.MustCompile(`^[!-~]{1,32}$`),
}

// fits tells whether a value looks like its kind.
func fits(k kind, value string) bool { return k == text || forms[k].MatchString(value) }

// Moment writes a time as messages have it, by Shanghai's clocks: "2026-03-02 09:00".
func Moment(t time.Time) string { return clock.Local(t).Format("2006-01-02 15:04") }
