package link

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"channelrouter/model"
)

// Site is a host with what is still to do before its codes are printed.
type Site struct {
	Host      string
	Opens     Opens
	Printed   bool
	Faces     []model.Face // printed with it; empty on the default host: all others
	UpperCase bool
	Rule      string // to be entered at WeChat
	Files     []string
	Steps     []Step
	Tests     []model.DeviceTest // the newest of each system
	Unlocked  bool               // codes may be exported in numbers
}

// Step is a thing to do. What a test on a phone shows is done; the settings alone only
// show that it is prepared.
type Step struct {
	Name   string // app, file, rule, ios_test, android_test
	Done   bool
	HintZH string
	HintEN string
}

// Checklist is every host with its steps, in order.
func (s *Service) Checklist(ctx context.Context) ([]Site, error) {
	var list []Site
	for _, host := range slices.Sorted(maps.Keys(s.sites.byHost)) {
		tests, err := s.newest(ctx, host)
		if err != nil {
			return nil, err
		}
		list = append(list, s.site(host, tests))
	}
	return list, nil
}

func (s *Service) site(host string, tests map[model.DeviceOS]*model.DeviceTest) Site {
	site := Site{
		Host: host, Opens: s.Opens(s.sites.byHost[host]), Printed: slices.Contains(s.sites.printed(), host),
		UpperCase: s.sites.Printing.UpperCase, Rule: ruleOf(host, s.sites.Printing.UpperCase),
		Files: slices.Sorted(maps.Keys(s.sites.VerifyFiles)), Unlocked: len(lacking(tests)) == 0,
	}
	for face, other := range s.sites.Printing.Hosts {
		if strings.EqualFold(other, host) {
			site.Faces = append(site.Faces, face)
		}
	}
	slices.Sort(site.Faces)
	passed := false // on any phone: then WeChat has the rule, the file and a published app
	for _, os := range systems {
		if t := tests[os]; t != nil {
			site.Tests = append(site.Tests, *t)
			passed = passed || t.Passed
		}
	}
	site.Steps = []Step{site.appStep(passed), site.fileStep(passed), site.ruleStep(passed)}
	for _, os := range systems {
		t := tests[os]
		site.Steps = append(site.Steps, site.testStep(os, t != nil && t.Passed))
	}
	return site
}

func (s Site) appStep(passed bool) Step {
	return Step{
		Name: "app", Done: passed && s.Opens.AppID != "" && s.Opens.EnvVersion == envRelease,
		HintZH: fmt.Sprintf("在微信公众平台发布%s小程序，并在配置中填写 apps.%s.id 和 secret，版本为 release。", s.Opens.Role, s.Opens.Role),
		HintEN: fmt.Sprintf("Publish the %s's mini-program at mp.weixin.qq.com, and configure apps.%s.id and secret with the version release.", s.Opens.Role, s.Opens.Role),
	}
}

func (s Site) fileStep(passed bool) Step {
	step := Step{
		Name: "file", Done: passed,
		HintZH: "在微信公众平台下载校验文件，将文件名和内容填入配置 wechat.verify_files。",
		HintEN: "Download the verification file at mp.weixin.qq.com and put its name and content into wechat.verify_files.",
	}
	if len(s.Files) > 0 {
		step.HintZH = fmt.Sprintf("校验文件已配置：在浏览器中打开 https://%s/%s，应显示其内容。", s.Host, s.Files[0])
		step.HintEN = fmt.Sprintf("The file is configured: open https://%s/%s in a browser, which must show its content.", s.Host, s.Files[0])
	}
	return step
}

func (s Site) ruleStep(passed bool) Step {
	return Step{
		Name: "rule", Done: passed,
		HintZH: fmt.Sprintf("在微信公众平台“开发管理 → 扫普通链接二维码打开小程序”中添加并发布规则 %s（以 / 结尾，域名须已备案）。", s.Rule),
		HintEN: fmt.Sprintf("At mp.weixin.qq.com, under 扫普通链接二维码打开小程序, add and publish the rule %s (it ends in /; the domain needs its ICP filing).", s.Rule),
	}
}

func (s Site) testStep(os model.DeviceOS, passed bool) Step {
	phone := map[model.DeviceOS]string{model.IOS: "iPhone", model.Android: "Android"}[os]
	return Step{
		Name: OSName(os) + "_test", Done: passed,
		HintZH: fmt.Sprintf("用%s微信扫描印有 %s 的样码，确认打开正确的小程序，由所有者登记结果。", phone, s.Rule),
		HintEN: fmt.Sprintf("Scan a sample that is printed with %s in WeChat on a phone with %s, see that the right app opens, and have an owner record it.", s.Rule, phone),
	}
}
