// Package miniprogram is the WeChat side: the mini-program of each role and the
// calls to WeChat's servers on its behalf. Today that is login.
//
// An App is one mini-program. A person has one openid per app; the unionid, which
// is the same in all apps bound to one Open Platform account, is what makes one
// person of several role accounts. An app that is not bound answers without one.
//
// The calls go through silenceper/wechat, whose HTTP client is one variable for the
// whole process. transport.go puts one transport there, which learns from each
// request's context which Client it belongs to; so clients with different base URLs
// live side by side, and a call made outside a Client goes nowhere.
//
// App secrets, session keys, login codes and tokens appear in no error and no log:
// the library writes whole URLs into its errors, so every error that leaves this
// package has been through scrub.
//
// Package fake stands in for WeChat over loopback, with the same protocol.
package miniprogram
