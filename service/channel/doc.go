// Package channel is the room of who is who: organisations from the brand down to
// the terminal, their territories, who supplies whom with which product line, and
// which person acts for whom in which role.
//
// Links, territories and memberships are bitemporal: each has a period in the world
// (valid) and a period in which we believed it (recorded). Nothing is edited: a
// change ends the belief in a row and records what is believed from then on. Scans
// are judged by the graph valid when they happened, as known when they are judged.
//
// Who changes an organisation's suppliers or territories holds its row, so that every
// moment has one believed supplier for each line. Files of organisations are judged as
// a whole and written by chunks (import.go).
//
// A person acts for any number of organisations in a role, a guide for one shop at a time.
// Which of several he acts for, and which of his roles comes first in the consumer's app,
// he chooses (choice.go); a choice that he is no member of any more does not count.
//
// Regional companies may stand between the brand and distributors: the brand's own sales
// companies, or whoever looks after a part of the country. Goods pass them by, so that whom
// goods are meant for and where they are found stay questions about distributors.
//
// A distributor works with the logistics system unless it is said, for a period, that it does
// not; what follows for it and for whoever it supplies is a policy, by default nothing.
//
// An organisation closes from a moment on: what it is given by others ends then, and whoever gives
// something holds its row, so that nothing is given to who is closed (close.go).
//
// A row for product line "" speaks for every line that has no row of its own.
package channel
