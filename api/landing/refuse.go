package landing

import (
	"errors"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
	"channelrouter/service/code"
	"channelrouter/service/scan"
)

// problemCode is the header that tells programs why there is a page of regret.
const problemCode = "X-Problem-Code"

// refuse says why there is nothing to see, with the problem's status and stable code: who
// asks for JSON gets the problem itself, everyone else a page with the code in small
// print, for those who help him.
func (h *Handler) refuse(c *gin.Context, err error) {
	ctx := httpx.WithClient(c.Request.Context(), httpx.Client{
		RequestID: identify(c), Language: httpx.Language(c.GetHeader("Accept-Language")),
	})
	body := httpx.Body(ctx, err)
	c.Header(problemCode, body.Code)
	if httpx.WantsJSON(c.GetHeader("Accept")) || wantsLinkset(c) {
		head := c.Writer.Header()
		head["Cache-Control"], head["X-Content-Type-Options"] = noStore, noSniff
		c.Header("Content-Type", body.ContentType(""))
		c.JSON(body.Status, body)
		return
	}
	v := refused(err)
	v.Code = body.Code
	write(c, body.Status, language(c), v)
}

func refused(err error) view {
	switch {
	case errors.Is(err, code.ErrRecalled):
		return view{State: "recalled"}
	case errors.Is(err, code.ErrRevoked):
		return view{State: "revoked"}
	case errors.Is(err, code.ErrMalformed), errors.Is(err, code.ErrMistyped), errors.Is(err, ErrLink):
		return view{State: "mistyped"}
	case errors.Is(err, ErrNoSerial), errors.Is(err, ErrLinkType):
		return view{State: "nothing"}
	case errors.Is(err, code.ErrForged):
		return view{State: "unknown"}
	case errors.Is(err, scan.ErrOtherProduct):
		return view{State: "other"}
	case errors.Is(err, scan.ErrTooManyGuesses):
		return view{State: "blocked"}
	}
	return refusedOnWeb(err)
}

// refusedOnWeb is for those who went by WeChat's web authorisation, whose client this
// package does not know: its errors are told by their kind and code.
func refusedOnWeb(err error) view {
	declared := errs.As(err)
	switch {
	case declared == nil:
	case declared.Code == "wechat.snapshot_page":
		return view{State: "preview"}
	case declared.Kind == errs.Unauthorized, declared.Kind == errs.Forbidden, errors.Is(err, ErrStateExpired):
		return view{State: "again"}
	}
	return view{State: "busy"}
}
