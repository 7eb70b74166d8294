package policy

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// place turns a position in a condition (line from 1, column from 0, both in
// its text) into one in the file. Columns are exact for text on one line, with
// or without quotes and escapes. Columns of the file are in code points here,
// as those of the YAML parser are; decoder.sorted makes them bytes.
func (d *decoder) place(n *yaml.Node, line, col int) (int, int) {
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return n.Line + line, col + 1
	case line > 1:
		return n.Line + line - 1, col + 1
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		raw := lineOf(d.sources[d.name], n.Line)
		if n.Column <= utf8.RuneCountInString(raw) {
			col = escaped([]rune(raw)[n.Column:], col, n.Style&yaml.DoubleQuotedStyle != 0)
		}
		return n.Line, n.Column + 1 + col
	default:
		return n.Line, n.Column + col
	}
}

// escaped returns how many code points of quoted text stand before the one
// that is number col of what it means.
func escaped(raw []rune, col int, double bool) int {
	at := 0
	for ; col > 0 && at < len(raw); col-- {
		switch {
		case double && raw[at] == '\\' && at+1 < len(raw):
			at += 2
			switch raw[at-1] {
			case 'x':
				at += 2
			case 'u':
				at += 4
			case 'U':
				at += 8
			}
		case !double && raw[at] == '\'':
			at += 2
		default:
			at++
		}
	}
	return min(at, len(raw))
}

// lineOf returns a line of data, counted from 1, without its end.
func lineOf(data []byte, line int) string {
	for ; line > 1; line-- {
		i := bytes.IndexByte(data, '\n')
		if i < 0 {
			return ""
		}
		data = data[i+1:]
	}
	out, _, _ := bytes.Cut(data, []byte("\n"))
	return strings.ToValidUTF8(string(out), "?")
}

// byteCol turns a column in code points into one in bytes; both count from 1.
func byteCol(data []byte, line, col int) int {
	if line < 1 || col <= 1 {
		return col
	}
	out := col
	for _, r := range lineOf(data, line) {
		if col--; col == 0 {
			break
		}
		out += utf8.RuneLen(r) - 1
	}
	return out
}
