package main

import (
	"math"
	"math/rand/v2"

	"github.com/go-handoff/handoff/langdetect/internal/ngram"
)

// drops lists the labels whose writers often leave diacritics out in chat.
var drops = map[string]bool{
	"vie": true, "tur": true, "pol": true, "spa": true, "fra": true, "por": true, "ces": true, "slk": true, "ron": true, "hun": true,
	"hrv": true, "bos": true, "srp": true, "slv": true, "deu": true, "swe": true, "est": true, "lit": true, "lav": true, "cat": true,
	"ita": true, "fin": true, "nob": true, "nno": true, "dan": true, "aze": true, "sqi": true, "yor": true, "glg": true, "ibo": true, "isl": true,
}

// draw returns a piece of a text of g with the accidents of chat.
func draw(g *group, rng *rand.Rand) string {
	s := rng.IntN(len(g.sources))
	x := piece(g.texts[s][rng.IntN(len(g.texts[s]))], rng)
	p := 0.08
	if drops[g.label] {
		p = 0.3
	}
	if rng.Float64() < p {
		x = plain(x)
	}
	if rng.IntN(20) == 0 {
		x = typo(x, rng)
	}
	return x
}

// fit trains the weights to name the label of drawn pieces: softmax
// regression on the entries that exist, one example at a time, with AdaGrad.
// Four n-grams in ten are left out of an example, so that no few of them carry
// the decision: test texts come from other genres than the training texts.
func (tb *table) fit(epochs, nServed, nLow int, rng *rand.Rand) {
	grad := make([]float32, len(tb.weight))
	bgrad := make([]float32, len(tb.bias))
	for i := range grad {
		grad[i] = 4
	}
	for i := range bgrad {
		bgrad[i] = 50
	}
	var order []int
	for l := range tb.groups {
		n := nLow
		if tb.served[l] {
			n = nServed
		}
		for range n {
			order = append(order, l)
		}
	}
	var t ngram.Text
	var buf []uint64
	var feats []int32
	z := make([]float64, len(tb.bias))
	for e := range epochs {
		rate := 0.25 * (1 - 0.85*float64(e)/float64(max(1, epochs-1)))
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		right, loss := 0, 0.0
		for _, l := range order {
			t.Reset(draw(&tb.groups[l], rng))
			n := 0
			feats = feats[:0]
			for i := range t.Words {
				buf = t.Grams(buf[:0], &t.Words[i])
				for _, h := range buf {
					if rng.Uint32()&1023 < 400 {
						continue
					}
					n++
					if f, ok := tb.at[h]; ok {
						feats = append(feats, f)
					}
				}
			}
			if len(feats) == 0 {
				continue
			}
			g := ngram.Gain(n)
			for i := range z {
				z[i] = 0
			}
			for _, f := range feats {
				for i := tb.start[f]; i < tb.start[f+1]; i++ {
					z[tb.label[i]] += float64(tb.weight[i])
				}
			}
			best := 0
			for i := range z {
				z[i] = z[i]*g + float64(tb.bias[i])
				if z[i] > z[best] {
					best = i
				}
			}
			if best == l {
				right++
			}
			sum, top := 0.0, z[best]
			for i := range z {
				if d := z[i] - top; d > -12 {
					z[i] = math.Exp(d)
					sum += z[i]
				} else {
					z[i] = 0
				}
			}
			for i := range z {
				z[i] /= sum
			}
			loss -= math.Log(z[l] + 1e-9)
			z[l]--
			for _, f := range feats {
				for i := tb.start[f]; i < tb.start[f+1]; i++ {
					d := z[tb.label[i]]
					if d > -0.001 && d < 0.001 {
						continue
					}
					dg := float32(d * g * 3)
					grad[i] += dg * dg
					tb.weight[i] -= float32(rate) * dg / float32(math.Sqrt(float64(grad[i])))
				}
			}
			for i := range z {
				if d := z[i]; d < -0.001 || d > 0.001 {
					bgrad[i] += float32(d * d)
					tb.bias[i] -= float32(rate*0.3*d) / float32(math.Sqrt(float64(bgrad[i])))
				}
			}
		}
		logf("epoch %d: right %.4f loss %.4f", e+1, float64(right)/float64(len(order)), loss/float64(len(order)))
	}
}
