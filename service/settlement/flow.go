package settlement

import (
	"channelrouter/internal/word"
	"channelrouter/model"
)

// Action is a step that somebody takes. The words are persisted, and shown.
type Action string

// The actions: of periods first, then of lines.
const (
	ActRebuild Action = "rebuild" // statements are written anew
	ActPrepare Action = "prepare" // all statements are there, and add up
	ActPresent Action = "present" // organisations see them
	ActClose   Action = "close"

	ActConfirm Action = "confirm" // the organisation agrees
	ActDispute Action = "dispute" // the organisation does not
	ActAccept  Action = "accept"  // the brand agrees with it, and adjusts
	ActReject  Action = "reject"  // the brand says why not
	ActAdjust  Action = "adjust"  // a line was added
)

// periodSteps are the whole of a period's life: where each step leads from.
var periodSteps = map[Action]map[model.SettlementState]model.SettlementState{
	ActRebuild: {model.SettlementPreparing: model.SettlementPreparing},
	ActPrepare: {model.SettlementPreparing: model.SettlementPrepared},
	ActPresent: {model.SettlementPrepared: model.SettlementPresented},
	ActClose:   {model.SettlementPresented: model.SettlementClosed},
}

// lineSteps are the whole of a line's. A step that leads nowhere else changes nothing.
var lineSteps = map[Action]map[model.SettlementLineState]model.SettlementLineState{
	ActConfirm: {
		model.LineUnanswered: model.LineConfirmed, model.LineConfirmed: model.LineConfirmed,
		model.LineDisputed: model.LineConfirmed, model.LineRejected: model.LineConfirmed,
	},
	ActDispute: {model.LineUnanswered: model.LineDisputed, model.LineConfirmed: model.LineDisputed, model.LineDisputed: model.LineDisputed},
	ActAccept:  {model.LineDisputed: model.LineAccepted},
	ActReject:  {model.LineDisputed: model.LineRejected, model.LineRejected: model.LineRejected},
}

// onward is where a step leads a period. Errors: ErrPreparing, ErrPrepared, ErrNotPresented,
// ErrPresented, ErrPeriodClosed. Pure.
func onward(a Action, state model.SettlementState) (model.SettlementState, error) {
	if to, ok := periodSteps[a][state]; ok {
		return to, nil
	}
	switch state {
	case model.SettlementPreparing:
		return state, ErrPreparing
	case model.SettlementClosed:
		return state, ErrPeriodClosed
	case model.SettlementPrepared:
		if a == ActRebuild {
			return state, ErrPrepared
		}
		return state, ErrNotPresented
	}
	return state, ErrPresented
}

var (
	stateNames = map[model.SettlementState]string{
		model.SettlementPreparing: "preparing", model.SettlementPrepared: "prepared",
		model.SettlementPresented: "presented", model.SettlementClosed: "closed",
	}
	lineKindNames = map[model.SettlementLineKind]string{
		model.LineRebate: "rebate", model.LineClawBack: "claw_back", model.LinePenalty: "penalty",
		model.LinePenaltyReversal: "penalty_reversal", model.LineCompensation: "compensation",
		model.LineCompensationReversal: "compensation_reversal", model.LineReward: "reward", model.LinePayment: "payment",
		model.LineAdjustment: "adjustment", model.LineOther: "other", model.LinePaymentReturned: "payment_returned", model.LineCredit: "credit",
	}
	lineStateNames = map[model.SettlementLineState]string{
		model.LineUnanswered: "unanswered", model.LineConfirmed: "confirmed", model.LineDisputed: "disputed",
		model.LineAccepted: "accepted", model.LineRejected: "rejected",
	}
	adjustmentNames = map[model.AdjustmentState]string{
		model.AdjustmentAsked: "asked", model.AdjustmentApproved: "approved", model.AdjustmentRefused: "refused",
	}
)

// StateName is "preparing", "prepared", "presented" or "closed".
func StateName(s model.SettlementState) string { return stateNames[s] }

// LineKindName is the word for what a line sums up.
func LineKindName(k model.SettlementLineKind) string { return lineKindNames[k] }

// LineStateName is the word for what was said about a line.
func LineStateName(s model.SettlementLineState) string { return lineStateNames[s] }

// AdjustmentStateName is "asked", "approved" or "refused".
func AdjustmentStateName(s model.AdjustmentState) string { return adjustmentNames[s] }

// ParseAdjustmentState reads what AdjustmentStateName writes; anything else is 0, which means all.
func ParseAdjustmentState(s string) model.AdjustmentState { return word.KeyOf(adjustmentNames, s) }
