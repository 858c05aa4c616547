package price

import (
	"fmt"
	"strconv"
	"strings"
)

// Money is an amount in millionths of a US dollar: fine enough for the hourly
// prices that are multiplied here, and exact.
type Money int64

// dollar is one US dollar.
const dollar Money = 1_000_000

// decimals is how many digits after the point a Money has.
const decimals = 6

// String is the amount in dollars and cents, rounded: "210.36".
func (m Money) String() string {
	const cent = dollar / 100
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	cents := (m + cent/2) / cent
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}

// Apart is the amount with its thousands apart: "1,214.36".
func (m Money) Apart() string {
	text := m.String()
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	for i := strings.Index(text, ".") - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return sign + text
}

// parseMoney reads a decimal number of dollars. What is finer than a millionth is
// cut off, and exact says whether that was nothing.
func parseMoney(text string) (amount Money, exact bool, err error) {
	whole, fraction, _ := strings.Cut(text, ".")
	if whole == "" {
		return 0, false, fmt.Errorf("%q is no amount of dollars", text)
	}
	exact = true
	if len(fraction) > decimals {
		exact = strings.Trim(fraction[decimals:], "0") == ""
		fraction = fraction[:decimals]
	}
	fraction += strings.Repeat("0", decimals-len(fraction))
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil || n < 0 {
		return 0, false, fmt.Errorf("%q is no amount of dollars", text)
	}
	return Money(n), exact, nil
}

// share is amount x numerator / denominator, rounded to the nearest millionth.
func share(amount Money, numerator, denominator int64) Money {
	return (amount*Money(numerator)*2 + Money(denominator)) / (2 * Money(denominator))
}
