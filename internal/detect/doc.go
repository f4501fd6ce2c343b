// Package detect finds goods that are sold elsewhere than they were meant to be (窜货), in a
// stream of scans. It is pure: what it knows is what it was shown, in the order of time; it
// reads no clock, no file and no database, and the same scans leave the same state.
//
// # Evidence
//
// A lot is an origin's product in a foreign city. What was seen of it is counted by who saw it,
// one of each account and of each unit, in three ways: by a consumer's position, by the address
// of a network, by a terminal that is another distributor's. Against it stands what honest
// goods leave there, the background, which is learnt from all origins alike: how often goods
// are seen in a neighbouring city, in another of the province, far away; which cities draw
// visitors; and what the origin's other products show in this one. No lot counts for more than a
// few times what was expected of it, so diverted goods hardly raise the background that they
// have to stand out from.
//
// Evidence is a logarithm of likelihoods, in nats: how much more likely is what was seen if
// goods were diverted. It is told in three ways, of which the strongest counts:
//
//   - Pool: there are more sightings than honest stocks leave. A Poisson distribution at its own
//     rate, over a negative binomial one at the expected rate, whose shape says how differently
//     honest stocks behave.
//   - Shipment: they are of few shipments. A binomial distribution at the shipment's own share
//     of sightings in the city, over one at the background's share, less the logarithm of how
//     many shipments there are to choose from; summed over those where that is positive.
//   - Case: the same for cases, of which a traveller rarely carries two units away.
//
// From each is taken what a thing so rare must overcome: three nats for a stock being diverted at
// all, and the logarithm of how many cities there are. What an inspector found, goods that are
// sold though they were returned, gifts at shops and codes that were cut off are worth a number
// of nats each. A score is 100·n/(n+10).
//
// # Limits
//
// Whatever is remembered is bounded by the window: evidence counts for one window at least and
// two at most. Single codes and accounts are remembered in tables of fixed size, where an
// older makes way for a newer. Goods whose distributor is not known make no lot.
package detect
