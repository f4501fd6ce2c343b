package router_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

// lineStream is a gateway's stream that is open.
type lineStream struct {
	house   *house
	send    *io.PipeWriter
	answers *bufio.Scanner
}

type streamed struct {
	ID, State string
	Short     int
	Error     *struct{ Code string }
}

func (h *house) openStream(path, token string) (*lineStream, int) {
	body, send := io.Pipe()
	request, err := http.NewRequestWithContext(h.Ctx, http.MethodPost, h.server.URL+path, body)
	h.check(err)
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/x-ndjson")
	answer, err := h.server.Client().Do(request)
	h.check(err)
	h.T.Cleanup(func() { _ = send.Close(); _ = answer.Body.Close() })
	return &lineStream{h, send, bufio.NewScanner(answer.Body)}, answer.StatusCode
}

// tells sends a line; a text goes as it is.
func (s *lineStream) tells(line any) {
	text, plain := line.(string)
	if !plain {
		encoded, err := json.Marshal(line)
		s.house.check(err)
		text = string(encoded)
	}
	_, err := io.WriteString(s.send, text+"\n")
	s.house.check(err)
}

// hears waits for the next answer.
func (s *lineStream) hears() (a streamed) {
	So(s.answers.Scan(), ShouldBeTrue)
	s.house.check(json.Unmarshal(s.answers.Bytes(), &a))
	return a
}

func TestLineStream(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a gateway with a stream of its own", t, func() {
			s := newStory(t, e)
			b, err := s.Code.IssueBatch(s.Ctx, code.NewBatch{
				Ref: "LINE", ProductID: s.Products[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.LineLinked, Count: 3,
			})
			So(err, ShouldBeNil)
			gateway := s.console(model.UserOperator)
			named := func(id string, pallet object) object {
				pallet["id"] = id
				return pallet
			}
			stream, status := s.openStream("/api/v1/console/lines/L1/stream?org=BRAND", gateway)
			So(status, ShouldEqual, 200)

			Convey("each pallet is answered once it is stored, while the stream stays open", func() {
				stream.tells(named("first", s.packedPallet(b, 0)))
				So(stream.hears(), ShouldResemble, streamed{ID: "first", State: "recorded"})
				unit := testkit.Item(b, model.LevelUnit, 0)
				So(s.Trace(unit).Chain, ShouldResemble, []model.ItemID{unit, testkit.Item(b, model.LevelCase, 0), testkit.Item(b, model.LevelPallet, 0)})
				stream.tells("")
				stream.tells(named("second", s.packedPallet(b, 1)))
				So(stream.hears(), ShouldResemble, streamed{ID: "second", State: "recorded"})

				Convey("and what was recorded is known over the next", func() {
					So(stream.send.Close(), ShouldBeNil)
					So(stream.answers.Scan(), ShouldBeFalse)
					again, _ := s.openStream("/api/v1/console/lines/L1/stream?org=BRAND", gateway)
					again.tells(named("again", s.packedPallet(b, 0)))
					So(again.hears(), ShouldResemble, streamed{ID: "again", State: "known"})
				})
			})
			Convey("a line that is no pallet is refused, and the next goes on", func() {
				for line, code := range map[string]string{
					`{"packs": [`: "request.invalid", `{"id": "x"}`: "custody.bad_capture",
					`{"packs": [{"into": "nothing", "items": ["x"]}]}`: "code.malformed",
				} {
					stream.tells(line)
					a := stream.hears()
					So(a.State, ShouldEqual, "refused")
					So(a.Error.Code, ShouldEqual, code)
				}
				stream.tells(s.packedPallet(b, 0))
				So(stream.hears().State, ShouldEqual, "recorded")
			})
			Convey("a line without end ends the stream", func() {
				go func() { _, _ = io.WriteString(stream.send, strings.Repeat("x", 5<<20)) }()
				So(stream.hears().Error.Code, ShouldEqual, "request.too_large")
				So(stream.answers.Scan(), ShouldBeFalse)
			})
			Convey("who handles no goods opens none, nor for nobody", func() {
				_, status := s.openStream("/api/v1/console/lines/L1/stream?org=BRAND", s.console(model.UserAuditor))
				So(status, ShouldEqual, 403)
				_, status = s.openStream("/api/v1/console/lines/L1/stream?org=BRAND", "nobody's")
				So(status, ShouldEqual, 401)
				_, status = s.openStream("/api/v1/console/lines/L1/stream?org=NOBODY", gateway)
				So(status, ShouldEqual, 404)
			})
		})
	})
}
