package simulate

// product is one of the catalogue (the shared catalogue.csv: a brand's points scheme of 2010).
type product struct {
	sku, name string
	demand    uint64 // weight; assumed: popular ones sell twenty times what the last do
}

// products are in two lines, which big cities have different distributors for: the first ten
// are one, the rest the other.
var products = []product{
	{"P01", "能力多婴儿奶粉1", 160},
	{"P02", "能力多婴儿奶粉2", 120},
	{"P03", "能力多较大婴儿奶粉3", 90},
	{"P04", "能力多幼儿奶粉4", 70},
	{"P05", "能力多有机婴儿配方奶粉1", 55},
	{"P06", "能力多有机较大婴儿配方奶粉2", 45},
	{"P07", "能力多有机幼儿配方奶粉3", 35},
	{"P08", "能力多有机麦粉", 20},
	{"P09", "能力多有机水果麦粉", 14},
	{"P10", "能力多有机可可麦粉", 8},
	{"P11", "A选婴儿配方1 三袋", 110},
	{"P12", "A选婴儿配方1", 80},
	{"P13", "A选婴儿配方2 三袋", 60},
	{"P14", "A选婴儿配方2", 50},
	{"P15", "A选婴儿配方3 三袋", 40},
	{"P16", "A选婴儿配方3", 30},
	{"P17", "爱优婴儿配方奶粉罐装", 25},
	{"P18", "爱优婴儿配方奶粉盒装", 17},
	{"P19", "健优较大婴儿配方奶粉罐装", 14},
	{"P20", "健优较大婴儿配方奶粉盒装", 10},
	{"P21", "幼优幼儿配方奶粉", 8},
}

const firstLine = 10 // products

// lineOf is the product line of a product's index.
func lineOf(product int) int {
	if product < firstLine {
		return 0
	}
	return 1
}

// demand is the products' weights.
func demand() weights {
	single := make([]uint64, len(products))
	for i, p := range products {
		single[i] = p.demand
	}
	return sums(single)
}
