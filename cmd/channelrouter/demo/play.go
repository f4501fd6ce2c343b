package demo

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"channelrouter/miniprogram/fake"
	"channelrouter/service"
)

// Stage is what the story is played on.
type Stage struct {
	Rooms    *service.Rooms
	WeChat   *fake.Server
	BaseURL  string
	Pictures string
	Out      io.Writer
}

// story is a play under way.
type story struct {
	Stage
	before   before
	world    world
	pictures pictures
	report   Report
	cast     map[string]*caller
	step     int
}

// Play plays the whole story and tells what happened. It fails at the first thing that
// is not as it should be.
func Play(ctx context.Context, stage Stage) (Report, error) {
	begin := time.Now()
	s := &story{Stage: stage, cast: map[string]*caller{}}
	if err := os.MkdirAll(stage.Pictures, 0o750); err != nil {
		return s.report, err
	}
	s.pictures = pictures{dir: stage.Pictures, codes: stage.Rooms.Code}
	for _, scene := range []struct {
		title string
		play  func(context.Context) error
	}{
		{"The channel, the catalogue and the codes", s.setTheStage},
		{"The printed host is tested on phones", s.testPhones},
		{"Five roles log in", s.logIn},
		{"The line packs, the brand ships", s.packAndShip},
		{"An honest sale", s.honestSale},
		{"A repeat, a race, a forgery", s.trouble},
		{"A diversion that is confirmed", s.confirmedDiversion},
		{"A diversion that is dismissed", s.dismissedDiversion},
		{"A guide's cash", s.cashIn},
		{"Questions to the brand", s.askTheBrand},
		{"The money", s.money},
	} {
		s.step++
		s.say("\n%d. %s", s.step, scene.title)
		if err := scene.play(ctx); err != nil {
			return s.report, fmt.Errorf("%s: %w", strings.ToLower(scene.title), err)
		}
	}
	s.say("\nPlayed in %.1f seconds. Console: log in at %s/api/v1/console/sessions as %s, password %s.",
		time.Since(begin).Seconds(), s.BaseURL, s.world.login, s.world.secret)
	s.say("API documentation: %s/docs   QR pictures: %s", s.BaseURL, s.Pictures)
	return s.report, nil
}

func (s *story) say(format string, args ...any) { fmt.Fprintf(s.Out, format+"\n", args...) }

// scan lets someone scan a code read from a picture, notes it and tells it.
func (s *story) scan(ctx context.Context, who, code string) (scanAnswer, error) {
	c := s.cast[who]
	a, err := c.scan(ctx, code)
	if err != nil {
		return a, fmt.Errorf("%s scans: %w", who, err)
	}
	s.note(c.app, a)
	won := ""
	if a.Won != nil {
		won = fmt.Sprintf(", wins %d %s", a.Won.Amount, a.Won.Asset)
		if a.Won.Waiting {
			won += " once the consumer claims"
		}
	}
	s.say("   %-14s scans %-10s → %s app, %s: %s%s [%s: %s]", who, a.Face, a.Route.App, a.Route.Action,
		a.Outcome, won, a.Verdict, strings.Join(a.Reasons, ", "))
	return a, nil
}

func (s *story) note(actor string, a scanAnswer) {
	s.report.Scans = append(s.report.Scans, Scan{
		Actor: actor, Face: a.Face, App: a.Route.App, Outcome: a.Outcome, Verdict: a.Verdict, Reasons: a.Reasons,
	})
}

// expect fails the play when an answer is not what the story needs.
func expect(what string, got, want any) error {
	if got != want {
		return fmt.Errorf("%s: got %v, want %v", what, got, want)
	}
	return nil
}
