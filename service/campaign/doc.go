// Package campaign is the room of prize draws: whoever has claimed a unit draws once for
// it, from a pool whose odds or quantities are published.
//
// A campaign is a draft until it is published. Publishing freezes its terms, makes a
// random seed of 32 bytes, and commits to both before anybody draws; from then on terms
// and commitment are public. Afterwards, when no draw can come any more, the seed is
// public, too, and an archive of all draws can be had, so that anyone can recompute what
// each had to be. It runs until its end, or until the brand stops it for good.
//
// # The formula
//
// The terms are a JSON text, which is published byte for byte. A campaign and an item are
// numbers of 64 bits, written big-endian in 8 bytes; ‖ joins.
//
//	commitment = SHA-256(terms ‖ seed)
//	block 0    = HMAC-SHA-256(seed, campaign ‖ item)
//	block k    = HMAC-SHA-256(seed, campaign ‖ item ‖ k), k > 0 in 4 bytes, big-endian
//
// Each block is four words of 8 bytes, big-endian. Of n tickets the item's number is w
// mod n, where w is the first word, in order of blocks and words, that lies below the
// greatest multiple of n within 2^64: so no number is likelier than another. With odds n
// is 1,000,000; with quantities it is the number of tickets.
//
// Prizes take numbers in the order of the terms, from 0 on: each as many as its odds are
// parts of a million, or as there are of it. Numbers beyond the last win nothing. A prize
// of which none is left, or for which the budget does not suffice, is replaced by the
// consolation while there is one, and by nothing else; the draw says why. The consolation
// is never drawn. With quantities each draw is of all tickets anew, as if what was drawn
// were put back; a prize is given until its quantity is.
//
// Neither the person, nor the time, nor the order of draws changes a number. What the
// commitment cannot do: whoever has the keyring and the database could know numbers
// beforehand, and whoever ran another program than this one while publishing could have
// tried seeds until one suited him. Once it is published nobody changes a number.
//
// # Drawing
//
// One transaction reads the campaign's state, counts the draw under the caps, takes the
// budget and the stock by guarded updates, and posts what was won. As it reads the state,
// a draw that begins after a stop has committed never wins, on no replica. Stock and
// budget are split over a few rows, so that a hot prize is not one row that all wait for;
// an empty row falls through to the others, and the last fen are gathered from all.
//
// Cash goes to the consumer's wallet less the tax that is withheld, or whole where the
// brand bears the tax; the tax on a gift is the brand's. Points go to the wallet. Of a
// gift the winner says where it is to be sent; his address is sealed with a key of the
// keyring.
//
// # The budget
//
// The budget is for all that prizes cost the brand: cash, the market value of gifts, and
// the tax on both that the brand bears. The terms state of each prize the most that its
// tax can be, by the tax rules that are published for the time of the campaign. A draw
// needs the prize and that tax in the budget, and gives back what the tax comes to less
// under the rules in force at that moment. When rules come by which a tax is above what
// the terms state, nobody draws any more until they are gone or the brand has published
// another campaign: the law forbids to change what is published. Campaigns that were
// published before budgets counted tax say nothing of it, spend as they said, and have
// archives of the first form.
//
// # The law
//
// Prize draws: 规范促销行为暂行规定 (State Administration for Market Regulation, order 32 of
// 2020): terms are published beforehand and not changed; no prize is worth more than 50,000
// yuan; who won more than 500 yuan in an instant draw is made public as it happens; what
// happened is kept for two years. The two amounts are settings.
//
// Who claimed as a person who was united with another since draws as who he is now; the caps
// of a person hold for all that he is.
//
// # What must always hold
//
// An item draws once in a campaign, and a retry is the same draw. No prize is given more
// often than there is of it, what is given and the tax on it that the brand bears never
// come to more than the budget, no cap is passed, not even by one who draws as two persons
// while they are united. What is posted is what was won, and gross is net and tax. A
// refused draw writes nothing.
//
// It owns the tables campaigns, campaign_pots, campaign_counts, campaign_draws and
// campaign_wins. Counts and pots of a campaign that is over have done their duty, and
// stay for its archive.
package campaign
