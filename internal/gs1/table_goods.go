package gs1

// What an AI goes with, where many go with the same.
const (
	gtin      = "01"
	sscc      = "00"
	trade     = "01,02"              // goods, or what a logistic unit contains
	logistic  = "00,01"              // a logistic unit, or goods
	items     = "01,02,8006,8026"    // goods or their pieces
	goods     = "01,02,03,8006,8026" // and goods made to order
	piece     = "01,8006"
	measured  = "30,31nn,32nn,35nn,36nn" // a variable count or measure
	service   = "8017,8018"
	recipient = "8018"
)

// The identifiers of goods and logistic units, and what is printed beside them.
var keysAndGoods = []*identifier{
	define("00", "SSCC").fixedLength().inQuery().of(number(18, checksum, prefixSecond)).isKey(),
	define("01", "GTIN").fixedLength().inQuery().of(number(14, checksum, prefixSecond)).without("255,37").isKey("22,10,21", "235"),
	define("02", "CONTENT").fixedLength().inQuery().of(number(14, checksum, prefixSecond)).without("01,03").with("37"),
	define("03", "MTO GTIN").fixedLength().of(number(14, checksum, prefixSecond)).without("01,02,37"),
	define("10", "BATCH/LOT").inQuery().of(textUpTo(20)).with(goods),
	define("11", "PROD DATE").fixedLength().inQuery().of(number(6, dateOrMonth)).with(goods),
	define("12", "DUE DATE").fixedLength().inQuery().of(number(6, dateOrMonth)).with("8020"),
	define("13", "PACK DATE").fixedLength().inQuery().of(number(6, dateOrMonth)).with(goods),
	define("15", "BEST BEFORE or BEST BY").fixedLength().inQuery().of(number(6, dateOrMonth)).with(goods),
	define("16", "SELL BY").fixedLength().inQuery().of(number(6, dateOrMonth)).with(goods),
	define("17", "USE BY or EXPIRY").fixedLength().inQuery().of(number(6, dateOrMonth)).with("01,02,03,255,8006,8026"),
	define("20", "VARIANT").fixedLength().inQuery().of(number(2)).with(items),
	define("21", "SERIAL").of(textUpTo(20)).with("01,03,8006").without("235"),
	define("22", "CPV").of(textUpTo(20)).with(gtin),
	define("235", "TPX").of(textUpTo(28)).with(gtin),
	define("240", "ADDITIONAL ID").inQuery().of(textUpTo(30)).with(items),
	define("241", "CUST. PART No.").inQuery().of(textUpTo(30)).with(items),
	define("242", "MTO VARIANT").inQuery().of(numberUpTo(6)).with(items),
	define("243", "PCN").inQuery().of(textUpTo(20)).with(gtin),
	define("250", "SECONDARY SERIAL").inQuery().of(textUpTo(30)).with(piece).with("21"),
	define("251", "REF. TO SOURCE").inQuery().of(textUpTo(30)).with(piece),
	define("253", "GDTI").inQuery().of(number(13, checksum, prefixFirst), maybe(textUpTo(17))).isKey(),
	define("254", "GLN EXTENSION COMPONENT").of(textUpTo(20)).with("414"),
	define("255", "GCN").inQuery().of(number(13, checksum, prefixFirst), maybe(numberUpTo(12))).isKey().without("01,02,415,8006,8020,8026"),
	define("30", "VAR. COUNT").inQuery().of(numberUpTo(8)).with(trade),
	define("37", "COUNT").inQuery().of(numberUpTo(8)).with(sscc).with("02,8026"),
}
