package diversion

import (
	"slices"

	"channelrouter/internal/word"
	"channelrouter/model"
)

// Action is a step that somebody takes with a case. The words are persisted, and shown.
type Action string

// The actions.
const (
	ActOpen    Action = "open"    // a watched lot becomes a case
	ActAssign  Action = "assign"  // an inspector gets it
	ActInspect Action = "inspect" // he writes down what he found
	ActStrike  Action = "strike"  // a piece of evidence was a mistake
	ActNotify  Action = "notify"  // the origin is told what is alleged
	ActAppeal  Action = "appeal"  // the origin contradicts
	ActConfirm Action = "confirm" // it is so: the origin is penalised
	ActDismiss Action = "dismiss" // it is not so
	ActUphold  Action = "uphold"  // the appeal against a confirmation is turned down
	ActReverse Action = "reverse" // the confirmation was wrong
	ActLower   Action = "lower"   // its penalty, because it counted another that was reversed
)

// party is who takes a step.
type party uint8

const (
	brand     party = iota + 1 // a console user
	inspector                  // the person whom the case was given to
	origin                     // somebody who acts for the distributor that the goods were meant for
	house                      // the program itself, in the course of another step
)

// rule is who may take a step, and where it leads from each status that allows it.
type rule struct {
	by party
	to map[model.CaseStatus]model.CaseStatus
}

// stays are statuses that a step leaves as they are.
func stays(statuses ...model.CaseStatus) map[model.CaseStatus]model.CaseStatus {
	to := map[model.CaseStatus]model.CaseStatus{}
	for _, s := range statuses {
		to[s] = s
	}
	return to
}

// from are statuses that a step leads away from, to one.
func from(statuses []model.CaseStatus, to model.CaseStatus) map[model.CaseStatus]model.CaseStatus {
	all := map[model.CaseStatus]model.CaseStatus{}
	for _, s := range statuses {
		all[s] = to
	}
	return all
}

var (
	// gathering cases take flags: nobody has been told of what units they are about.
	gathering = []model.CaseStatus{model.CaseWatched, model.CaseOpen, model.CaseInvestigating}
	// undecided cases have no verdict.
	undecided = []model.CaseStatus{model.CaseOpen, model.CaseInvestigating, model.CaseNoticed, model.CaseAppealed}
)

// rules are the whole of a case's life.
var rules = map[Action]rule{
	ActOpen: {brand, from([]model.CaseStatus{model.CaseWatched}, model.CaseOpen)}, // or the house
	ActAssign: {brand, map[model.CaseStatus]model.CaseStatus{
		model.CaseOpen: model.CaseInvestigating, model.CaseInvestigating: model.CaseInvestigating,
		model.CaseNoticed: model.CaseNoticed, model.CaseAppealed: model.CaseAppealed,
	}},
	ActInspect: {inspector, stays(model.CaseInvestigating, model.CaseNoticed, model.CaseAppealed)},
	ActStrike:  {brand, stays(undecided...)},
	ActNotify:  {brand, from([]model.CaseStatus{model.CaseOpen, model.CaseInvestigating}, model.CaseNoticed)},
	ActAppeal: {origin, map[model.CaseStatus]model.CaseStatus{
		model.CaseNoticed: model.CaseAppealed, model.CaseConfirmed: model.CaseConfirmed,
	}},
	ActConfirm: {brand, from(undecided, model.CaseConfirmed)},
	ActDismiss: {brand, from(undecided, model.CaseDismissed)},
	ActUphold:  {brand, stays(model.CaseConfirmed)},
	ActReverse: {brand, from([]model.CaseStatus{model.CaseConfirmed}, model.CaseReversed)},
	ActLower:   {house, stays(model.CaseConfirmed)},
}

// next is where a step leads from a status; ok is false where it cannot be taken. Pure.
func next(a Action, status model.CaseStatus) (to model.CaseStatus, ok bool) {
	to, ok = rules[a].to[status]
	return to, ok
}

// decides tells whether a step says something of the origin's penalties, so that it has to
// follow others of his. Pure.
func (a Action) decides() bool { return a == ActConfirm || a == ActReverse }

// statusNames are what people and programs call the statuses.
var statusNames = map[model.CaseStatus]string{
	model.CaseOpen: "open", model.CaseConfirmed: "confirmed", model.CaseDismissed: "dismissed", model.CaseReversed: "reversed",
	model.CaseInvestigating: "investigating", model.CaseNoticed: "noticed", model.CaseAppealed: "appealed",
	model.CaseWatched: "watched",
}

// StatusName is "watched", "open", "investigating", "noticed", "appealed", "confirmed",
// "dismissed" or "reversed".
func StatusName(s model.CaseStatus) string { return statusNames[s] }

// ParseStatus reads what StatusName writes; anything else is 0, which means all.
func ParseStatus(s string) model.CaseStatus { return word.KeyOf(statusNames, s) }

// Undecided tells whether a case has no verdict. What is watched is none yet.
func Undecided(c model.DiversionCase) bool { return slices.Contains(undecided, c.Status) }
