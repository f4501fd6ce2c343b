package privacy

import "channelrouter/internal/errs"

var (
	// ErrUnknownRequest: no request has this id, or it is somebody else's.
	ErrUnknownRequest = errs.New(errs.NotFound, "privacy.unknown_request", "there is no such request", "look at the register of requests")
	// ErrNobody: nobody is known by that.
	ErrNobody = errs.New(errs.NotFound, "privacy.nobody", "nobody is known by this", "check the number, or ask the person for the id that the mini-program shows; who was erased is not found any more")
	// ErrBadQuery: not one thing to find a person by.
	ErrBadQuery = errs.New(errs.Invalid, "privacy.bad_query", "a person is found by one thing", "give a telephone number, an openid, or a person's id: one of them")
	// ErrOpen: a request of the kind is open.
	ErrOpen = errs.New(errs.Conflict, "privacy.request_open", "a request of this kind is open already for this person", "carry that one out, or refuse it, first")
	// ErrErased: nothing is left of the person.
	ErrErased = errs.New(errs.Conflict, "privacy.erased", "this person's data were erased already", "nothing is left to copy or to erase but what law obliges the brand to keep")
	// ErrBadDate: no day on which the request can have come.
	ErrBadDate = errs.New(errs.Invalid, "privacy.bad_date", "the request cannot have come then", "give the day on which it came: today, or one of the last 60 days")
	// ErrFourEyes: two have to agree.
	ErrFourEyes = errs.New(errs.Forbidden, "privacy.four_eyes", "who recorded a request does not approve it", "have another owner or channel manager approve it")
	// ErrCounting: nobody can see yet what would be erased.
	ErrCounting = errs.New(errs.Conflict, "privacy.counting", "what would be erased is still being counted", "wait a moment, look at the preview, and approve then")
	// ErrOwed: the person would lose something, or owes something.
	ErrOwed = errs.New(errs.Conflict, "privacy.owed", "something is not settled with this person yet", "settle what the detail names, or refuse the request with the reason money_due; what the person gives up in writing is recorded with the request")
	// ErrDecided: it was decided otherwise.
	ErrDecided = errs.New(errs.Conflict, "privacy.decided", "this request was decided already", "reload it to see how")
	// ErrBadReason: a request is refused for a reason of the list.
	ErrBadReason = errs.New(errs.Invalid, "privacy.bad_reason", "a request is refused for a reason of the list", "name one of the list; other needs a note")
	// ErrNoFile: there is no copy, or no more.
	ErrNoFile = errs.New(errs.NotFound, "privacy.no_file", "there is no copy to fetch", "a copy is there once its request is done, for seven days; record another request")
	// ErrBadSort: requests are not sorted by that.
	ErrBadSort = errs.New(errs.Invalid, "privacy.bad_sort", "requests are not sorted by this", "sort by due_at or recorded_at, with - before it for the other way round")
)
