// Command gen writes the amd64 assembly of escalate/encoder/internal/kernel:
//
//	go run . -out ../kernel/kernel_amd64.s
//
// It is a module of its own so that hosts of the library never download avo.
package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64")
	for rows := 1; rows <= 6; rows++ {
		mulAVX2(rows)
	}
	for _, rows := range []int{1, 2, 4, 8, 12} {
		mulVNNI(rows)
	}
	constants()
	absMax()
	quantiseWide()
	quantiseBiased()
	scaled("scaleAVX2", "Scale", func(v VecVirtual, at Mem) {})
	scaled("scaleGELUAVX2", "ScaleGELU", func(v VecVirtual, at Mem) { gelu(v) })
	scaled("addScaledAVX2", "AddScaled", func(v VecVirtual, at Mem) { VADDPS(at, v, v) })
	norm()
	attend()
	addPiece()
	addWeighted()
	unpack()
	Generate()
}

// table holds the constants, each eight times over.
var table Mem

var offsets = map[string]int{}

func constants() {
	table = GLOBL("constants", 24) // RODATA | NOPTR... see textflag.h: RODATA 8, NOPTR 16
	bits := func(f float64) U32 { return U32(math.Float32bits(float32(f))) }
	values := []struct {
		name string
		bits U32
	}{
		{"abs", 0x7FFFFFFF}, {"flip", 0x80808080}, {"magic", bits(12582912)}, {"one", bits(1)}, {"half", bits(0.5)},
		{"limit", bits(5)}, {"-limit", bits(-5)},
		{"p0", bits(0.39895394444465637)}, {"p1", bits(0.018072037026286125)}, {"p2", bits(0.003352054627612233)},
		{"p3", bits(-5.0016064051305875e-05)}, {"p4", bits(-8.310875045935973e-07)},
		{"q1", bits(0.21206271648406982)}, {"q2", bits(0.018638091161847115)},
		{"q3", bits(0.0007165902643464506)}, {"q4", bits(-2.7521626179805025e-05)},
		{"expLimit", bits(-87)}, {"log2E", bits(1.4426950408889634)},
		{"ln2High", bits(0.693359375)}, {"ln2Low", bits(-2.12194440e-4)},
		{"c2", bits(0.49999120831489563)}, {"c3", bits(0.16666516661643982)},
		{"c4", bits(0.04190078377723694)}, {"c5", bits(0.008369151502847672)},
		{"nibble", 15}, {"eight", 8},
		{"nibbles", 0x0F0F0F0F}, {"oneBytes", 0x01010101}, {"oneWords", 0x00010001},
	}
	at := 0
	for _, v := range values {
		offsets[v.name] = at
		for range 8 {
			DATA(at, v.bits)
			at += 4
		}
	}
	// What the 16 values of 4 bits stand for.
	for i, name := range []string{"below", "above"} {
		offsets[name] = at
		for j := range 8 {
			DATA(at, bits(float64(8*i+j-8)))
			at += 4
		}
	}
	// The order in which packing 32 floats to bytes leaves groups of four.
	offsets["order"] = at
	for _, v := range []U32{0, 4, 1, 5, 2, 6, 3, 7} {
		DATA(at, v)
		at += 4
	}
}

func c(name string) Mem {
	at, ok := offsets[name]
	if !ok {
		panic(name)
	}
	return table.Offset(at)
}

func function(name, signature, doc string) {
	TEXT(name, 4, signature) // NOSPLIT
	Pragma("noescape")
	Doc(doc)
}

// rowsAt returns addresses of n rows from base, stride bytes apart, as bases
// with one stride each, so that moving on moves the bases.
func rowsAt(base, stride Register, n int) (bases []GPVirtual, rows []Mem) {
	for i := 0; i < n; i += 3 {
		b := GP64()
		if i == 0 {
			MOVQ(base, b)
		} else {
			LEAQ(Mem{Base: bases[len(bases)-1], Index: stride, Scale: 2}, b)
			ADDQ(stride, b)
		}
		bases = append(bases, b)
		for j := i; j < n && j < i+3; j++ {
			switch j - i {
			case 0:
				rows = append(rows, Mem{Base: b})
			case 1:
				rows = append(rows, Mem{Base: b, Index: stride, Scale: 1})
			case 2:
				rows = append(rows, Mem{Base: b, Index: stride, Scale: 2})
			}
		}
	}
	return bases, rows
}

func mulAVX2(rows int) {
	function(fmt.Sprintf("mulAVX2x%d", rows),
		"func(w *int8, x *int16, groups, stride int, out *int32, outStride int)",
		fmt.Sprintf("Eight outputs of %d rows of x: groups of four inputs, rows and rows of outputs strides of bytes apart.", rows))
	w := Load(Param("w"), GP64())
	x := Load(Param("x"), GP64())
	groups := Load(Param("groups"), GP64())
	stride := Load(Param("stride"), GP64())
	bases, at := rowsAt(x, stride, rows)
	acc := make([][2]VecVirtual, rows)
	for r := range acc {
		for h := range acc[r] {
			acc[r][h] = YMM()
			VPXOR(acc[r][h], acc[r][h], acc[r][h])
		}
	}
	Label("loop")
	w0, w1 := YMM(), YMM()
	VPMOVSXBW(Mem{Base: w}, w0)
	VPMOVSXBW(Mem{Base: w, Disp: 16}, w1)
	for r := range acc {
		a, t := YMM(), YMM()
		VPBROADCASTQ(at[r], a)
		VPMADDWD(w0, a, t)
		VPADDD(t, acc[r][0], acc[r][0])
		VPMADDWD(w1, a, a)
		VPADDD(a, acc[r][1], acc[r][1])
	}
	ADDQ(Imm(64), w)
	for _, b := range bases {
		ADDQ(Imm(8), b)
	}
	DECQ(groups)
	JNZ(LabelRef("loop"))
	out := Load(Param("out"), GP64())
	outStride := Load(Param("outStride"), GP64())
	for r := range acc {
		VPHADDD(acc[r][1], acc[r][0], acc[r][0])
		VPERMQ(Imm(0xD8), acc[r][0], acc[r][0])
		VMOVDQU(acc[r][0], Mem{Base: out})
		if r+1 < rows {
			ADDQ(outStride, out)
		}
	}
	VZEROUPPER()
	RET()
}

// dotBytes is VPDPBUSD, which avo does not know: to each lane of sum it adds
// four products of signed bytes of w and unsigned bytes of x.
func dotBytes(w, x, sum VecVirtual) {
	Instruction(&ir.Instruction{
		Opcode:   "VPDPBUSD",
		Operands: []Op{w, x, sum},
		Inputs:   []Op{w, x, sum},
		Outputs:  []Op{sum},
		ISA:      []string{"AVX512VNNI"},
	})
}

func mulVNNI(rows int) {
	function(fmt.Sprintf("mulVNNIx%d", rows),
		"func(w *int8, x *int8, groups, stride int, offset, out *int32, outStride int)",
		fmt.Sprintf("Sixteen outputs of %d rows of x, which is stored with 128 added; offset takes that off again.", rows))
	w := Load(Param("w"), GP64())
	x := Load(Param("x"), GP64())
	groups := Load(Param("groups"), GP64())
	stride := Load(Param("stride"), GP64())
	offset := Load(Param("offset"), GP64())
	bases, at := rowsAt(x, stride, rows)
	acc := make([]VecVirtual, rows)
	for r := range acc {
		acc[r] = ZMM()
		VMOVDQU32(Mem{Base: offset}, acc[r])
	}
	Label("loop")
	v := ZMM()
	VMOVDQU32(Mem{Base: w}, v)
	for r := range acc {
		a := ZMM()
		VPBROADCASTD(at[r], a)
		dotBytes(v, a, acc[r])
	}
	ADDQ(Imm(64), w)
	for _, b := range bases {
		ADDQ(Imm(4), b)
	}
	DECQ(groups)
	JNZ(LabelRef("loop"))
	out := Load(Param("out"), GP64())
	outStride := Load(Param("outStride"), GP64())
	for r := range acc {
		VMOVDQU32(acc[r], Mem{Base: out})
		if r+1 < rows {
			ADDQ(outStride, out)
		}
	}
	VZEROUPPER()
	RET()
}
