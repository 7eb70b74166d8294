package text

import (
	"sort"
	"unicode/utf8"
)

// A piece is a part of the folded text, up to the next piece. A linear piece
// has end 0 and a character of the same length for each raw one from raw on;
// the bytes of any other stand, together, for raw[raw:end].
type piece struct{ folded, raw, end int32 }

// linear makes what is written next stand for the raw bytes from start on, byte
// for byte.
func (f *folder) linear(start int) {
	if n := len(f.pieces); n > 0 {
		if p := f.pieces[n-1]; p.end == 0 && int(p.raw)+len(f.out)-int(p.folded) == start {
			return
		}
	}
	f.add(piece{int32(len(f.out)), int32(start), 0})
}

// atom makes what is written next stand for raw[start:end].
func (f *folder) atom(start, end int) {
	if n := len(f.pieces); n > 0 {
		if p := f.pieces[n-1]; int(p.raw) == start && int(p.end) == end {
			return
		}
	}
	f.add(piece{int32(len(f.out)), int32(start), int32(end)})
}

// add appends a piece, in place of one that nothing was written for.
func (f *folder) add(p piece) {
	if n := len(f.pieces); n > 0 && f.pieces[n-1].folded == p.folded {
		f.pieces[n-1] = p
		return
	}
	if f.pieces == nil {
		f.pieces = make([]piece, 0, 16)
	}
	f.pieces = append(f.pieces, p)
}

// cut takes back what was written from out[k] on.
func (f *folder) cut(k int) {
	f.out = f.out[:k]
	for n := len(f.pieces); n > 0 && int(f.pieces[n-1].folded) >= k; n-- {
		f.pieces = f.pieces[:n-1]
	}
}

// rawAt returns the raw offset that out[k] stands for.
func (f *folder) rawAt(k int) int {
	for n := len(f.pieces) - 1; n >= 0; n-- {
		if p := f.pieces[n]; int(p.folded) <= k {
			if p.end != 0 {
				return int(p.raw)
			}
			return int(p.raw) + k - int(p.folded)
		}
	}
	return k
}

// span maps out[start:end], not empty, to raw bytes, the piece of start being
// pieces[at] or a later one. It returns the piece of the last byte.
func span(pieces []piece, at, start, end int) (from, to, piece int) {
	if pieces == nil {
		return start, end, 0
	}
	for at+1 < len(pieces) && int(pieces[at+1].folded) <= start {
		at++
	}
	p := pieces[at]
	from = int(p.raw)
	if p.end == 0 {
		from += start - int(p.folded)
	}
	for at+1 < len(pieces) && int(pieces[at+1].folded) < end {
		at++
	}
	p = pieces[at]
	if p.end != 0 {
		return from, int(p.end), at
	}
	return from, int(p.raw) + end - int(p.folded), at
}

// RawSpan returns the bytes of Raw, half-open and on rune boundaries, that the
// bytes start to end of Folded come from. Offsets are clamped to the text and
// widened to whole characters; an empty range gives an empty range.
func (t *Text) RawSpan(start, end int) (int, int) {
	start = min(max(start, 0), len(t.folded))
	end = min(max(end, start), len(t.folded))
	for start > 0 && start < len(t.folded) && !utf8.RuneStart(t.folded[start]) {
		start--
	}
	for end < len(t.folded) && !utf8.RuneStart(t.folded[end]) {
		end++
	}
	if start == len(t.folded) {
		if start == 0 {
			return 0, 0
		}
		_, to, _ := span(t.pieces, t.pieceAt(start-1), start-1, start)
		return to, to
	}
	from, to, _ := span(t.pieces, t.pieceAt(start), start, max(end, start+1))
	if start == end {
		return from, from
	}
	return from, to
}

// pieceAt returns the piece that out[k] is in.
func (t *Text) pieceAt(k int) int {
	i := sort.Search(len(t.pieces), func(i int) bool { return int(t.pieces[i].folded) > k })
	return max(i-1, 0)
}
