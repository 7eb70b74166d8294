package encoder

// Explain appends to dst what each piece of text i of h adds to the product of
// weights with the text's [Model.Vector], in the order of the text; rest is what
// comes from no piece: the prompt and the centre. Their sum is that product, up
// to rounding: past the layers everything is linear but two lengths to divide
// by, and those are known.
//
// weights has Dim values. The error wraps [ErrDepth].
func (m *Model) Explain(dst []Contribution, h *Hidden, i int, weights []float32) (_ []Contribution, rest float32, err error) {
	e, err := m.exit(h.depth)
	if err != nil {
		return dst, 0, err
	}
	sc := m.pool.get()
	defer m.pool.put(sc)
	sc.mean = grow(sc.mean, m.dim)
	h.mean(sc.mean, i)
	sc.transfer = grow(sc.transfer, m.dim)
	before, after := e.vector(sc, m.path, sc.transfer, sc.mean)
	if after == 0 {
		return dst, 0, nil
	}
	for k, b := range e.bias {
		rest += float32(weights[k] * b)
	}
	rest /= after
	dst, prompt := h.Contributions(dst, i, e.transfer(sc, weights, float32(before*after)))
	return dst, rest + prompt, nil
}

// transfer returns the weights that do to a mean what weights do to its vector
// before centring, divided by by.
func (e *exit) transfer(sc *scratch, weights []float32, by float32) []float32 {
	w := sc.transfer
	if e.m == nil {
		for k, v := range weights[:len(w)] {
			w[k] = v / by
		}
		return w
	}
	clear(w)
	sc.residual = grow(sc.residual, len(w))
	for o, v := range weights[:len(w)] {
		e.m.RowWeights(sc.residual, o)
		for k, x := range sc.residual {
			w[k] += float32(v * x)
		}
	}
	for k := range w {
		w[k] /= by
	}
	return w
}
