package encoder

// MaxPieces is how many pieces of a text are read, the seven or so of a prompt
// included: a longer text is cut there. Up to it a text costs time in
// proportion to its length.
const MaxPieces = 4 * (maxPositions - 2)

// maxPositions is the width of a window, its two marks included: what the
// teacher was trained on.
const maxPositions = 512

// A Piece is what the tokenizer cuts texts into. Start and End are byte offsets
// in the text as supplied, half-open, on rune boundaries, without the space
// before a word; a piece that is only that space has the space, or nothing.
type Piece struct {
	ID         int
	Start, End int
}

// Pieces appends to dst the pieces of text.
func (m *Model) Pieces(dst []Piece, text string) []Piece {
	sc := m.pool.get()
	defer m.pool.put(sc)
	m.tokenizer.split(&sc.tokens, "", text)
	for _, t := range sc.tokens.out {
		dst = append(dst, Piece{int(t.id), int(t.start), int(t.end)})
	}
	return dst
}

// add appends a text to h: its input to the layers or, for depth 0, its bag.
func (m *Model) add(sc *scratch, h *Hidden, text string, depth int) {
	lo := len(h.rows)
	if depth == 0 {
		m.addBag(sc, h, text)
	} else if m.tokenizer.split(&sc.tokens, prompt, text) > 0 {
		m.addWindows(sc, h)
	}
	h.texts = append(h.texts, window{lo, len(h.rows)})
}

// addBag appends the piece vectors of a text.
func (m *Model) addBag(sc *scratch, h *Hidden, text string) {
	m.tokenizer.split(&sc.tokens, "", text)
	out := sc.tokens.out
	out = out[:min(len(out), MaxPieces)]
	h.grow(len(out))
	for _, t := range out {
		x := h.addRow(row{t.start, t.end, 1 / float32(len(out))})
		clear(x)
		m.vectors.add(m.path, x, t.id)
	}
}

// addWindows appends the input rows of the pieces in sc, in windows.
func (m *Model) addWindows(sc *scratch, h *Hidden) {
	out := sc.tokens.out
	out = out[:min(len(out), MaxPieces)]
	size := min(maxPositions, m.positions) - 2
	total := float32(len(out))
	h.grow(len(out) + 2*(len(out)/size+1))
	for len(out) > 0 {
		n := min(size, len(out))
		weight := float32(n) / total / float32(n+2)
		lo := len(h.rows)
		m.addInput(h, token{m.tokenizer.bos, -1, -1}, 0, weight)
		for i, t := range out[:n] {
			m.addInput(h, t, i+1, weight)
		}
		m.addInput(h, token{m.tokenizer.eos, -1, -1}, n+1, weight)
		h.windows = append(h.windows, window{lo, len(h.rows)})
		out = out[n:]
	}
}

func (m *Model) addInput(h *Hidden, t token, position int, weight float32) {
	x := h.addRow(row{t.start, t.end, weight})
	copy(x, m.position[position*m.dim:][:m.dim])
	m.vectors.add(m.path, x, t.id)
	m.path.Norm(x, m.input.gain, m.input.bias, m.stack.epsilon)
}
