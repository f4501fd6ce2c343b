package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"channelrouter/model"
)

// phones are what the owner tests the printed host on. Here they are two names of
// browsers: what opens is the stand-in's app, and the tests say so.
var phones = []struct{ os, device, agent string }{
	{"ios", "iPhone (demo)", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0.60"},
	{"android", "Android (demo)", "Mozilla/5.0 (Linux; Android 15) MicroMessenger/8.0.60"},
}

// testPhones shows that codes go to print only after their host was seen to open its app.
func (s *story) testPhones(ctx context.Context) error {
	var locked *refusal
	switch _, err := s.export(ctx); {
	case err == nil:
		s.say("   the host was tested when the demo was played on this data before")
	case errors.As(err, &locked) && locked.Code == "code.export_locked":
		s.say("   an export is refused: %s", locked.Detail)
	default:
		return fmt.Errorf("an export before any test: %w", err)
	}
	printed, err := s.pictures.print(model.FaceUnitInner, item(s.world.linked, model.LevelUnit, 0))
	if err != nil {
		return err
	}
	address, err := url.Parse(printed)
	if err != nil {
		return err
	}
	for _, p := range phones {
		if err := s.opensConsumerApp(ctx, address, p.agent); err != nil {
			return fmt.Errorf("%s: %w", p.device, err)
		}
		err := s.world.console.post(ctx, "/console/links/tests", map[string]any{
			"host": strings.ToLower(address.Host), "upper_case": true, "os": p.os, "device": p.device, "wechat_version": "8.0.60", "passed": true,
			"note": "opened by the demo's stand-in for WeChat, not by a phone",
		}, nil)
		if err != nil {
			return err
		}
		s.say("   the owner scans %s with %s: the consumer's app opens, and he records it", strings.ToLower(address.Host), p.device)
	}
	codes, err := s.export(ctx)
	if err != nil {
		return err
	}
	s.say("   now %d codes of pallets are exported for the printer, and the audit log says by whom", bytes.Count(codes, []byte("\n"))-1)
	return nil
}

// opensConsumerApp follows a printed URL as WeChat does on a phone.
func (s *story) opensConsumerApp(ctx context.Context, address *url.URL, agent string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.BaseURL+address.Path, nil)
	if err != nil {
		return err
	}
	request.Host = address.Host
	request.Header.Set("User-Agent", agent)
	response, err := http.DefaultTransport.RoundTrip(request) // which follows nothing
	if err != nil {
		return err
	}
	_ = response.Body.Close()
	app := "weixin://dl/business/?appid=wx-demo-consumer&"
	if target := response.Header.Get("Location"); !strings.HasPrefix(target, app) {
		return fmt.Errorf("%s leads to %q, not to %s", address, target, app)
	}
	return nil
}

// export asks the console for the codes of the pallets.
func (s *story) export(ctx context.Context) ([]byte, error) {
	path := fmt.Sprintf("%s/api/v1/console/batches/%d/codes?face=pallet", s.BaseURL, s.world.linked.ID)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+s.world.console.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, readRefusal(response)
	}
	return io.ReadAll(response.Body)
}
