package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// exp replaces x by e to its power; see exp in generic.go.
func exp(x VecVirtual) {
	t, n, p := YMM(), YMM(), YMM()
	VMAXPS(c("expLimit"), x, x)
	VMULPS(c("log2E"), x, t)
	VADDPS(c("magic"), t, t)
	VSUBPS(c("magic"), t, n)
	VMULPS(c("ln2High"), n, p)
	VSUBPS(p, x, x)
	VMULPS(c("ln2Low"), n, p)
	VSUBPS(p, x, x)
	VMULPS(c("c5"), x, p)
	for _, s := range []string{"c4", "c3", "c2", "one"} {
		VADDPS(c(s), p, p)
		VMULPS(x, p, p)
	}
	VADDPS(c("one"), p, p)
	VPSLLD(Imm(23), t, t)
	VPADDD(t, p, x)
}

func attend() {
	function("attendAVX2",
		"func(out, query, keys, values, scores, mask *float32, n, padded, stride int, scale float32)",
		"See attendGeneric; mask holds for the last eight scores 0 to keep and all ones to set to -1e30, then that eight times.")
	query := Load(Param("query"), GP64())
	keys := Load(Param("keys"), GP64())
	scores := Load(Param("scores"), GP64())
	padded := Load(Param("padded"), GP64())
	scale := broadcast("scale")
	i, row := GP64(), GP64()
	rowStride := GP64()
	MOVQ(padded, rowStride)
	SHLQ(Imm(2), rowStride)
	at := func(base Register) Mem { return Mem{Base: base, Index: i, Scale: 4} }
	XORQ(i, i)
	Label("dots")
	LEAQ(at(keys), row)
	s := YMM()
	VXORPS(s, s, s)
	for e := range 32 {
		q := YMM()
		VBROADCASTSS(Mem{Base: query, Disp: 4 * e}, q)
		VMULPS(Mem{Base: row}, q, q)
		VADDPS(q, s, s)
		if e < 31 {
			ADDQ(rowStride, row)
		}
	}
	VMULPS(scale, s, s)
	VMOVUPS(s, at(scores))
	ADDQ(Imm(8), i)
	CMPQ(i, padded)
	JLT(LabelRef("dots"))

	mask := Load(Param("mask"), GP64())
	m, low := YMM(), YMM()
	VMOVUPS(Mem{Base: mask}, m)
	VMOVUPS(Mem{Base: mask, Disp: 32}, low)
	last := Mem{Base: scores, Index: padded, Scale: 4, Disp: -32}
	VMOVUPS(last, s)
	VBLENDVPS(m, low, s, s)
	VMOVUPS(s, last)

	largest := YMM()
	VMOVUPS(Mem{Base: scores}, largest)
	XORQ(i, i)
	Label("largest")
	VMAXPS(at(scores), largest, largest)
	ADDQ(Imm(8), i)
	CMPQ(i, padded)
	JLT(LabelRef("largest"))
	reduceMax(largest)
	VBROADCASTSS(largest.AsX(), largest)

	sum := YMM()
	VXORPS(sum, sum, sum)
	XORQ(i, i)
	Label("exps")
	v := YMM()
	VMOVUPS(at(scores), v)
	VSUBPS(largest, v, v)
	exp(v)
	VMOVUPS(v, at(scores))
	VADDPS(v, sum, sum)
	ADDQ(Imm(8), i)
	CMPQ(i, padded)
	JLT(LabelRef("exps"))
	reduceSum(sum)
	one, inverse := XMM(), YMM()
	VMOVSS(c("one"), one)
	VDIVSS(sum.AsX(), one, one)
	VBROADCASTSS(one, inverse)

	values := Load(Param("values"), GP64())
	stride := Load(Param("stride"), GP64())
	n := Load(Param("n"), GP64())
	SHLQ(Imm(2), stride)
	var acc [4]VecVirtual
	for j := range acc {
		acc[j] = YMM()
		VXORPS(acc[j], acc[j], acc[j])
	}
	XORQ(i, i)
	Label("values")
	p := YMM()
	VBROADCASTSS(at(scores), p)
	VMULPS(inverse, p, p)
	for j := range acc {
		t := YMM()
		VMULPS(Mem{Base: values, Disp: 32 * j}, p, t)
		VADDPS(t, acc[j], acc[j])
	}
	ADDQ(stride, values)
	INCQ(i)
	CMPQ(i, n)
	JLT(LabelRef("values"))
	out := Load(Param("out"), GP64())
	for j := range acc {
		VMOVUPS(acc[j], Mem{Base: out, Disp: 32 * j})
	}
	VZEROUPPER()
	RET()
}
