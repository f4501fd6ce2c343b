package pay

import (
	"compress/gzip"
	"context"
	"crypto/sha1" // #nosec G505 -- the documents offer no other
	"encoding/hex"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core/consts"

	"channelrouter/internal/clock"
)

// statementTimeout is what a whole day's file may take.
const statementTimeout = 10 * time.Minute

// FundFlow downloads the statement of money in and out of the merchant's account on
// day, a day in Shanghai, and yields its rows in the file's order. The statement is
// there from ten o'clock of the following day and for three months.
//
// The file goes to disk first and is held against WeChat's hash before the first row
// is given; after the last the rows are held against the file's own totals. An error
// is the last thing yielded: ErrNoStatement (nothing moved), ErrStatementNotReady,
// ErrStatementBroken, ErrRateLimited, ErrCredentials, ErrUnknown, or the disk's own.
// Rows given before an error must not be used.
//
// Money leaves the account when a bill is accepted and comes back, as a row of its
// own, when the bill fails or is cancelled: what a bill has cost is its rows' sum.
func (c *Client) FundFlow(ctx context.Context, day time.Time) iter.Seq2[FundRow, error] {
	return func(yield func(FundRow, error) bool) {
		ctx, cancel := context.WithTimeout(ctx, statementTimeout)
		defer cancel()
		file, err := c.downloadFundFlow(ctx, day)
		if err != nil {
			yield(FundRow{}, err)
			return
		}
		defer func() {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}()
		readFundFlow(file, yield)
	}
}

// statementAnswer says where the file is. The hash is that of the unpacked file.
type statementAnswer struct {
	HashType    string `json:"hash_type"`
	HashValue   string `json:"hash_value"`
	DownloadURL string `json:"download_url"`
}

func (c *Client) downloadFundFlow(ctx context.Context, day time.Time) (*os.File, error) {
	query := url.Values{
		"bill_date":    {clock.Local(day).Format(time.DateOnly)},
		"account_type": {c.account},
		"tar_type":     {"GZIP"},
	}
	var answer statementAnswer
	if err := c.call(ctx, http.MethodGet, "/v3/bill/fundflowbill", query, nil, &answer); err != nil {
		if errors.Is(err, ErrRefused) || errors.Is(err, ErrNotFound) {
			err = unexpected(err) // these speak of transfers
		}
		return nil, err
	}
	if answer.HashType != "SHA1" || !strings.HasPrefix(answer.DownloadURL, "https://") && !c.standIn {
		return nil, ErrStatementBroken.With("the hash or the address is of an unknown kind")
	}
	result, err := c.files.Request(ctx, http.MethodGet, answer.DownloadURL, nil, nil, nil, consts.ApplicationJSON)
	if result != nil {
		defer drained(result.Response)
	}
	if err != nil {
		return nil, c.failure(ctx, result, err)
	}
	return spool(result.Response.Body, answer.HashValue)
}

// spool unpacks the file onto disk and checks its hash. It is removed when that fails.
func spool(packed io.Reader, hash string) (file *os.File, err error) {
	plainFile, err := gzip.NewReader(packed)
	if err != nil {
		return nil, ErrStatementBroken.With("the file is not packed as asked")
	}
	if file, err = os.CreateTemp("", "fundflow-*.csv"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
			file = nil
		}
	}()
	sum := sha1.New() // #nosec G401 -- see the import
	written, err := io.Copy(io.MultiWriter(file, sum), io.LimitReader(plainFile, maxUnpacked+1))
	switch {
	case err != nil:
		return file, ErrStatementBroken.With("the file ends early")
	case written > maxUnpacked:
		return file, ErrStatementBroken.With("the file is too large")
	case !strings.EqualFold(hex.EncodeToString(sum.Sum(nil)), hash):
		return file, ErrStatementBroken.With("the file's hash is not WeChat's")
	}
	_, err = file.Seek(0, io.SeekStart)
	return file, err
}

const maxUnpacked = 8 << 30
