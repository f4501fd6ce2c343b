// Package staff is the room of how people come to act for organisations: by invitation, or
// by the phone number that an organisation entered; and of how they leave.
//
// An invitation is for a role at an organisation, for some days and a number of people. Its
// code of eight symbols and a check is shown once, to who invites, and kept as an HMAC; who
// takes it up types it in the app of the role. One that names a phone number is an offer to
// whoever verifies that number: he need not type anything, verifying it in the role's app
// takes the membership up. Who has taken up an invitation once does not take it up again, so
// that one who was removed stays out.
//
// An offer that verifying did not take up, because it came later or because it would move a
// guide from his shop to another, is shown to whoever has the number verified, in each of
// his apps, and waits for his yes or his no. A guide who says yes leaves his shop at that
// moment; nobody is moved unasked. A no ends the offer.
//
// The console invites into every organisation; a distributor's member into his own and what
// it supplies; a terminal's member guides and staff into his own shop; a salesperson guides
// and staff into the shops that his organisation supplies. Whoever may invite may see and
// remove members as well. An invitation lapses when who made it could not make it any more.
//
// Memberships themselves are the channel's, persons and phones are identity's: this room
// joins the two, which stand on one shelf. Nobody takes up a membership before it is known
// who he is (identity's ErrNotBound).
//
// What must always hold: an invitation is taken up by as many people as it is for, at most,
// and by each of them once; of a yes and a no to an offer one holds, and both are only his
// whose phone it is for; nobody is let into what is not below who invited him; a guide has
// one shop at a time, and is not moved to another by verifying his phone; codes are guessed
// no faster than the limit allows.
//
// It owns the tables invitations and invitation_uses.
package staff
