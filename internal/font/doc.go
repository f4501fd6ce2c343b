// Package font is the typeface of what is printed: Latin letters and figures, the 27,484
// Chinese characters of Unicode's first block and its extension A (GBK and more), kana,
// and the punctuation of both.
//
// It is put together of two fonts of Debian 12, both under the Apache License 2.0, which
// LICENSE has: Latin is Roboto's (fonts-roboto-unhinted 2:0~20170802-3, Copyright 2015
// Google Inc.), all else Droid Sans Fallback's (fonts-droid-fallback 1:6.0.1r16-1.1,
// DroidSansFallbackFull.ttf, Copyright 2006-2010 Google Corp.), which has no Latin at all.
// Taken over are the outlines and widths of the characters in drawn; hints, layout and names
// are left out, and both are brought to 1024 units to the em.
//
// regular.ttf.gz is made by scripts/font/make.py and committed; do not edit it.
package font
