// Package pay sends money out through WeChat Pay's merchant transfer (商家转账,
// /v3/fund-app/mch-transfer/transfer-bills), the mode in which the receiver confirms.
//
// A Client speaks for one merchant. A Bill is sent under a number of the merchant's
// own choosing, out_bill_no; the same bill under the same number is one bill however
// often it is sent, which is what every retry rests on. WeChat accepts a bill, takes
// the money from the merchant's account and waits for the person, who confirms in
// WeChat with the help of the receipt's PackageInfo. Whoever does not confirm within
// 24 hours, or whose bill is cancelled, gets nothing, and the merchant has the money
// back. Notification tells of the end; FundFlow is the day's book to compare with.
//
// What an error means for the money is FateOf's answer, and there is no third way
// between "nothing moved" and "ask": whatever this package does not know is FateUnclear,
// and only Query resolves it. So:
//
//	FateDone     the receipt's state says how far it is
//	FateRefused  no bill exists and this one will not be made as it is: give the money
//	             back to its owner, or correct the bill
//	FateAbsent   no bill exists under the number: send it again, same number
//	FateLater    this call did nothing: send it again later, same number
//	FateUnclear  a bill may exist: Query, and never send under another number
//
// The rules are those of pay.weixin.qq.com/doc/v3/merchant/4012716434 (send), 4012716437
// (query), 4012716458 (cancel), 4012711988 (scenes) and 4013778940 (questions): a code
// that is not in the documents is an unclear result, and money may be sent under
// another number only after a query has said FAIL or CANCELLED. limits.go has the
// limits; keeping to them is the caller's, for a Client knows one replica only.
//
// Requests are signed, answers and notifications verified and names encrypted by the
// official wechatpay-go, in WeChat's public-key mode. Keys, openids, real names and
// the tokens of download URLs are in no error; this package writes no log.
package pay
