package demo

import (
	"context"
	"fmt"
)

// askTheBrand has a consumer and a shop write to the brand, for whom both wait at the console.
func (s *story) askTheBrand(ctx context.Context) error {
	for _, q := range []struct{ who, topic, text string }{
		{"consumer Zhou", "goods", "瓶盖里的码刮花了，扫不出来，请帮忙看看。"},
		{"T-SZ1", "rebate", "上个月的陈列返利什么时候到账？"},
	} {
		c := s.cast[q.who]
		var written struct {
			Thread struct {
				State string `json:"state"`
			} `json:"thread"`
		}
		if err := c.post(ctx, "/"+c.app+"/threads", map[string]any{"topic": q.topic, "text": q.text}, &written); err != nil {
			return fmt.Errorf("%s writes: %w", q.who, err)
		}
		s.say("   %-14s asks about a %s: %s", q.who, q.topic, written.Thread.State)
	}
	return nil
}
