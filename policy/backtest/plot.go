package backtest

import (
	"fmt"
	"math"
	"strings"
)

const (
	plotWidth, plotHeight = 640, 480
	plotLeft, plotTop     = 70, 40
	plotRight, plotBottom = 170, 60
)

// plotColours are told apart by people who do not see red and green alike; the
// palette is that of Okabe and Ito (2008).
var plotColours = []string{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"}

// SVG draws the trade of misses against needless hand-overs, a line for each
// sweep. Both are shares of conversations; the value of the threshold stands at
// the ends of the line, and a ring marks the policy's own.
func SVG(sweeps ...*Sweep) string {
	var b strings.Builder
	top := 0.01 // the axis of needless hand-overs ends where the points do
	for _, s := range sweeps {
		for _, p := range s.Points {
			top = max(top, share(p.Needless, p.Others))
		}
	}
	top = math.Ceil(top*20) / 20
	x := func(v float64) float64 { return plotLeft + v/top*(plotWidth-plotLeft-plotRight) }
	y := func(v float64) float64 { return plotTop + (1-v)*(plotHeight-plotTop-plotBottom) }
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">`+"\n", plotWidth, plotHeight)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="white"/>`+"\n", plotWidth, plotHeight)
	for i := range 6 {
		f := float64(i) / 5
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#ddd"/>`+"\n", x(0), y(f), x(top), y(f))
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="end">%.0f%%</text>`+"\n", x(0)-6, y(f)+4, 100*f)
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#ddd"/>`+"\n", x(f*top), y(0), x(f*top), y(1))
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="middle">%.1f%%</text>`+"\n", x(f*top), y(0)+18, 100*f*top)
	}
	fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">needless hand-overs</text>`+"\n", x(top/2), plotHeight-18)
	fmt.Fprintf(&b, `<text transform="translate(20 %.1f) rotate(-90)" text-anchor="middle">missed</text>`+"\n", y(0.5))
	for i, s := range sweeps {
		drawSweep(&b, s, plotColours[i%len(plotColours)], i, x, y)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func drawSweep(b *strings.Builder, s *Sweep, colour string, row int, x, y func(float64) float64) {
	at := func(p Point) (float64, float64) { return x(share(p.Needless, p.Others)), y(share(p.Missed, p.Needed)) }
	fmt.Fprintf(b, `<polyline fill="none" stroke="%s" stroke-width="1.5" points="`, colour)
	for _, p := range s.Points {
		px, py := at(p)
		fmt.Fprintf(b, "%.1f,%.1f ", px, py)
	}
	b.WriteString("\"/>\n")
	for i, p := range s.Points {
		px, py := at(p)
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="2.5" fill="%s"><title>%s = %g: %d missed, %d needless</title></circle>`+"\n",
			px, py, colour, s.Threshold, p.Value, p.Missed, p.Needless)
		if math.Abs(p.Value-s.Now) < 1e-9 {
			fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="6" fill="none" stroke="%s"/>`+"\n", px, py, colour)
		}
		if i == 0 || i == len(s.Points)-1 {
			fmt.Fprintf(b, `<text x="%.1f" y="%.1f" fill="%s">%g</text>`+"\n", px+6, py-6, colour, p.Value)
		}
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" fill="%s">%s (now %g)</text>`+"\n", plotWidth-plotRight+16, plotTop+16*row+10, colour, s.Threshold, s.Now)
}
