package miniprogram

import "regexp"

// confidential finds parameters of a URL and fields of a JSON text whose values
// must not be read by whoever reads errors and logs.
var confidential = regexp.MustCompile(
	`(?i)((?:[a-z_]*(?:secret|token)|js_code|\bcode|code_ticket|session_key|openid|unionid)(?:=|\\?"\s*:\s*\\?"))[^&\s"\\]+`)

// scrub is the error's text without confidential values. The error itself must not
// be wrapped: url.Error keeps the whole URL.
func scrub(err error) string {
	return confidential.ReplaceAllString(err.Error(), "${1}"+hidden)
}
