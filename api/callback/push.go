package callback

import (
	"context"
	"io"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
	"channelrouter/miniprogram"
	"channelrouter/model"
	"channelrouter/service/contact"
	"channelrouter/service/message"
)

// PushHandler takes messages that WeChat pushes to the apps' message URLs.
type PushHandler struct {
	messages *message.Service
	contact  *contact.Service
	pushes   map[string]*miniprogram.Push
}

// NewPushHandler makes the handler of the apps, by role.
func NewPushHandler(m *message.Service, c *contact.Service, pushes map[string]*miniprogram.Push) *PushHandler {
	return &PushHandler{messages: m, contact: c, pushes: pushes}
}

// mostPush is far above any event's size.
const mostPush = 1 << 16

// Challenge answers WeChat's check of the URL, made when it is entered.
func (h *PushHandler) Challenge(c *gin.Context) {
	push, known := h.pushes[c.Param("role")]
	if !known {
		h.refuse(c, miniprogram.ErrAppNotConfigured)
		return
	}
	echo, err := push.Challenge(c.Request.URL.Query())
	if err != nil {
		h.refuse(c, err)
		return
	}
	c.String(http.StatusOK, "%s", echo)
}

// Receive verifies, decrypts and takes in a message. WeChat repeats what is not answered
// with "success" within five seconds, so events may come twice and change nothing then.
func (h *PushHandler) Receive(c *gin.Context) {
	push, known := h.pushes[c.Param("role")]
	if !known {
		h.refuse(c, miniprogram.ErrAppNotConfigured)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, mostPush))
	if err != nil {
		h.refuse(c, httpx.ErrTooLarge)
		return
	}
	event, err := push.Open(c.Request.URL.Query(), body)
	if err != nil {
		h.refuse(c, err)
		return
	}
	if err := h.take(c.Request.Context(), push.AppID(), event); err != nil {
		h.refuse(c, err)
		return
	}
	c.String(http.StatusOK, "success")
}

// take hands an event to the room that it concerns. Others are answered, and forgotten.
func (h *PushHandler) take(ctx context.Context, appID string, e miniprogram.Event) error {
	if e.Media != nil {
		return h.contact.OnMediaChecked(ctx, e.Media.TraceID, string(e.Media.Verdict))
	}
	if len(e.Consents) > 0 {
		return h.messages.OnConsents(ctx, appID, e.OpenID, consents(e), e.At, "")
	}
	for _, d := range e.Deliveries {
		if err := h.messages.OnDelivered(ctx, appID, e.OpenID, d.TemplateID, d.MessageID, d.Errcode, e.At); err != nil {
			return err
		}
	}
	return nil
}

// consents are what a person chose. A rejection in WeChat's settings is for good; in the
// app it is for this time.
func consents(e miniprogram.Event) []message.Consent {
	chosen := make([]message.Consent, len(e.Consents))
	for i, c := range e.Consents {
		choice := model.ConsentAccepted
		switch {
		case c.Accepted:
		case e.Name == miniprogram.EventSubscribeChanged:
			choice = model.ConsentRefused
		default:
			choice = model.ConsentRejected
		}
		chosen[i] = message.Consent{TemplateID: c.TemplateID, Choice: choice}
	}
	return chosen
}

func (h *PushHandler) refuse(c *gin.Context, err error) {
	ctx := c.Request.Context()
	problem := httpx.Body(ctx, err)
	if problem.Status < http.StatusInternalServerError {
		slog.WarnContext(ctx, "pushed message refused", "role", c.Param("role"), "error", err)
	}
	c.Header("Content-Type", problem.ContentType(""))
	c.JSON(problem.Status, problem)
}
