package main

import "channelrouter/miniprogram/fake"

func (s *stand) contentDeeds() []deed {
	return []deed{
		{"POST /fake/verdicts", "contains suggest [label]", "/fake/verdicts?contains=casino&suggest=risky&label=20006",
			"What WeChat says of texts, and of photos' addresses, with these words in them: pass, review or risky, and why. What no verdict is about passes.", s.verdict},
		{"GET /fake/verdicts", "", "/fake/verdicts",
			"The verdicts, in the order in which they are tried.", s.verdicts},
		{"DELETE /fake/verdicts", "", "/fake/verdicts",
			"Everything passes again.", func(*asked) (any, error) {
				s.wechat.ClearVerdicts()
				return nil, nil
			}},
		{"GET /fake/media", "", "/fake/media",
			"Photos that wait for WeChat's verdict.", s.media},
		{"POST /fake/media/{trace}", "[suggest] [label]", "/fake/media/TRACE?suggest=risky&label=20002",
			"WeChat tells the server its verdict on a photo; what /fake/verdicts says, if it is left out.", s.judge},
	}
}

var suggestions = []string{"pass", "review", "risky"}

// label is WeChat's reason: 100 is that there is none.
func (q *asked) label(suggest string) int {
	otherwise := int64(21000) // others
	if suggest == "pass" {
		otherwise = 100
	}
	return int(q.number("label", otherwise, 100, 99_999))
}

func (s *stand) verdict(q *asked) (any, error) {
	suggest := q.word("suggest", "", suggestions...)
	label := q.label(suggest)
	if q.err != nil {
		return nil, q.err
	}
	s.wechat.SetVerdict(q.text("contains"), suggest, label)
	return nil, nil
}

type verdictView struct {
	Contains string `json:"contains,omitempty"`
	Suggest  string `json:"suggest"`
	Label    int    `json:"label"`
}

func (s *stand) verdicts(*asked) (any, error) {
	views := []verdictView{}
	for _, v := range s.wechat.Verdicts() {
		views = append(views, verdictView{v.Fragment, v.Suggest, v.Label})
	}
	return views, nil
}

type mediaView struct {
	Trace   string      `json:"trace"`
	Role    string      `json:"role"`
	URL     string      `json:"url"`
	Verdict verdictView `json:"verdict"`
}

func (s *stand) media(*asked) (any, error) {
	views := []mediaView{}
	for _, m := range s.wechat.MediaChecks() {
		views = append(views, mediaView{m.TraceID, s.roleOf(m.AppID), m.URL, verdictView{"", m.Verdict.Suggest, m.Verdict.Label}})
	}
	return views, nil
}

func (s *stand) judge(q *asked) (any, error) {
	trace := q.r.PathValue("trace")
	i := -1
	checks := s.wechat.MediaChecks()
	for at, m := range checks {
		if m.TraceID == trace {
			i = at
		}
	}
	if i < 0 {
		return nil, missing("%s; GET /fake/media lists what waits", fake.ErrNoMediaCheck)
	}
	said := checks[i].Verdict
	if q.has("suggest") {
		said.Suggest = q.word("suggest", "", suggestions...)
		said.Label = q.label(said.Suggest)
	} else if q.has("label") {
		q.fail(bad("a label needs a suggest"))
	}
	if q.err != nil {
		return nil, q.err
	}
	return nil, s.wechat.PushMediaVerdict(checks[i].TraceID, said.Suggest, said.Label)
}
