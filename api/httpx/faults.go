package httpx

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
)

// describe names each field and what is wrong with it, never its value: that may be a
// password or a token, and answers are logged on their way.
func describe(faults []error, language string) []string {
	var texts []string
	for _, f := range faults {
		var detail *huma.ErrorDetail
		switch {
		case errors.As(f, &detail) && detail.Location != "":
			texts = append(texts, detail.Location+": "+faultIn(language, detail.Message))
		case f != nil:
			texts = append(texts, faultIn(language, f.Error()))
		}
	}
	return texts
}

// faultIn is what is wrong with a field in a language; a text that is not known stays.
func faultIn(language, message string) string {
	if language != Chinese {
		return message
	}
	for _, f := range chineseFaults() {
		if values := f.english.FindStringSubmatch(message); values != nil {
			args := make([]any, len(values)-1)
			for i, v := range values[1:] {
				args[i] = v
			}
			return fmt.Sprintf(f.chinese, args...)
		}
	}
	return message
}

// fault is a text of the checks of requests, and how Chinese says it with the same values.
type fault struct {
	english *regexp.Regexp
	chinese string
}

var formatVerb = regexp.MustCompile(`%[vsd]`)

// chineseFaults are the faults that requests of the documented API can have. The formats are
// those of the library that checks, so they follow it.
var chineseFaults = sync.OnceValue(func() []fault {
	texts := [][2]string{
		{validation.MsgUnexpectedProperty, "不认识这一项"},
		{validation.MsgExpectedRFC3339DateTime, "须为日期时间，如 2026-03-02T08:00:00+08:00"},
		{validation.MsgExpectedRFC3339Date, "须为日期，如 2026-03-02"},
		{validation.MsgExpectedRFC3986URI, "须为网址：%s"},
		{validation.MsgExpectedRFC4122UUID, "须为 UUID：%s"},
		{validation.MsgExpectedMatchAtLeastOneSchema, "不符合任何一种允许的格式"},
		{validation.MsgExpectedMatchExactlyOneSchema, "不符合任何一种允许的格式"},
		{validation.MsgExpectedBoolean, "须为 true 或 false"},
		{validation.MsgExpectedNumber, "须为数字"},
		{validation.MsgExpectedInteger, "须为整数"},
		{validation.MsgExpectedString, "须为文字"},
		{validation.MsgExpectedBase64String, "须为 Base64"},
		{validation.MsgExpectedArray, "须为列表"},
		{validation.MsgExpectedObject, "须为对象"},
		{validation.MsgExpectedArrayItemsUnique, "不能有重复的项"},
		{validation.MsgExpectedOneOf, "只能是其中之一：%s"},
		{validation.MsgExpectedMinimumNumber, "不能小于 %s"},
		{validation.MsgExpectedExclusiveMinimumNumber, "须大于 %s"},
		{validation.MsgExpectedMaximumNumber, "不能大于 %s"},
		{validation.MsgExpectedExclusiveMaximumNumber, "须小于 %s"},
		{validation.MsgExpectedNumberBeMultipleOf, "须为 %s 的倍数"},
		{validation.MsgExpectedMinLength, "至少 %s 个字符"},
		{validation.MsgExpectedMaxLength, "最多 %s 个字符"},
		{validation.MsgExpectedBePattern, "须为 %s"},
		{validation.MsgExpectedMatchPattern, "格式须符合 %s"},
		{validation.MsgExpectedMinItems, "至少 %s 项"},
		{validation.MsgExpectedMaxItems, "最多 %s 项"},
		{validation.MsgExpectedRequiredProperty, "缺少必填项 %s"},
		{"required header parameter is missing", "缺少必填的请求头"},
		{"required query parameter is missing", "缺少必填的参数"},
		{"required path parameter is missing", "缺少必填的路径参数"},
		{"request body is required", "没有提交内容"},
		{"validation failed", "有内容不符合要求"},
		{"unknown query parameter", "没有这个参数"},
		{"expected at most one value, but received multiple values", "只能填一个值"},
		{"unparsable value", "格式不对"},
		{"invalid value: %v", "格式不对：%s"},
		{"invalid integer", "须为整数"},
		{"invalid boolean", "须为 true 或 false"},
		{"invalid float", "须为数字"},
		{"invalid floating value", "须为数字"},
		{"invalid date/time for format %s", "须为日期时间"},
		{"%v is no id", "%s 不是编号"},
		{"%v is no RFC 3339 time", "%s 不是日期时间，如 2026-03-02T08:00:00+08:00"},
		{"the year of %v is not within %d to %d", "%s 的年份不在 %s 到 %s 之间"},
		{"give either code, or q and scancode_time, or ticket", "请提供 code，或 q 和 scancode_time，或 ticket"},
	}
	faults := make([]fault, len(texts))
	for i, t := range texts {
		pattern := formatVerb.ReplaceAllString(regexp.QuoteMeta(t[0]), "(.*)")
		if !strings.Contains(t[1], "%s") {
			pattern = strings.ReplaceAll(pattern, "(.*)", ".*")
		}
		faults[i] = fault{regexp.MustCompile("^" + pattern + "$"), t[1]}
	}
	return faults
})
