package demo

import (
	"math/rand/v2"
	"testing"
)

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Whatever the code, its picture is read back: the first two are some that were not, when
// the decoder took a pattern among the modules for one of the three finders.
func TestEveryPictureIsReadBack(t *testing.T) {
	urls := []string{"HTTPS://Q.X.EXAMPLE/J0NYSQCSKR8KQS9TC8", "HTTPS://Q.X.EXAMPLE/P2SGNE64DE71NTHZTE"}
	for n := range 3000 {
		code := make([]byte, []int{14, 18}[n%2])
		for i := range code {
			code[i] = crockford[rand.N(len(crockford))]
		}
		urls = append(urls, "HTTPS://Q.X.EXAMPLE/"+string(code))
	}
	for _, url := range urls {
		picture, err := draw(url)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := read(picture); err != nil || text != url {
			t.Errorf("%s is read as %q, %v", url, text, err)
		}
	}
}
