"""Draws the learning curves that measure.py wrote: python curves.py CURVES.json OUT.svg"""
import json
import sys

COLOURS = {'12': '#1b6ca8', '6': '#e07b39', '0': '#3a9d5d'}
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 560, 320, 50, 40, 110, 40


def main(curves, out):
    with open(curves) as f:
        data = json.load(f)
    counts = sorted(data['curve'], key=int)
    x = {n: LEFT + i * (WIDTH - LEFT - RIGHT) / (len(counts) - 1) for i, n in enumerate(counts)}

    def y(v):
        return TOP + (.6 - v) / .6 * (HEIGHT - TOP - BOTTOM)
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">' % (WIDTH, HEIGHT),
             '<rect width="100%" height="100%" fill="white"/>',
             '<text x="%d" y="20">Linear heads of 16 signals learnt in English, asked in Vietnamese: macro-F1</text>' % LEFT]
    for i in range(7):
        parts.append('<path d="M%d %.1fH%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%.1f</text>' % (
            LEFT, y(i / 10), WIDTH - RIGHT, LEFT - 6, y(i / 10) + 4, i / 10))
    for n in counts:
        parts.append('<text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (x[n], HEIGHT - BOTTOM + 18, 'all' if n == '1000' else n))
    parts.append('<text x="%d" y="%d">English examples a signal</text>' % (LEFT + 120, HEIGHT - 6))
    for depth, colour in COLOURS.items():
        points = [(x[n], y(data['curve'][n][depth])) for n in counts]
        parts.append('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (colour, ' '.join('%.1f,%.1f' % p for p in points)))
        parts.append('<text x="%.1f" y="%.1f" fill="%s">depth %s</text>' % (points[-1][0] + 6, points[-1][1] + (12 if depth == '6' else 0), colour, depth))
    parts.append('<path d="M%d %.1fH%d" stroke="#888" stroke-width="2" stroke-dasharray="5 4"/>' % (LEFT, y(data['base']), WIDTH - RIGHT))
    parts.append('<text x="%d" y="%.1f" fill="#666">n-grams, on all</text><text x="%d" y="%.1f" fill="#666">other batches</text>' % (
        WIDTH - RIGHT + 6, y(data['base']), WIDTH - RIGHT + 6, y(data['base']) + 13))
    parts.append('</svg>')
    with open(out, 'w') as f:
        f.write('\n'.join(parts) + '\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
