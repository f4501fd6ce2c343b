// Package recall is the room of goods that the brand calls back: a batch, or an interval of
// one, with all that is inside it when the recall starts.
//
// A recall is stored, then its codes are marked (service/code answers ErrRecalled from then
// on), then everybody concerned is told: those who act for the organisations that hold the
// goods or are to receive them and, where consumers are concerned, whoever claimed a unit.
// Each step can be repeated, and a job does until the recall is closed; so who comes to have
// such goods later is told as well, and at once when he receives them. A receipt is answered
// with a warning, and is recorded: the goods are where they are.
//
// What must always hold: a person is told of a recall once in each of his roles; the goods of
// a recall do not change after it has started.
package recall
