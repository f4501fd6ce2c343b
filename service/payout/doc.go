// Package payout is the room of cash that leaves a person's wallet for his WeChat.
//
// A payout is owed, in flight, and then paid or returned. Asking for one holds the money
// back: from the wallet into the person's in-flight account, in the transaction that
// stores the payout, so that a wallet is never spent twice. The bill's number comes from
// that ledger transaction and stays the same for good: however often the bill is handed
// over, the payer pays it once.
//
// What guides and salespeople have earned is taxed as it leaves: the wallet gives all, the
// payer is asked for the net, and the tax goes to the brand's tax account in the same
// posting. A payout that is returned takes the tax back with it. From 2,000 yuan on the
// payer compares the person's name, which is kept sealed with the payout.
//
// Workers, on any number of replicas, claim payouts that are due. "Sending" is written
// before the payer is called, so that whoever finds a payout in that state, after a crash
// or an answer that never came, asks the payer what became of it and hands it over again
// only if the payer knows nothing of it. No result is ever guessed. A final state is taken
// by one guarded update, together with its posting: from in flight to what the brand has
// paid out, or back to the wallet.
//
// Merchants may call the payer so often a second, by each kind of call, and pay so much a
// day. A payout that must wait for that is put back as it was, with the time when its turn
// may come. Each merchant's payouts have workers of their own, so that one whose calls hang
// delays no other.
//
// Each morning the statement of the day before is compared, merchant by merchant, with
// what the payouts say: every line of a transfer is kept, and every bill is judged by all
// its lines, since money leaves on one day and may come back on another; so a day is compared
// only once the statements of the days before it are here. What they disagree in is written
// down once, for people to settle; what a later statement puts right settles itself. It
// moves no money.
//
// What must always hold: every payout's money is in exactly one place; nobody is paid
// more than the ledger says has left; a payout that is returned was not paid.
//
// The payer is the outside world: this room declares what it asks of one (payer.go).
package payout
