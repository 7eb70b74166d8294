package main

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/go-handoff/handoff/langdetect/internal/ngram"
)

// Each fold leaves sources out, and a third of the badly served languages, and
// asks the model made from the rest about them: the head learns from texts
// whose genre, or whose language, the table has never seen.
var folds = [][]string{
	{"Leipzig", "django", "xSID"},
	{"hass", "osm", "AfriSenti", "chat"},
	{"scratch", "cldr", "Bible", "roman"},
}

// example is one judged piece.
type example struct {
	x      [ngram.NumEvidence]float64
	low    bool
	weight float64
}

// fitHead sets the head and the hit rates of m.
func fitHead(m *ngram.Model, rs []record, without []string, budget, epochs int) {
	rng := rand.New(rand.NewPCG(3, 4))
	hit := map[string][2]float64{}
	type judged struct {
		m      *ngram.Model
		served []bool
		gs     []group
		unseen map[string]bool
	}
	var js []judged
	for k, fold := range folds {
		unseen := map[string]bool{}
		var kept, held []record
		for i, r := range rs {
			low := !isServed(r.label)
			switch {
			case low && !strings.HasSuffix(r.label, "-Latn") && hashOf(r.label)%3 == uint32(k):
				unseen[r.label] = true
				held = append(held, r)
			case hasPrefix(r.source, fold) || r.source == "UDHR" && i%6 == k:
				held = append(held, r)
			default:
				kept = append(kept, r)
			}
		}
		fm, fs := train(kept, without, budget, epochs)
		parsed, err := ngram.Parse(fm.Append(nil, fs))
		if err != nil {
			panic(err)
		}
		served := make([]bool, len(parsed.Labels))
		for i, l := range parsed.Labels {
			served[i] = isServed(l.Code)
		}
		js = append(js, judged{parsed, served, groups(held, 200), unseen})
	}
	// Hit rates first, for the evidence depends on them.
	for _, j := range js {
		index := map[string]int{}
		for i, l := range j.m.Labels {
			index[name(l)] = i
		}
		for gi := range j.gs {
			g := &j.gs[gi]
			l, ok := index[g.label]
			if !ok {
				continue
			}
			for range 60 {
				s, n := judge(j.m, draw(g, rng))
				if n > 0 {
					h := hit[g.label]
					hit[g.label] = [2]float64{h[0] + float64(s.Hits[l])/float64(n), h[1] + 1}
				}
			}
		}
	}
	mean, n := 0.0, 0.0
	for _, l := range m.Labels {
		if h := hit[name(l)]; h[1] > 0 {
			mean += h[0] / h[1]
			n++
		}
	}
	mean /= max(1, n)
	setHits(m, hit, mean)
	m.Temp = float32(fitTemp(len(js), func(k int, ask func(m *ngram.Model, label int, text string)) {
		index := map[string]int{}
		for i, l := range js[k].m.Labels {
			index[name(l)] = i
		}
		for gi := range js[k].gs {
			if l, ok := index[js[k].gs[gi].label]; ok {
				for range 40 {
					ask(js[k].m, l, draw(&js[k].gs[gi], rng))
				}
			}
		}
	}))
	logf("head: temperature %.2f", m.Temp)
	for _, j := range js {
		j.m.Temp = m.Temp
	}
	var ex []example
	for _, j := range js {
		setHits(j.m, hit, mean)
		for gi := range j.gs {
			g := &j.gs[gi]
			low := !isServed(g.label)
			n, w := 400, 1.0
			if low {
				n, w = 70, 1.0
			}
			for range n {
				s, n := judge(j.m, draw(g, rng))
				if n == 0 {
					continue
				}
				var p [ngram.MaxLabels]float32
				e := example{low: low, weight: w}
				j.m.Posterior(s, &p)
				j.m.Judge(s, &p, j.served, &e.x)
				ex = append(ex, e)
			}
		}
	}
	m.Head = ngram.NewHead(fitNet(ex, rng))
}

// fitTemp returns the temperature of the highest likelihood over the folds.
func fitTemp(folds int, each func(k int, ask func(m *ngram.Model, label int, text string))) float64 {
	var grid []float64
	for t := 0.8; t < 4; t *= 1.12 {
		grid = append(grid, t)
	}
	loss := make([]float64, len(grid))
	for k := range folds {
		each(k, func(m *ngram.Model, label int, text string) {
			s, n := judge(m, text)
			if n == 0 {
				return
			}
			var p [ngram.MaxLabels]float32
			for i, t := range grid {
				m.Temp = float32(t)
				m.Posterior(s, &p)
				w := 1.0
				if isServed(m.Labels[label].Code) {
					w = 4
				}
				loss[i] -= w * math.Log(float64(p[label])+1e-4)
			}
		})
	}
	best := 0
	for i := range loss {
		if loss[i] < loss[best] {
			best = i
		}
	}
	return grid[best]
}

func setHits(m *ngram.Model, hit map[string][2]float64, mean float64) {
	for i, l := range m.Labels {
		h := hit[name(l)]
		m.Hit[i] = float32((h[0] + 20*mean) / (h[1] + 20))
	}
}

func judge(m *ngram.Model, text string) (*ngram.Scores, int) {
	var t ngram.Text
	var s ngram.Scores
	t.Reset(text)
	for i := range t.Words {
		m.Add(&s, &t, &t.Words[i])
	}
	return &s, s.Grams
}

func name(l ngram.Label) string {
	if l.Roman {
		return l.Code + "-Latn"
	}
	return l.Code
}

func hashOf(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

// servedShare is the weight of served texts in all: most customers write a
// served language, and an alarm that is wrong costs more than one missed.
const servedShare = 0.77

// fitNet trains the head with Adam on logistic loss.
func fitNet(ex []example, rng *rand.Rand) []float32 {
	const in, hid = ngram.NumEvidence, 12
	var total [2]float64
	for _, e := range ex {
		total[b2i(e.low)] += e.weight
	}
	for i := range ex {
		if ex[i].low {
			ex[i].weight *= (1 - servedShare) / total[1] * float64(len(ex))
		} else {
			ex[i].weight *= servedShare / total[0] * float64(len(ex))
		}
	}
	w := make([]float64, ngram.HeadSize)
	for i := range in {
		sum, sq := 0.0, 0.0
		for _, e := range ex {
			sum += e.x[i]
			sq += e.x[i] * e.x[i]
		}
		mean := sum / float64(len(ex))
		w[i] = mean
		w[in+i] = 1 / math.Sqrt(sq/float64(len(ex))-mean*mean+1e-6)
	}
	at := 2 * in
	for i := at; i < len(w)-1; i++ {
		w[i] = rng.NormFloat64() * 0.3
	}
	m1, m2 := make([]float64, len(w)), make([]float64, len(w))
	g := make([]float64, len(w))
	step := 0
	const batch, passes = 64, 25
	for pass := range passes {
		rng.Shuffle(len(ex), func(i, j int) { ex[i], ex[j] = ex[j], ex[i] })
		rate := 0.004 * (1 - 0.95*float64(pass)/(passes-1))
		loss := 0.0
		for from := 0; from+batch <= len(ex); from += batch {
			clear(g)
			for _, e := range ex[from : from+batch] {
				var x [in]float64
				for i := range x {
					x[i] = (e.x[i] - w[i]) * w[in+i]
				}
				var a [hid]float64
				out := w[len(w)-1]
				for j := range hid {
					row := w[at+j*(in+1):]
					a[j] = row[in]
					for i := range x {
						a[j] += x[i] * row[i]
					}
					out += leak(a[j]) * w[len(w)-1-hid+j]
				}
				y := float64(b2i(e.low))
				p := 1 / (1 + math.Exp(-out))
				loss -= e.weight * (y*math.Log(p+1e-9) + (1-y)*math.Log(1-p+1e-9))
				d := (p - y) * e.weight
				g[len(w)-1] += d
				for j := range hid {
					k := len(w) - 1 - hid + j
					g[k] += d * leak(a[j])
					da := d * w[k]
					if a[j] <= 0 {
						da *= 0.1
					}
					row := at + j*(in+1)
					for i := range x {
						g[row+i] += da * x[i]
					}
					g[row+in] += da
				}
			}
			step++
			for i := at; i < len(w); i++ {
				gi := g[i]/batch + 1e-4*w[i]
				m1[i] = 0.9*m1[i] + 0.1*gi
				m2[i] = 0.999*m2[i] + 0.001*gi*gi
				c1, c2 := 1-math.Pow(0.9, float64(step)), 1-math.Pow(0.999, float64(step))
				w[i] -= rate * m1[i] / c1 / (math.Sqrt(m2[i]/c2) + 1e-8)
			}
		}
		if pass%6 == 0 || pass == passes-1 {
			logf("head: pass %d loss %.4f over %d", pass+1, loss/float64(len(ex)), len(ex))
		}
	}
	out := make([]float32, len(w))
	for i := range w {
		out[i] = float32(w[i])
	}
	return out
}

func leak(a float64) float64 {
	if a > 0 {
		return a
	}
	return 0.1 * a
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
