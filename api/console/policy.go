package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/internal/policy"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/scan"
)

// PolicyHandler serves the versions of one kind of policy.
type PolicyHandler[T any] struct {
	book  *policy.Book[T]
	clock clock.Clock
}

// NewPolicyHandler makes the handler of a book.
func NewPolicyHandler[T any](b *policy.Book[T], c clock.Clock) *PolicyHandler[T] {
	return &PolicyHandler[T]{book: b, clock: c}
}

// PolicyVersion is one version of a policy.
type PolicyVersion[T any] struct {
	Version int       `json:"version" doc:"0 is the default"`
	InForce time.Time `json:"in_force"`
	Policy  T         `json:"policy"`
}

// Current shows the policy in force now.
func (h *PolicyHandler[T]) Current(ctx context.Context, _ *httpx.Empty) (*httpx.Out[PolicyVersion[T]], error) {
	v, err := h.book.At(ctx, h.clock.Now())
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(PolicyVersion[T]{Version: v.Number, InForce: v.InForce, Policy: v.Body}), nil
}

// Versions lists all published versions.
func (h *PolicyHandler[T]) Versions(ctx context.Context, _ *httpx.Empty) (*httpx.Out[[]PolicyVersion[T]], error) {
	versions, err := h.book.Versions(ctx)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	all := make([]PolicyVersion[T], len(versions))
	for i, v := range versions {
		all[i] = PolicyVersion[T]{Version: v.Number, InForce: v.InForce, Policy: v.Body}
	}
	return httpx.Answer(all), nil
}

// Draft is a version to publish.
type Draft[T any] struct {
	Policy  T          `json:"policy"`
	InForce httpx.Time `json:"in_force,omitempty" doc:"from when on; now when left out"`
}

// PublishInput is a new version.
type PublishInput[T any] struct{ Body Draft[T] }

// Published tells the new version's number.
type Published struct {
	Version int `json:"version"`
}

// Publish stores the next version.
func (h *PolicyHandler[T]) Publish(ctx context.Context, in *PublishInput[T]) (*httpx.Out[Published], error) {
	inForce := in.Body.InForce.T
	if inForce.IsZero() {
		inForce = h.clock.Now()
	}
	actor, _ := identity.ActorFrom(ctx)
	version, err := h.book.Publish(ctx, in.Body.Policy, inForce, int64(actor.UserID))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(Published{Version: version}), nil
}

// DryRunInput is a draft of a routing policy; without one, the policy in force.
type DryRunInput struct {
	Body struct {
		Policy *scan.RoutingPolicy `json:"policy,omitempty"`
	}
}

// RoutingHandler answers who lands where.
type RoutingHandler struct {
	book  *policy.Book[scan.RoutingPolicy]
	clock clock.Clock
}

// NewRoutingHandler makes the handler.
func NewRoutingHandler(b *policy.Book[scan.RoutingPolicy], c clock.Clock) *RoutingHandler {
	return &RoutingHandler{book: b, clock: c}
}

// DryRun tells where every role lands on every face, under a draft or the policy in force.
func (h *RoutingHandler) DryRun(ctx context.Context, in *DryRunInput) (*httpx.Out[[]scan.Landing], error) {
	faces := []model.Face{
		model.FacePallet, model.FaceCaseOuter, model.FaceCaseInner, model.FaceBoxOuter, model.FaceBoxInner,
		model.FaceUnitOuter, model.FaceUnitInner,
	}
	if in.Body.Policy != nil {
		if err := h.book.Check(*in.Body.Policy); err != nil {
			return nil, httpx.Problem(ctx, err)
		}
		return httpx.Answer(in.Body.Policy.DryRun(faces)), nil
	}
	current, err := h.book.At(ctx, h.clock.Now())
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(current.Body.DryRun(faces)), nil
}
