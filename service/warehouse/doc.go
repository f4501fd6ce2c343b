// Package warehouse is the room of the work around goods: what hand-held devices tell,
// and the papers that go with moving them: deliveries, transfers, returns, stock-takes. What is
// true of goods stands in custody; this room decides who may say what, and has custody record it.
//
// A hand-held device tells what it did while it had no connection, in any order and as often
// as it likes. Each event is answered for itself: recorded, known from before, pending for
// lack of a fact that others have yet to tell, or refused with a reason; none keeps another
// from being recorded, and a key is recorded once. What the device tells of its own clock is
// kept beside it: a time is evidence, and is never corrected.
//
// A transfer between distributors is asked for by either and decided by the brand. Only its
// approval changes what goods are meant for, from that moment on, and only of goods that
// are still meant for the giver and with one of the two. Until then goods that surface below
// the receiver are diverted.
//
// A delivery is the paper of a shipment, made with it, both or neither. How much of it is on its
// way is asked of custody, which knows what that very shipment has put on its way and is there
// still: what a hand-held device received, or somebody without the paper, counts like a receipt
// against it. The state that is stored, for lists, follows soon: a thousand are looked at a
// minute. A receiver takes in all that is coming, or what he reads the codes of, on any level: a
// case of a pallet that came short is taken out of it. Goods that the paper does not name are
// received as surplus as far as custody takes them for evidence; what is damaged is received,
// and noted. What never comes its sender or the brand closes: it was not shipped, and is the
// sender's again, or it is lost until somebody finds it. Neither changes whom goods are meant
// for.
//
// A return is asked for by a distributor, of goods that are with it and meant for it, decided by
// the brand, shipped once and inspected. Under way, received and rejected, goods stay meant for
// the distributor: only what is accepted or scrapped becomes the brand's again, by a return in
// custody. Goods are inspected by any level. What was inside a container is asked as of the
// shipment: where some of it is found for itself the container is opened, its other contents
// wait as they are, and once all of them are gone the empty container is put away. What is
// inspected has come: the book receives it with the finding, unless somebody did before, by any
// device. What is missing stays on its way until it turns up, turns out not to have been
// shipped, or is lost; a loss is the distributor's. Each good is found once, and inspections of
// one return follow each other, so that the last of them completes it.
//
// Terminals and wholesalers give goods back to whom they have them from, who receives them
// as any others; that changes nothing of what they are meant for, and needs no paper.
//
// A stock-take compares what was counted with the book as of a moment and moves nothing. What
// somebody at the brand agrees to becomes an event of custody, once, each difference for
// itself; the reason stays here.
package warehouse
